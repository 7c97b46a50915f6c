/** What may be chosen about notifications, checked at the edge. */
import { z } from "zod";
import { isUuid } from "../../core/ids";
import { cellKey, cells } from "../../core/notify/matrix";
import type { RuleChange } from "../../core/notify/policy";
import { minutesOfDay } from "../../core/notify/quiet-hours";

const zoneMaxLength = 60;
const wordMaxLength = 40;
const known = new Set(cells.map(cellKey));

const accountId = z.string().refine(isUuid);
const word = z.string().max(wordMaxLength);
const minute = z
  .number()
  .int()
  .min(0)
  .max(minutesOfDay - 1);

/** Only cells that there are, each at most once. */
export const rulesInput = z.object({
  accountId,
  changes: z
    .array(
      z.object({
        flow: word,
        action: word,
        stage: word,
        told: word,
        channels: z.object({ inbox: z.boolean(), push: z.boolean(), mail: z.boolean() }),
      }),
    )
    .min(1)
    .max(cells.length)
    .refine((changes) => {
      const keys = changes.map((change) => cellKey(change as RuleChange));
      return keys.every((key) => known.has(key)) && new Set(keys).size === keys.length;
    })
    .transform((changes) => changes as readonly RuleChange[]),
});

export const ownerInput = z.object({ accountId });

const zone = z.string().max(zoneMaxLength).refine(isZone);

/** A phone from before the digest says nothing of it: it stays as it is. */
export const settingInput = z.object({
  accountId,
  push: z.boolean(),
  mail: z.boolean(),
  quiet: z
    .object({ from: minute, until: minute, zone })
    .refine(({ from, until }) => from !== until)
    .nullable(),
  digest: z.object({ at: minute, zone }).nullable().optional(),
});

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }) !== null;
  } catch {
    return false;
  }
}
