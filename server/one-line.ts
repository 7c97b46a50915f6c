const maxLength = 200;

/** What a stranger said, for a log and a table: on one line, bounded, and nothing that a terminal would obey. */
export function oneLine(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, " ")
    .trim()
    .slice(0, maxLength);
}
