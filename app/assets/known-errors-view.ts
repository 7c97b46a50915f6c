/** 已知錯誤 on the phone: all of the desk, found by any word of theirs, by category. Pure. */
import type { DirectoryView } from "../../client/genba";
import type { KnownError } from "../../core/directory/directory";
import type { CategoryId } from "../../core/ids";
import { fold, matchesAll } from "./fold";

export interface KnownErrorSection {
  readonly categoryId: CategoryId;
  readonly category: string;
  readonly known: readonly { readonly error: KnownError; readonly assets: string }[];
}

type Directory = Pick<DirectoryView, "knownErrors" | "categories" | "assets">;

/** Those whose problem, workaround, category or assets contain every word of `query`. */
export function knownErrorSections(
  { knownErrors, categories, assets }: Directory,
  query: string,
  { join, locale }: { readonly join: string; readonly locale: string },
): readonly KnownErrorSection[] {
  const byCategory = new Map<CategoryId, { error: KnownError; assets: string }[]>();
  for (const error of knownErrors) {
    const about = error.assetIds.flatMap((id) => assets.get(id) ?? []);
    const tags = about.map(({ tag, name }) => `${tag} ${name}`).join(join);
    const said = [error.title ?? "", error.workaround, nameOf(error.categoryId), tags].join(" ");
    const bare = about.map(({ tag }) => tag.replaceAll("-", "")).join(" ");
    if (!matchesAll(query, `${said} ${bare}`)) continue;
    const there = byCategory.get(error.categoryId);
    const one = { error, assets: tags };
    if (there === undefined) byCategory.set(error.categoryId, [one]);
    else there.push(one);
  }
  return [...byCategory]
    .map(([categoryId, known]) => ({ categoryId, category: nameOf(categoryId), known: known.sort(byTitle) }))
    .sort((a, b) => a.category.localeCompare(b.category, locale));

  function byTitle(a: { readonly error: KnownError }, b: { readonly error: KnownError }): number {
    return fold(a.error.title ?? "").localeCompare(fold(b.error.title ?? ""), locale);
  }
  function nameOf(id: CategoryId): string {
    const category = categories.get(id);
    const above = category?.parentId ? categories.get(category.parentId) : undefined;
    return [above?.name, category?.name].filter(Boolean).join(" › ");
  }
}
