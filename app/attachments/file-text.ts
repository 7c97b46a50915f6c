/** A file in a few words: its size, and what stands in its place where it is no picture. */
import type { AttachmentRef } from "../../core/attachments/attachment";
import type { Locale } from "../../core/messages/vocabulary-texts";

export function sizeText(locale: Locale, sizeBytes: number): string {
  const isLarge = sizeBytes >= 1_000_000;
  const value = isLarge ? sizeBytes / 1_000_000 : Math.max(1, sizeBytes / 1_000);
  const digits = isLarge && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${isLarge ? "MB" : "KB"}`;
}

/** PDF, LOG, MP4: at most five characters, "" where the name has no ending. */
export function kindText({ name }: Pick<AttachmentRef, "name">): string {
  return (/\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1] ?? "").toUpperCase();
}
