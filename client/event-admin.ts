/** Administration of events 事件: online only, never queued, as in client/admin.ts. */
import type {
  EventKind,
  EventPage,
  EventPosition,
  PreviewAnswer,
  RuleDraft,
  RuleRecord,
  SourceKey,
  SourceRecord,
  WindowDraft,
  WindowRecord,
} from "../core/events/administration";
import type { PreviewDefinition } from "../core/events/rule";
import type { AccountId, EpochMs, EventRuleId, EventSourceId, TicketId } from "../core/ids";
import { createAsker } from "./admin-request";

export interface SourceDraft {
  readonly name: string;
  readonly kinds: readonly EventKind[];
  readonly signed: boolean;
}

/** What an editor began with. */
export type RuleVersion = Pick<RuleRecord, "id" | "changedAt">;

export interface EventAdmin {
  listSources(): Promise<readonly SourceRecord[]>;
  /** The key is answered this once. */
  createSource(draft: SourceDraft): Promise<SourceKey>;
  /** The new key, and secret of one that signs, is answered this once; the former one is good for another day. */
  rotateSource(id: EventSourceId): Promise<SourceKey>;
  deactivateSource(id: EventSourceId): Promise<void>;
  activateSource(id: EventSourceId): Promise<void>;
  listRules(): Promise<readonly RuleRecord[]>;
  /** `begun` null: a new one. */
  saveRule(begun: RuleVersion | null, draft: RuleDraft): Promise<{ readonly id: EventRuleId }>;
  /** All of them, in the order in which they are asked. */
  orderRules(ids: readonly EventRuleId[]): Promise<void>;
  /** Of the events from `from` up to `until`. */
  preview(
    definition: PreviewDefinition,
    period: { readonly from: EpochMs; readonly until: EpochMs },
    signal: AbortSignal,
  ): Promise<PreviewAnswer>;
  listWindows(): Promise<readonly WindowRecord[]>;
  /** `id` null: a new one. */
  saveWindow(id: string | null, draft: WindowDraft): Promise<void>;
  removeWindow(id: string): Promise<void>;
  readEvents(after: EventPosition | null): Promise<EventPage>;
}

/** Every method throws AdminError. `accountId`: whose session it must be (C6). */
export function createEventAdmin(accountId: AccountId, fetcher?: typeof fetch): EventAdmin {
  const { get, post } = createAsker(accountId, fetcher);
  return {
    listSources: async () =>
      (await get<{ readonly sources: readonly SourceRecord[] }>("events.sources.list", {})).sources,
    createSource: (draft) => post("events.sources.create", draft),
    rotateSource: (id) => post("events.sources.rotate", { id }),
    deactivateSource: (id) => post("events.sources.deactivate", { id }),
    activateSource: (id) => post("events.sources.activate", { id }),
    listRules: async () =>
      (await get<{ readonly rules: readonly RuleRecord[] }>("events.rules.list", {})).rules,
    saveRule: (begun, draft) => {
      const saved = begun === null ? null : { id: begun.id, changedAt: begun.changedAt };
      return post("events.rules.save", { saved, ...draft });
    },
    orderRules: (ids) => post("events.rules.order", { ids }),
    preview: (definition, period, signal) => post("events.rules.preview", { definition, ...period }, signal),
    listWindows: async () =>
      (await get<{ readonly windows: readonly WindowRecord[] }>("events.windows.list", {})).windows,
    saveWindow: (id, draft) => post("events.windows.save", { id, ...draft }),
    removeWindow: (id) => post("events.windows.remove", { id }),
    readEvents: (after) => get("events.recent", { incidentId: null, after }),
  };
}

/** For who works on it. Null: there is no such incident, or not for this person. Throws AdminError. */
export function readEventsOf(
  accountId: AccountId,
  incidentId: TicketId,
  after: EventPosition | null,
  fetcher?: typeof fetch,
): Promise<EventPage | null> {
  return createAsker(accountId, fetcher).get("events.ofIncident", { incidentId, after });
}
