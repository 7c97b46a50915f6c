/** Puts a text on the clipboard. Throws where the browser does not let us. */
export function copyText(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}
