import { z } from "zod";
import { type AttachmentId, isUuid } from "../../core/ids";
import { listMax } from "../../core/sync/protocol";
import { readStates } from "../attachments/states";
import { createRouter, readProcedure, requireAccount } from "./procedures";

const id = z.string().refine(isUuid);
const statesInput = z.object({ accountId: id, ids: z.array(id).min(1).max(listMax) });

export const attachmentsRouter = createRouter({
  /** A mutation only so that a long list travels as POST. */
  states: readProcedure.input(statesInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { states: await readStates(ctx.database, ctx.account.id, input.ids as AttachmentId[]) };
  }),
});
