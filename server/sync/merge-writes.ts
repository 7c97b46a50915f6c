/**
 * What several actions write, as one statement writes it: each row once, in its last state. Lines of the timeline,
 * outcomes and people to be told are added up; nothing that an action said or did is left out of the history.
 */
import type { TicketId } from "../../core/ids";
import { noEffects, type Writes } from "./write";

type Rows = Omit<Writes, "client">;

export function mergeWrites(all: readonly Rows[]): Rows {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only;
  return {
    ...noEffects,
    ...mergeLinks(all),
    ...mergeKnownErrors(all),
    tickets: mergeTickets(all),
    activities: all.flatMap(({ activities }) => activities),
    outbox: all.flatMap(({ outbox }) => outbox),
    outcomes: all.flatMap(({ outcomes }) => outcomes),
    repeats: all.flatMap(({ repeats }) => repeats),
    settled: all.flatMap(({ settled }) => settled),
    resolved: all.flatMap(({ resolved }) => resolved),
    discardedNotes: all.flatMap(({ discardedNotes }) => discardedNotes),
  };
}

/** One that is opened and changed in the same transaction is new, as it was last. */
function mergeTickets(all: readonly Rows[]): Rows["tickets"] {
  const byId = new Map<TicketId, Rows["tickets"][number]>();
  for (const ticket of all.flatMap(({ tickets }) => tickets)) {
    const isNew = byId.get(ticket.id)?.isNew ?? ticket.isNew;
    byId.set(ticket.id, { ...ticket, isNew });
  }
  return [...byId.values()];
}

type Link = Rows["linksNew"][number];

function mergeLinks(all: readonly Rows[]): Pick<Rows, "linksNew" | "linksGone"> {
  const last = new Map<string, { readonly link: Link; readonly isNew: boolean }>();
  const keep = (link: Link, isNew: boolean) =>
    last.set(`${link.ticketId} ${link.kind} ${link.linkedId}`, { link, isNew });
  for (const { linksGone, linksNew } of all) {
    for (const link of linksGone) keep(link, false);
    for (const link of linksNew) keep(link, true);
  }
  const links = [...last.values()];
  return {
    linksNew: links.filter(({ isNew }) => isNew).map(({ link }) => link),
    linksGone: links.filter(({ isNew }) => !isNew).map(({ link }) => link),
  };
}

function mergeKnownErrors(all: readonly Rows[]): Pick<Rows, "knownErrors" | "knownErrorsGone"> {
  const last = new Map<TicketId, Rows["knownErrors"][number] | null>();
  for (const { knownErrors, knownErrorsGone } of all) {
    for (const id of knownErrorsGone) last.set(id, null);
    for (const row of knownErrors) last.set(row.problemId, row);
  }
  return {
    knownErrors: [...last.values()].filter((row) => row !== null),
    knownErrorsGone: [...last].filter(([, row]) => row === null).map(([id]) => id),
  };
}
