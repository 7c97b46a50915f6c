/** The list of assets: by site, there by tag. Pure. */
import type { DirectoryView } from "../../client/genba";
import type { Asset } from "../../core/directory/directory";
import type { SiteId } from "../../core/ids";
import { matchesAll } from "./fold";

export interface AssetSection {
  readonly siteId: SiteId;
  readonly site: string;
  readonly assets: readonly Asset[];
}

/**
 * The assets whose tag, name, location or site contains every word of `query`. What is out of use is found by a search
 * only. Hyphens may be left out: adr017 is A-DR-017.
 */
export function assetSections(
  { assets, sites }: Pick<DirectoryView, "assets" | "sites">,
  query: string,
): readonly AssetSection[] {
  const bySite = new Map<SiteId, Asset[]>();
  for (const asset of assets.values()) {
    if (!asset.active && query.trim() === "") continue;
    const said = [asset.tag, asset.name, asset.location, sites.get(asset.siteId)?.name ?? ""].join(" ");
    if (!matchesAll(query, `${said} ${asset.tag.replaceAll("-", "")}`)) continue;
    const there = bySite.get(asset.siteId);
    if (there === undefined) bySite.set(asset.siteId, [asset]);
    else there.push(asset);
  }
  return [...bySite]
    .map(([siteId, found]) => ({
      siteId,
      site: sites.get(siteId)?.name ?? "",
      assets: found.sort((a, b) => a.tag.localeCompare(b.tag, "en", { numeric: true })),
    }))
    .sort((a, b) => a.site.localeCompare(b.site, "zh-TW"));
}
