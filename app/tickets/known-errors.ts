/** Known errors of problems that were contained: their workaround helps whoever meets the same fault again. */
import type { KnownError } from "../../core/directory/directory";
import type { Ticket } from "../../core/tickets/ticket";

/** Those of the same asset and category (WORKFLOWS.md, contain); no asset is the same as no asset. */
export function matchingKnownErrors(
  known: readonly KnownError[],
  { categoryId, assetIds }: Pick<Ticket, "categoryId" | "assetIds">,
): readonly KnownError[] {
  const isSameAsset = (one: KnownError): boolean =>
    one.assetIds.length === 0
      ? assetIds.length === 0
      : one.assetIds.some((asset) => assetIds.includes(asset));
  return known.filter((one) => one.categoryId === categoryId && isSameAsset(one));
}
