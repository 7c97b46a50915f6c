/**
 * What a label says, scanned or typed. Ours hold the address of an asset, so that any phone's camera opens it; foreign
 * ones hold a bare tag. A text is only ever looked up or shown as text: nothing that was scanned is an address to go to.
 */
import type { Asset } from "../../core/directory/directory";
import type { AssetId } from "../../core/ids";

export type LabelReading =
  | { readonly kind: "asset"; readonly asset: Asset }
  /** `text`: one line that may be shown and typed, at most `shownMaxLength` characters. */
  | { readonly kind: "unknown"; readonly text: string };

/** A code can hold 7,000 characters; no tag or address of ours is longer than this. */
const readMaxLength = 1_000;
export const shownMaxLength = 200;

const assetAddress = /^\/assets\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?(?:[?#].*)?$/;
/** Controls, what turns the direction of writing, halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu;

/** `origin`: of this app; an address of any other is an unknown text. */
export function readLabel(text: string, origin: string, assets: ReadonlyMap<string, Asset>): LabelReading {
  const line = text.slice(0, readMaxLength).replace(unseen, " ").replace(/\s+/g, " ").trim();
  const asset = byAddress(line, origin, assets) ?? byTag(line, assets);
  return asset === null
    ? { kind: "unknown", text: [...line].slice(0, shownMaxLength).join("") }
    : { kind: "asset", asset };
}

export function assetPath(id: AssetId): string {
  return `/assets/${id}`;
}

/** What our own label holds. */
export function labelAddress(origin: string, id: AssetId): string {
  return `${origin}${assetPath(id)}`;
}

function byAddress(line: string, origin: string, assets: ReadonlyMap<string, Asset>): Asset | null {
  const address = line.toLowerCase();
  const own = origin.toLowerCase();
  const path = address.startsWith(own) ? address.slice(own.length) : address;
  const id = assetAddress.exec(path)?.[1];
  return id === undefined ? null : (assets.get(id) ?? null);
}

/** Where two things have one tag, the one that is in use. */
function byTag(line: string, assets: ReadonlyMap<string, Asset>): Asset | null {
  const key = tagKey(line);
  if (key === "") return null;
  let retired: Asset | null = null;
  for (const asset of assets.values()) {
    if (tagKey(asset.tag) !== key) continue;
    if (asset.active) return asset;
    retired ??= asset;
  }
  return retired;
}

/** Full-width letters and digits, as a keyboard for Chinese types them, are the same tag. */
function tagKey(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}
