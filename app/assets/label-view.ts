/** What stands on a sheet of labels: 3 × 8 of 70 × 35 mm on A4, as they are sold. Pure. */
import type { DirectoryView } from "../../client/genba";
import type { Asset } from "../../core/directory/directory";
import type { AssetId } from "../../core/ids";
import { labelAddress } from "./read-label";

export interface LabelView {
  readonly id: AssetId;
  readonly tag: string;
  readonly name: string;
  readonly place: string;
  /** What its QR code holds. */
  readonly address: string;
}
/** Null: a label of the sheet that is gone already. */
export type LabelPage = readonly (LabelView | null)[];

export const labelsOfPage = 24;
/** Twenty sheets: more at once is a mistake more often than a wish. */
export const labelsMax = 480;

/** `usedLabels`: gone from the first sheet, less than a sheet. */
export function labelPages(labels: readonly LabelView[], usedLabels: number): readonly LabelPage[] {
  if (labels.length === 0) return [];
  const used = Math.max(0, Math.min(labelsOfPage - 1, Math.trunc(usedLabels) || 0));
  const places = [...Array.from({ length: used }, () => null), ...labels.slice(0, labelsMax)];
  return Array.from({ length: Math.ceil(places.length / labelsOfPage) }, (_, page) =>
    places.slice(page * labelsOfPage, (page + 1) * labelsOfPage),
  );
}

export function labelView(
  { id, tag, name, siteId, location }: Asset,
  { sites }: Pick<DirectoryView, "sites">,
  origin: string,
): LabelView {
  const place = [sites.get(siteId)?.name, location].filter(Boolean).join(" · ");
  return { id, tag, name, place, address: labelAddress(origin, id) };
}

/** An address that no other machine opens makes labels for nobody. */
export function isOnlyThisMachine(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(origin);
}
