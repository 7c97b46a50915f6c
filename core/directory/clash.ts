/**
 * What two changes at the same time have to do with each other (WORKFLOWS.md, Reviews): the same asset, one that
 * depends on the other by one step either way, or the same implementer. Pure, and the same on a phone and the server.
 */
import type { AccountId, AssetId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import type { Asset } from "./directory";

export type Clash =
  | { readonly kind: "asset"; readonly assetId: AssetId }
  /** `assetId` of the first change depends on `otherId` of the second; `carries`: the other way round. */
  | { readonly kind: "dependsOn" | "carries"; readonly assetId: AssetId; readonly otherId: AssetId }
  | { readonly kind: "implementer"; readonly personId: AccountId };

type Work = Pick<Ticket, "holderId" | "assetIds">;
type Assets = ReadonlyMap<string, Pick<Asset, "dependsOn">>;

/** Every reason why one is in the way of the other, seen from `work`; empty where their windows may overlap. */
export function clashesOf(work: Work, other: Work, assets: Assets): readonly Clash[] {
  const { holderId } = work;
  const person = holderId !== null && holderId === other.holderId ? holderId : null;
  return [
    ...work.assetIds.flatMap((assetId) =>
      other.assetIds.flatMap((otherId) => assetClash(assetId, otherId, assets)),
    ),
    ...(person === null ? [] : [{ kind: "implementer", personId: person } as const]),
  ];
}

/** Whether one change is in the way of the other when their windows overlap. */
export function sharesWork(work: Work, other: Work, assets: Assets): boolean {
  return clashesOf(work, other, assets).length > 0;
}

function assetClash(assetId: AssetId, otherId: AssetId, assets: Assets): readonly Clash[] {
  if (assetId === otherId) return [{ kind: "asset", assetId }];
  if (dependsOn(assetId, otherId, assets)) return [{ kind: "dependsOn", assetId, otherId }];
  return dependsOn(otherId, assetId, assets) ? [{ kind: "carries", assetId, otherId }] : [];
}

function dependsOn(id: AssetId, otherId: AssetId, assets: Assets): boolean {
  return assets.get(id)?.dependsOn?.includes(otherId) ?? false;
}
