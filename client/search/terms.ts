/**
 * Words of a text as index terms: each pair of neighbouring Chinese characters, and each Latin word or number whole
 * (found by its beginning). Pure; the same function cuts what is stored and what is asked.
 */
import type { Ticket } from "../../core/tickets/ticket";
import type { Directory } from "../replica/directory";

/** Raised when the rules below change: the index is then built anew. */
export const termRules = 2;
/** Bounds: a long description is searched by its beginning. */
const descriptionMaxLength = 600;
const termsMax = 240;
const wordMaxLength = 24;

const han = /\p{Script=Han}+/gu;
const word = /[\p{L}\p{N}]+/gu;

export interface QueryTerms {
  /** Must be there as they are. */
  readonly whole: readonly string[];
  /** Must begin some term. */
  readonly prefixes: readonly string[];
}

/** What the terms of a ticket are made of. */
const termSources = [
  "flow",
  "number",
  "title",
  "description",
  "assetIds",
  "openerId",
  "reportedById",
  "holderId",
  "siteId",
] as const satisfies readonly (keyof Ticket)[];

export function ticketTerms(ticket: Ticket, directory: Directory): readonly string[] {
  const texts = [ticket.title, ticket.description.slice(0, descriptionMaxLength)];
  for (const id of ticket.assetIds) {
    const asset = directory.assets.get(id);
    if (asset !== undefined) texts.push(asset.tag, asset.name, asset.location);
  }
  for (const id of [ticket.openerId, ticket.reportedById, ticket.holderId]) {
    const person = id === null ? undefined : directory.people.get(id);
    if (person !== undefined) texts.push(person.name);
  }
  const site = ticket.siteId === null ? undefined : directory.sites.get(ticket.siteId);
  if (site !== undefined) texts.push(site.name);
  const terms = new Set<string>();
  // The number first: it must survive the bound.
  if (ticket.number !== null) terms.add(String(ticket.number)).add(`#${ticket.number}`);
  terms.add(numberPrefix(ticket));
  for (const text of texts) for (const term of textTerms(text)) terms.add(term);
  return [...terms].slice(0, termsMax);
}

/** True: their terms are the same, by whatever directory. */
export function haveSameTerms(one: Ticket, other: Ticket): boolean {
  return termSources.every((name) => String(one[name]) === String(other[name]));
}

/** The term of the one ticket (of each kind) that has this number, when `text` is nothing but a number; else null. */
export function numberTerm(text: string): string | null {
  const [, digits] = /^(?:inc|prb|chg)?[\s-]*0*(\d{1,9})$/.exec(normalize(text.trim())) ?? [];
  return digits === undefined ? null : `#${digits}`;
}

/** INC-000482 is found as INC-000482, inc482 and 482. */
function numberPrefix(ticket: Ticket): string {
  switch (ticket.flow) {
    case "incident":
      return "inc";
    case "problem":
      return "prb";
    case "standard":
    case "normal":
    case "emergency":
      return "chg";
  }
}

export function textTerms(text: string): readonly string[] {
  const terms: string[] = [];
  for (const run of hanRuns(text)) {
    const characters = [...run];
    if (characters.length === 1) terms.push(run);
    for (let at = 0; at + 1 < characters.length; at++) terms.push(`${characters[at]}${characters[at + 1]}`);
  }
  terms.push(...words(text));
  return terms;
}

export function queryTerms(text: string): QueryTerms {
  const whole: string[] = [];
  const prefixes: string[] = [];
  for (const run of hanRuns(text)) {
    if ([...run].length === 1) prefixes.push(run);
    else whole.push(...textTerms(run));
  }
  prefixes.push(...words(text));
  return { whole: [...new Set(whole)], prefixes: [...new Set(prefixes)] };
}

function normalize(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function hanRuns(text: string): readonly string[] {
  return normalize(text).match(han) ?? [];
}

/** Latin words and numbers; letters and digits part (inc000482 → inc, 482), leading zeros go. */
function words(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of normalize(text).replace(han, " ").match(word) ?? []) {
    for (const part of match.match(/\p{N}+|\p{L}+/gu) ?? []) {
      found.push(part.replace(/^0+(?=\p{N})/u, "").slice(0, wordMaxLength));
    }
  }
  return found;
}
