import { adminRouter } from "./admin-router";
import { attachmentsRouter } from "./attachments-router";
import { calendarRouter } from "./calendar-router";
import { delegatesRouter } from "./delegates-router";
import { eventsRouter } from "./events-router";
import { inboxRouter } from "./inbox-router";
import { interfacesRouter } from "./interfaces-router";
import { notifyRouter } from "./notify-router";
import { plotsRouter } from "./plots-router";
import { createRouter } from "./procedures";
import { pushRouter } from "./push-router";
import { sessionRouter } from "./session-router";
import { syncRouter } from "./sync-router";
import { ticketsRouter } from "./tickets-router";

export const appRouter = createRouter({
  session: sessionRouter,
  sync: syncRouter,
  tickets: ticketsRouter,
  push: pushRouter,
  admin: adminRouter,
  delegates: delegatesRouter,
  inbox: inboxRouter,
  notify: notifyRouter,
  attachments: attachmentsRouter,
  events: eventsRouter,
  plots: plotsRouter,
  calendar: calendarRouter,
  interfaces: interfacesRouter,
});

/** @public For typed clients, which import nothing but this type. */
export type AppRouter = typeof appRouter;
