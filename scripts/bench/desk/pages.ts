/** The pages that a server answers, as their screens ask for them, for somebody who sees all. */
import { randomUUID } from "node:crypto";
import type { AccountId } from "../../../core/ids";
import { definitionOf } from "../../../server/testing/monitor";

export type Page = {
  readonly name: string;
  readonly path: string;
  readonly input: object;
  readonly isMutation?: boolean;
};

const dayMs = 86_400_000;

export type Known = {
  readonly accountIds: readonly AccountId[];
  readonly categoryId: string;
  /** One with events. */
  readonly incidentId: string;
  /** In the middle of the events. */
  readonly eventPosition: object;
  readonly now: number;
};

export function pagesOf(
  { categoryId, incidentId, eventPosition, now }: Known,
  accountId: AccountId,
): readonly Page[] {
  const ask = (name: string, path: string, input: object = {}): Page => ({
    name,
    path,
    input: { accountId, ...input },
  });
  const plot = { period: { days: 365 }, groupId: null, flow: "all" };
  const plots = ["open", "times", "sla", "reopened", "recurrence", "changes", "reviews", "offline"];
  const definition = definitionOf({ category: categoryId as never });
  return [
    ask("search, a rare word", "tickets.search", { text: "rack 99123" }),
    ask("search, a common word", "tickets.search", { text: "UPS" }),
    ask("search, a Chinese word", "tickets.search", { text: "電梯" }),
    ask("search, a number", "tickets.search", { text: "INC-5001" }),
    {
      ...ask("a phone's first page", "sync.page", { clientId: randomUUID(), position: null }),
      isMutation: true,
    },
    ...plots.map((figure) => ask(`plot ${figure}, a year`, `plots.${figure}`, plot)),
    ask("tickets behind a plot", "plots.tickets", { ...plot, of: { kind: "resolved" }, after: null }),
    ask("calendar, a month", "calendar.read", { from: now - 15 * dayMs, until: now + 16 * dayMs }),
    ask("events, newest", "events.recent", { incidentId: null, after: null }),
    ask("events, far back", "events.recent", { incidentId: null, after: eventPosition }),
    ask("events of an incident", "events.recent", { incidentId, after: null }),
    {
      ...ask("rule preview, a day", "events.rules.preview", { definition, from: now - dayMs, until: now }),
      isMutation: true,
    },
    ask("people", "admin.people.list", {}),
    ask("history of administration", "admin.history", { after: null }),
    ask("undelivered", "admin.undelivered.list", {}),
  ];
}
