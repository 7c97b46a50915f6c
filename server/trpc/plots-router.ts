/** 圖表: for agents and administrators, for the account that they name (C6); each counts what its asker may see. */
import type { FigureName } from "../../core/plots/figures";
import { readFigure } from "../plots/figures";
import { figureInput, ticketsInput } from "../plots/input";
import { listTickets } from "../plots/tickets";
import { createRouter, requireAccount, staffProcedure } from "./procedures";

const figureProcedure = <Name extends FigureName>(figure: Name) =>
  staffProcedure.input(figureInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readFigure(ctx.database, ctx.account, figure, input, Date.now());
  });

export const plotsRouter = createRouter({
  open: figureProcedure("open"),
  times: figureProcedure("times"),
  sla: figureProcedure("sla"),
  reopened: figureProcedure("reopened"),
  recurrence: figureProcedure("recurrence"),
  changes: figureProcedure("changes"),
  reviews: figureProcedure("reviews"),
  offline: figureProcedure("offline"),
  /** The tickets behind a figure. */
  tickets: staffProcedure.input(ticketsInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return listTickets(ctx.database, ctx.account, input, input.of, input.after, Date.now());
  }),
});
