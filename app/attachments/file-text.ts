/** A file in a few words: its size, and what stands in its place where it is no picture. */
import type { AttachmentRef } from "../../core/attachments/attachment";
import type { Locale } from "../../core/messages/vocabulary-texts";

export function sizeText(locale: Locale, sizeBytes: number): string {
  const [unit, unitBytes] = unitOf(sizeBytes);
  const value = Math.max(1, sizeBytes / unitBytes);
  const digits = unit !== "KB" && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${unit}`;
}

function unitOf(sizeBytes: number): readonly [unit: string, unitBytes: number] {
  if (sizeBytes >= 1_000_000_000) return ["GB", 1_000_000_000];
  return sizeBytes >= 1_000_000 ? ["MB", 1_000_000] : ["KB", 1_000];
}

/** PDF, LOG, MP4: at most five characters, "" where the name has no ending. */
export function kindText({ name }: Pick<AttachmentRef, "name">): string {
  return (/\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1] ?? "").toUpperCase();
}
