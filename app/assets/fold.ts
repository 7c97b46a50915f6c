/** As lists compare what is typed: width and case do not matter. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Whether `text` contains every word of `query`. */
export function matchesAll(query: string, text: string): boolean {
  const folded = fold(text);
  return fold(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => folded.includes(word));
}
