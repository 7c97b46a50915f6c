/** The REST routes: each a guard, a schema and one call. `meta.openapi` is where it stands; the document is made of it. */
import type { ActionId, EventSourceId, TicketId } from "../../core/ids";
import { isUuid } from "../../core/ids";
import { readEvents } from "../events/recent";
import { actOnce, openedId } from "./act";
import { answered } from "./answered";
import { createRestRouter, scoped, writing } from "./procedures";
import { cursorParts, listTickets, readTicket, writeCursor } from "./read-tickets";
import { RestRefusal } from "./refusal";
import {
  actInput,
  actionAnswer,
  eventPage,
  eventsInput,
  listInput,
  openInput,
  ticketAnswer,
  ticketInput,
  ticketPage,
} from "./schemas";

export const restRouter = createRestRouter({
  listTickets: scoped("tickets:read")
    .meta({
      openapi: {
        method: "GET",
        path: "/tickets",
        tags: ["tickets"],
        summary: "Tickets in the key's sight, newest change first",
        description:
          "For what changed since the last look, ask with `updatedSince` a minute before the newest `updatedAt` that you have: what was committed late is then not missed.",
      },
    })
    .input(listInput)
    .output(ticketPage)
    .query(async ({ ctx, input }) => answered(await listTickets(ctx.database, ctx.key.account, input))),
  readTicket: scoped("tickets:read")
    .meta({
      openapi: {
        method: "GET",
        path: "/tickets/{id}",
        tags: ["tickets"],
        summary: "One ticket with its timeline",
      },
    })
    .input(ticketInput)
    .output(ticketAnswer)
    .query(async ({ ctx, input }) => answered(await readTicket(ctx.database, ctx.key.account, input.id))),
  openTicket: writing("tickets:write")
    .meta({
      openapi: {
        method: "POST",
        path: "/tickets",
        tags: ["tickets"],
        summary: "Open a ticket",
        description: "Which arguments a flow needs, and who may, is the workflow's to say.",
      },
    })
    .input(openInput)
    .output(actionAnswer)
    .mutation(({ ctx, input }) => {
      const { key, actionId } = ctx;
      const asked = {
        actionId,
        type: "open",
        ticketId: openedId(key.account.id, actionId),
        revision: 0,
        args: { ...input.args, flow: input.flow },
        occurredAt: input.occurredAt ?? null,
      } as const;
      return actOnce(ctx.database, key, asked, ctx.now);
    }),
  act: writing("actions:write")
    .meta({
      openapi: {
        method: "POST",
        path: "/tickets/{id}/actions",
        tags: ["actions"],
        summary: "Do something on a ticket",
        description:
          "Any action of the workflow, a comment, a work note, or an edit of one field. It is judged when it arrives, with the rights that the key's account has then.",
      },
    })
    .input(actInput)
    .output(actionAnswer)
    .mutation(async ({ ctx, input }) => {
      const { key, actionId, database } = ctx;
      const { id, type, revision, occurredAt } = input;
      const ticketId = isUuid(id)
        ? (id as TicketId)
        : (await readTicket(database, key.account, id)).ticket.id;
      const args = type === "raiseProblem" ? withProblemId(input.args, key.account.id, actionId) : input.args;
      const asked = { actionId, type, ticketId, revision, args, occurredAt: occurredAt ?? null };
      return actOnce(database, key, asked, ctx.now);
    }),
  listEvents: scoped("events:read")
    .meta({
      openapi: {
        method: "GET",
        path: "/events",
        tags: ["events"],
        summary: "Events from monitoring and what they did, newest first",
      },
    })
    .input(eventsInput)
    .output(eventPage)
    .query(async ({ ctx, input }) => {
      const after = input.after === undefined ? null : readPosition(input.after);
      const { events, next } = await readEvents(
        ctx.database,
        (input.incidentId ?? null) as TicketId | null,
        after,
      );
      return answered({ events, next: next && writeCursor(next.at, next.sourceId, next.id) });
    }),
});

/** The problem that it opens needs an id from its author; a program need not care. */
function withProblemId(
  args: Readonly<Record<string, unknown>>,
  accountId: string,
  actionId: ActionId,
): Readonly<Record<string, unknown>> {
  return { problemId: openedId(accountId, actionId), ...args };
}

function readPosition(text: string) {
  const [at, sourceId, id] = cursorParts(text);
  const isWrong =
    typeof at !== "number" ||
    !Number.isSafeInteger(at) ||
    Math.abs(at) > 8.64e15 ||
    typeof sourceId !== "string" ||
    !isUuid(sourceId) ||
    typeof id !== "string" ||
    id.includes("\0");
  if (isWrong) throw new RestRefusal("input.malformed", { fields: ["after"] });
  return { at, sourceId: sourceId as EventSourceId, id };
}
