/** What each key of a desk does. One list: the keyboard obeys it and the help sheet shows it. */
export type KeyCommand =
  | "search"
  | "next"
  | "previous"
  | "open"
  | "new"
  | "main"
  | "comment"
  | "pick"
  | "back"
  | "work"
  | "tickets"
  | "reviews"
  | "more"
  | "help";

export const keyRows: readonly { readonly command: KeyCommand; readonly keys: readonly string[] }[] = [
  { command: "search", keys: ["/"] },
  { command: "next", keys: ["j"] },
  { command: "previous", keys: ["k"] },
  // The browser's own: a row is a link.
  { command: "open", keys: ["Enter"] },
  { command: "main", keys: ["m"] },
  { command: "comment", keys: ["e"] },
  { command: "new", keys: ["c"] },
  { command: "pick", keys: ["x"] },
  { command: "back", keys: ["Escape"] },
  { command: "work", keys: ["g", "w"] },
  { command: "tickets", keys: ["g", "t"] },
  { command: "reviews", keys: ["g", "r"] },
  { command: "more", keys: ["g", "m"] },
  { command: "help", keys: ["?"] },
];

/** `before`: the key just before, where it was the first of two. `first`: this one is. Null: not ours. */
export function keyCommand(key: string, before: string | null): KeyCommand | "first" | null {
  const pressed = before === null ? [key] : [before, key];
  const row = keyRows.find(({ keys }) => keys.join(" ") === pressed.join(" "));
  if (row) return row.command === "open" ? null : row.command;
  if (before !== null) return keyCommand(key, null);
  return keyRows.some(({ keys }) => keys.length > 1 && keys[0] === key) ? "first" : null;
}

const storageKey = "genba-keys";

/** Single keys can be turned off, for who speaks to a computer or has unsteady hands (WCAG 2.1.4). On this device. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

export function turnKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
  } catch {
    // Storage full or forbidden: they stay as they are.
  }
}
