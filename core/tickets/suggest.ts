/**
 * What a title half typed reminds of: the categories that past incidents with its words had, and open incidents that
 * may be the same. By counting alone: a word weighs more the fewer incidents have it, and says of a category the share
 * of its incidents. Unsure is silent. Terms come from outside (client/search/terms.ts).
 */
import type { AssetId, CategoryId, TicketId } from "../ids";

export interface PastIncident {
  readonly categoryId: CategoryId;
  /** Of its title, or of a category's own name. */
  readonly terms: readonly string[];
  /** As how many incidents it counts. */
  readonly weight: number;
}

export interface OpenIncident {
  readonly id: TicketId;
  readonly categoryId: CategoryId | null;
  readonly assetIds: readonly AssetId[];
  readonly terms: readonly string[];
}

export interface Learned {
  readonly total: number;
  readonly byTerm: ReadonlyMap<
    string,
    { readonly count: number; readonly of: ReadonlyMap<CategoryId, number> }
  >;
}

const suggestionsMax = 3;
/** One word of one incident may be chance; two words of it, or two incidents with the word, are not. */
const evidenceMin = 2;
/** Of what the title's known words say together, a category must have this much. */
const categoryShareMin = 0.25;
/** Of the title's words, by weight, an open incident must have this much: of the same category, of the same asset. */
const sameCategoryMin = 0.4;
const sameAssetMin = 0.2;

export function learnIncidents(past: readonly PastIncident[]): Learned {
  const byTerm = new Map<string, { count: number; of: Map<CategoryId, number> }>();
  let total = 0;
  for (const { categoryId, terms, weight } of past) {
    total += weight;
    for (const term of new Set(terms)) {
      const known = byTerm.get(term) ?? { count: 0, of: new Map<CategoryId, number>() };
      known.count += weight;
      known.of.set(categoryId, (known.of.get(categoryId) ?? 0) + weight);
      byTerm.set(term, known);
    }
  }
  return { total, byTerm };
}

/** The likeliest first, at most three, none when unsure. */
export function suggestCategories(learned: Learned, terms: readonly string[]): readonly CategoryId[] {
  const scores = new Map<CategoryId, { score: number; evidence: number }>();
  let all = 0;
  for (const term of new Set(terms)) {
    const known = learned.byTerm.get(term);
    if (known === undefined) continue;
    const weight = weightOf(learned, term);
    all += weight;
    for (const [categoryId, count] of known.of) {
      const before = scores.get(categoryId) ?? { score: 0, evidence: 0 };
      scores.set(categoryId, {
        // One more in the denominator: few incidents prove less than many.
        score: before.score + (weight * count) / (known.count + 1),
        evidence: before.evidence + count,
      });
    }
  }
  return [...scores]
    .filter(([, { score, evidence }]) => evidence >= evidenceMin && score >= all * categoryShareMin)
    .sort(([, a], [, b]) => b.score - a.score)
    .slice(0, suggestionsMax)
    .map(([categoryId]) => categoryId);
}

export interface Typed {
  readonly terms: readonly string[];
  /** Chosen, or likely. */
  readonly categoryIds: readonly CategoryId[];
  readonly assetIds: readonly AssetId[];
}

/** Of the same asset or category, with words of the title; the most alike first, at most three. */
export function findSimilar(
  learned: Learned,
  open: readonly OpenIncident[],
  { terms, categoryIds, assetIds }: Typed,
): readonly TicketId[] {
  const weights = new Map(terms.map((term) => [term, weightOf(learned, term)]));
  const all = sum(weights.values());
  return open
    .flatMap(({ id, ...one }) => {
      const isSameAsset = one.assetIds.some((asset) => assetIds.includes(asset));
      const isSameCategory = one.categoryId !== null && categoryIds.includes(one.categoryId);
      const shared = [...weights].filter(([term]) => one.terms.includes(term)).map(([, weight]) => weight);
      const share = all === 0 ? 0 : sum(shared) / all;
      // One word in common is enough where the title has no more, or the thing is the same.
      const isAlike = isSameAsset
        ? share >= sameAssetMin
        : isSameCategory && share >= sameCategoryMin && shared.length >= Math.min(2, weights.size);
      return isAlike ? [{ id, share: share + Number(isSameAsset) }] : [];
    })
    .sort((a, b) => b.share - a.share)
    .slice(0, suggestionsMax)
    .map(({ id }) => id);
}

function weightOf({ total, byTerm }: Learned, term: string): number {
  return Math.log(1 + total / Math.max(1, byTerm.get(term)?.count ?? 1));
}

function sum(values: Iterable<number>): number {
  let result = 0;
  for (const value of values) result += value;
  return result;
}
