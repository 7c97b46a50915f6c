/**
 * The header Content-Disposition with a file's name (RFC 6266): in ASCII, and as it is (RFC 8187). What would be a path,
 * or would turn the rest of the name around on the screen (photo‮gpj.exe), is left out.
 */
export function disposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[\p{C}\p{Zl}\p{Zp}/\\]/gu, "_");
  const ascii = plain.replace(/[^\x20-\x7e]|["%]/gu, "_");
  const encoded = encodeURIComponent(plain).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
