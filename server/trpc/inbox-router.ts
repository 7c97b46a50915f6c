import { z } from "zod";
import { isUuid, type NoticeId } from "../../core/ids";
import { readMax } from "../../core/notify/notice";
import { markRead } from "../inbox/read";
import { createRouter, requireAccount, syncProcedure } from "./procedures";

const id = z.string().refine(isUuid);
const readInput = z.object({ accountId: id, ids: z.array(id).min(1).max(readMax) });

export const inboxRouter = createRouter({
  /** Of the session's own notices only; `known` are those that are. */
  read: syncProcedure.input(readInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { known: await markRead(ctx.database, ctx.account.id, input.ids as NoticeId[]) };
  }),
});
