import type { PersonRecord } from "../../core/directory/administration";

/** Who contains every word of the query in name or e-mail; the active first, each by name. */
export function peopleMatching(people: readonly PersonRecord[], query: string): readonly PersonRecord[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return people
    .filter((person) => words.every((word) => folded(`${person.name} ${person.email}`).includes(word)))
    .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, "zh-TW"));
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
