/** What the calendar's procedures take, with its bounds. */
import { z } from "zod";
import { rangeDaysMax } from "../../core/calendar/calendar";
import { isUuid } from "../../core/ids";
import { earliestTimeMs, latestTimeMs } from "../../core/sync/protocol";

const dayMs = 86_400_000;
const accountId = z.string().refine(isUuid);
const moment = z.number().int().min(earliestTimeMs).max(latestTimeMs);

export const ownInput = z.object({ accountId });
export const rangeInput = z
  .object({ accountId, from: moment, until: moment })
  .refine(({ from, until }) => from < until && until - from <= rangeDaysMax * dayMs);
