import { z } from "zod";
import type { TicketId } from "../../core/ids";
import { isUuid } from "../../core/ids";
import { pinTicket } from "../tickets/pin";
import { searchTickets } from "../tickets/search";
import { accountProcedure, createRouter, requireAccount } from "./procedures";

const searchTextMax = 200;

const accountId = z.string().refine(isUuid);
const searchInput = z.object({
  accountId,
  text: z
    .string()
    .trim()
    .min(1)
    .max(searchTextMax)
    .refine((text) => !/\0|\p{Surrogate}/u.test(text)),
});
const pinInput = z.object({ accountId: accountId.optional(), ticketId: z.string().refine(isUuid) });

export const ticketsRouter = createRouter({
  search: accountProcedure.input(searchInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { tickets: await searchTickets(ctx.database, ctx.account, input.text) };
  }),
  /** Null: there is no such ticket, or not for this person. */
  pin: accountProcedure.input(pinInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId ?? ctx.account.id);
    return pinTicket(ctx.database, ctx.account, input.ticketId as TicketId, Date.now());
  }),
});
