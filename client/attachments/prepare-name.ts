/** A file's name as it may be stored and shown: what its author calls it, without what could mislead a reader. */
import { titleMaxLength } from "../../core/sync/protocol";

/** Of what we draw anew; the first is written, all are left where they stand. */
const extensionsOfType: Readonly<Record<string, readonly [first: string, ...others: string[]]>> = {
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
};

/** Controls, halves of surrogate pairs, and what turns the direction of writing, so that exe.jpg reads gpj.exe. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Of a file that is sent as it is. 1 to 200 characters, no path. */
export function storableName(name: string, mediaType: string): string {
  const { stem, extension } = split(name, mediaType);
  return joinBounded(stem, extension);
}

/** Of a picture that was drawn anew: the extension follows what it is now. */
export function nameOfDrawing(name: string, mediaType: string): string {
  const { stem, extension } = split(name, mediaType);
  const fitting = extensionsOfType[mediaType] ?? [extension];
  return joinBounded(stem, fitting.includes(extension.toLowerCase()) ? extension : fitting[0]);
}

function split(name: string, mediaType: string): { readonly stem: string; readonly extension: string } {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    .replace(unfit, "")
    .replace(/^[.\s]+/, "")
    .trim();
  const [, stem = clean, extension = ""] = /^(.+)\.([a-z0-9]{1,16})$/i.exec(clean) ?? [];
  return { stem: stem || (mediaType.startsWith("image/") ? "photo" : "file"), extension };
}

/** The stem gives way: by its extension a file is opened. */
function joinBounded(stem: string, extension: string): string {
  const ending = extension === "" ? "" : `.${extension}`;
  // A cut may go through a pair.
  return stem.slice(0, titleMaxLength - ending.length).replace(/\p{Surrogate}/gu, "") + ending;
}
