/**
 * A server in memory that keeps the protocol honestly (S1–S3, A7, R1–R5) over the real `decide`, and a network in
 * front of it that can fail in every way the loop must stand. Everyone here sees every ticket that is not hidden.
 */
import { createHash } from "node:crypto";
import type { DirectoryRow } from "../../core/directory/directory";
import type { AccountId, ActionId, ClientId, Epoch, NoticeId, TicketId } from "../../core/ids";
import { type Notice, noticeAgeMaxMs, noticesMax } from "../../core/notify/notice";
import type {
  Action,
  Digest,
  Outcome,
  PageAnswer,
  PageRequest,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
  StoredOutcome,
} from "../../core/sync/protocol";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import type { TicketChange } from "../../core/workflow/decision";
import { createReturnNote } from "../../core/workflow/return-note";
import { createPhoneContext } from "../replica/context";
import { indexDirectory } from "../replica/directory";
import { type Failure, type PinnedTicket, type Transport, TransportError } from "../transport";

export type Fault =
  /** The request never arrives. */
  | { readonly kind: "lost" }
  /** The server does its work and the answer never arrives. */
  | { readonly kind: "lostAnswer" }
  /** The request arrives twice; the second answer is the one heard. */
  | { readonly kind: "twice" }
  /** The database goes away after this many actions of the batch (S2). */
  | { readonly kind: "transient"; readonly after: number }
  | { readonly kind: "fails"; readonly failure: Failure };
export type Question = "push" | "pull" | "page" | "read";
type Decided = { readonly content: string; outcome: Outcome; readonly action: Action; resolved: boolean };

export interface FakeServer {
  /** `next` is asked before each request; null lets it through. `hold` may delay the answer. */
  transport(
    account: AccountId,
    next?: (question: Question) => Fault | null,
    hold?: (question: Question) => Promise<void>,
  ): Transport;
  readonly tickets: ReadonlyMap<TicketId, Ticket>;
  readonly activities: ReadonlyMap<string, Activity>;
  /** How often each action changed something: never more than once (P1). */
  readonly decisions: ReadonlyMap<ActionId, number>;
  outcomeOf(account: AccountId, actionId: ActionId): Outcome | null;
  /** Somebody else acts: decided at once. */
  act(account: AccountId, action: Pick<Action, "type" | "ticketId" | "args">): Outcome;
  hide(ticketId: TicketId): void;
  /** Hidden, and out of sight: what is done to it comes back as of a ticket that is not there. */
  conceal(ticketId: TicketId): void;
  /** A line is from now on as given: what one kept for its author was discarded. */
  changeLine(line: Activity): void;
  /** Another group or role (R3): these tickets are no longer held, and every cursor's scopes are former ones. */
  changeScopes(gone: readonly TicketId[]): void;
  /** Somebody is told something; what is given makes it another notice. */
  tell(account: AccountId, notice: Notice): void;
  readonly notices: ReadonlyMap<NoticeId, Notice>;
  putDirectory(rows: readonly DirectoryRow[]): void;
  /** Another life of the counter: every cursor is unknown from now on. */
  newEpoch(): void;
  /** Forgets what a client had decided after `seq`, as a restored backup would. */
  forgetClientAfter(clientId: ClientId, seq: number): void;
  pullRows: number;
  /** The digests it says are of something else. */
  digestLies: boolean;
  pageSize: number;
  /** Whether a push that asks what to pull is answered that too (S6); a server of before leaves it out. */
  answersPull: boolean;
  readonly counter: number;
  readonly questions: readonly Question[];
  now: () => number;
}

const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

export function createFakeServer(directory: readonly DirectoryRow[], now: () => number): FakeServer {
  const tickets = new Map<TicketId, Ticket>();
  const activities = new Map<string, Activity>();
  const desk = new Map<string, DirectoryRow>(directory.map((row) => [`${row.kind} ${row.id}`, row]));
  const clients = new Map<ClientId, { readonly account: AccountId; lastSeq: number }>();
  const decided = new Map<string, Decided>();
  const numbered = new Map<string, ActionId>();
  const decisions = new Map<ActionId, number>();
  const changes: {
    readonly counter: number;
    readonly kind: "ticket" | "activity" | "desk" | "notice";
    readonly id: string;
  }[] = [];
  const hidden = new Set<TicketId>();
  const concealed = new Set<TicketId>();
  const notices = new Map<NoticeId, Notice>();
  const tellees = new Map<NoticeId, AccountId>();
  const questions: Question[] = [];
  let counter = 0;
  let epochs = 1;
  let scopeChanges = 0;
  let numbers = 0;
  let others = 0;

  const scopeHash = (): string => `all but ${scopeChanges}`;
  const keyOf = (account: AccountId, actionId: ActionId): string => `${account} ${actionId}`;
  const contentOf = ({
    clientId: _c,
    seq: _s,
    clockOffset: _o,
    uncertainTime: _u,
    ...content
  }: Action): string => JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));

  const judge = (account: AccountId, action: Action): Outcome => {
    const causes = action.dependsOn.map((id) => decided.get(keyOf(account, id)));
    const open = causes.some((cause) => cause?.outcome.kind === "returned" || cause?.outcome.kind === "held");
    if (
      open &&
      causes.some(
        (cause) =>
          cause !== undefined &&
          !cause.resolved &&
          cause.outcome.kind !== "applied" &&
          cause.outcome.kind !== "superseded",
      )
    ) {
      return { kind: "held", code: "dependency.returned" };
    }
    if (action.resolves !== undefined) {
      const cause = decided.get(keyOf(account, action.resolves));
      if (cause === undefined || cause.resolved) return returned("choice.taken");
      cause.resolved = true;
    }
    if (action.type === "void") return { kind: "applied" };
    const at = Math.min(now(), action.occurredAt + (action.clockOffset ?? 0));
    const context = {
      ...createPhoneContext(indexDirectory([...desk.values()]), { id: account, role: "agent" }, at),
      arrivedAt: now(),
      ticket: (id: TicketId) => tickets.get(id) ?? null,
    };
    const ticket = concealed.has(action.ticketId) ? undefined : tickets.get(action.ticketId);
    const decision = decide(ticket ?? null, action, context);
    if (decision.kind !== "applied") {
      const note = decision.kind === "held" || !ticket ? null : createReturnNote(ticket, action, context);
      if (note !== null) write([note.change]);
      return decision;
    }
    decisions.set(action.actionId, (decisions.get(action.actionId) ?? 0) + 1);
    write(decision.changes);
    return { kind: "applied" };
  };

  const write = (written: readonly TicketChange[]): void => {
    counter++;
    for (const change of written) {
      const after = change.before === null ? { ...change.after, number: ++numbers } : change.after;
      tickets.set(after.id, after);
      changes.push({ counter, kind: "ticket", id: after.id });
      for (const activity of change.activities) {
        activities.set(activity.id, activity);
        changes.push({ counter, kind: "activity", id: activity.id });
      }
    }
  };

  /** Held actions whose causes are settled become final (S2a). */
  const settleHeld = (account: AccountId): void => {
    for (const [key, entry] of decided) {
      if (!key.startsWith(`${account} `) || entry.outcome.kind !== "held") continue;
      const outcome = judge(account, entry.action);
      if (outcome.kind !== "held") entry.outcome = outcome;
    }
  };

  const push = (account: AccountId, request: PushRequest, transientAfter = Infinity): PushAnswer => {
    if (request.accountId !== account) throw new TransportError({ kind: "account" });
    const client = clients.get(request.clientId) ?? { account, lastSeq: 0 };
    if (client.account !== account) throw new TransportError({ kind: "foreignClient" });
    clients.set(request.clientId, client);
    const results: StoredOutcome[] = [];
    const stop = (reason: PushAnswer["stop"]): PushAnswer =>
      structuredClone({ results, lastSeq: client.lastSeq, serverTime: now(), stop: reason });
    let done = 0;
    for (const action of request.actions) {
      if (done++ >= transientAfter) return stop("transient");
      const numberKey = `${request.clientId} ${action.seq}`;
      const key = keyOf(account, action.actionId);
      if (action.seq <= client.lastSeq) {
        if (numbered.get(numberKey) !== action.actionId) return stop("renumber");
      } else if (action.seq > client.lastSeq + 1) return stop("gap");
      const stored = decided.get(key);
      // A void in its place says nothing anew: it hears what was decided.
      const isKeeper = action.type === "void" && action.resolves === undefined;
      if (stored !== undefined && !isKeeper && stored.content !== contentOf(action)) return stop("changed");
      if (stored === undefined) {
        const entry: Decided = {
          content: contentOf(action),
          outcome: { kind: "applied" },
          action,
          resolved: false,
        };
        entry.outcome = judge(account, action);
        decided.set(key, entry);
      }
      numbered.set(numberKey, action.actionId);
      client.lastSeq = Math.max(client.lastSeq, action.seq);
      results.push({
        seq: action.seq,
        actionId: action.actionId,
        outcome: decided.get(key)?.outcome ?? { kind: "applied" },
      });
      settleHeld(account);
    }
    const answer = stop(null);
    if (!server.answersPull || request.pull === undefined) return answer;
    const { clientId } = request;
    return { ...answer, pull: pull(account, { ...request.pull, accountId: account, clientId }) };
  };

  const inboxOf = (account: AccountId): readonly Notice[] =>
    [...notices.values()]
      .filter(({ id, ticketId }) => tellees.get(id) === account && !hidden.has(ticketId))
      .filter(({ at }) => at > now() - noticeAgeMaxMs)
      .sort((a, b) => b.at - a.at);

  const read = (account: AccountId, ids: readonly NoticeId[]): readonly NoticeId[] => {
    const known = ids.filter((id) => tellees.get(id) === account);
    for (const id of known) {
      const notice = notices.get(id);
      if (notice === undefined || notice.readAt !== null) continue;
      notices.set(id, { ...notice, readAt: now() });
      changes.push({ counter: ++counter, kind: "notice", id });
    }
    return known;
  };

  const pull = (account: AccountId, request: PullRequest): PullAnswer => {
    if (request.accountId !== account) throw new TransportError({ kind: "account" });
    if (request.epoch !== uuid(epochs) || request.cursor > counter)
      return { kind: "rebuild", reason: "epoch" };
    if (request.scopeHash !== scopeHash()) return { kind: "rebuild", reason: "scopes" };
    const later = changes.filter((change) => change.counter > request.cursor);
    const last = later[server.pullRows - 1]?.counter ?? counter;
    const part = later.filter((change) => change.counter <= last);
    const ids = (kind: string): string[] => [
      ...new Set(part.filter((change) => change.kind === kind).map((change) => change.id)),
    ];
    const ticketIds = ids("ticket") as TicketId[];
    const lastSeq = clients.get(request.clientId)?.lastSeq ?? 0;
    const outcomes: StoredOutcome[] = [];
    for (const [key, actionId] of numbered) {
      const [clientId, seq] = key.split(" ");
      const stored = decided.get(keyOf(account, actionId));
      if (clientId !== request.clientId || Number(seq) < request.fromSeq || stored === undefined) continue;
      outcomes.push({ seq: Number(seq), actionId, outcome: stored.outcome });
    }
    return structuredClone({
      kind: "changes",
      puts: {
        tickets: ticketIds.flatMap((id) => (hidden.has(id) ? [] : (tickets.get(id) ?? []))),
        activities: ids("activity").flatMap((id) => {
          const line = activities.get(id);
          return line === undefined || hidden.has(line.ticketId) ? [] : line;
        }),
        directory: ids("desk").flatMap((key) => desk.get(key) ?? []),
        notices: inboxOf(account).filter((notice) => ids("notice").includes(notice.id)),
      },
      removes: {
        tickets: ticketIds.filter((id) => hidden.has(id)),
        directory: [],
        noticesOf: ticketIds.filter((id) => hidden.has(id)),
      },
      outcomes,
      lastSeq,
      serverTime: now(),
      nextCursor: last,
      more: last < counter,
      ...(request.digest && last === counter ? { digest: digest() } : {}),
    } as const);
  };

  /** R6, as server/sync/sql/digest.sql. */
  const digest = (): Digest => {
    const held = [...tickets.values()].filter(({ id }) => !hidden.has(id));
    const versions = held.map(({ id, version }) => `${id} ${version}`).sort();
    const ids = new Set(held.map(({ id }) => id));
    return {
      tickets: held.length,
      lines: [...activities.values()].filter(({ ticketId }) => ids.has(ticketId)).length,
      hash: createHash("sha256")
        .update(server.digestLies ? "" : versions.join(","))
        .digest("hex"),
    };
  };

  const page = (account: AccountId, request: PageRequest): PageAnswer => {
    if (request.accountId !== account) throw new TransportError({ kind: "account" });
    const held = [...tickets.values()]
      .filter((ticket) => !hidden.has(ticket.id))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const after = request.position?.after ?? null;
    const rows = held.filter((ticket) => after === null || ticket.id > after).slice(0, server.pageSize);
    const last = rows.length === server.pageSize ? rows.at(-1) : undefined;
    const ids = new Set(rows.map((ticket) => ticket.id));
    return structuredClone({
      epoch: uuid(epochs) as Epoch,
      cursor: counter,
      scopeHash: scopeHash(),
      puts: {
        tickets: rows,
        activities: [...activities.values()].filter((line) => ids.has(line.ticketId)),
        directory: request.position === null ? [...desk.values()] : [],
        ...(request.position === null ? { notices: inboxOf(account).slice(0, noticesMax) } : {}),
      },
      lastSeq: clients.get(request.clientId)?.lastSeq ?? 0,
      serverTime: now(),
      next: last === undefined ? null : { lane: 1, after: last.id },
      total: held.length,
    } as const);
  };

  const server: FakeServer = {
    pullRows: 500,
    digestLies: false,
    pageSize: 50,
    answersPull: false,
    get counter() {
      return counter;
    },
    tickets,
    activities,
    decisions,
    questions,
    now,
    transport(account, next = () => null, hold = () => Promise.resolve()) {
      const ask = async <Answer>(
        question: Question,
        work: (transientAfter?: number) => Answer,
      ): Promise<Answer> => {
        questions.push(question);
        const fault = next(question);
        await Promise.resolve();
        const answer = respond(fault, work);
        await hold(question);
        if (fault?.kind === "lostAnswer") throw new TransportError({ kind: "timeout" });
        return answer;
      };
      return {
        push: (request) =>
          ask("push", (transientAfter) => push(account, structuredClone(request), transientAfter)),
        pull: (request) => ask("pull", () => pull(account, request)),
        page: (request) => ask("page", () => page(account, request)),
        read: (id, ids) => {
          if (id !== account) throw new TransportError({ kind: "account" });
          return ask("read", () => read(account, ids));
        },
        pin: (_account, id) => Promise.resolve(pin(id)),
        search: (_account, text) =>
          Promise.resolve([...tickets.values()].filter(({ title }) => title.includes(text))),
      };
    },
    outcomeOf: (account, actionId) => decided.get(keyOf(account, actionId))?.outcome ?? null,
    act(account, { type, ticketId, args }) {
      return judge(account, {
        clientId: uuid(999) as ClientId,
        seq: ++others,
        actionId: uuid(0xa00000 + others) as ActionId,
        type,
        typeVersion: 1,
        ticketId,
        baseRevision: 1,
        args,
        occurredAt: now(),
        clockOffset: 0,
        uncertainTime: false,
        dependsOn: [],
      });
    },
    hide(id) {
      hidden.add(id);
      changes.push({ counter: ++counter, kind: "ticket", id });
    },
    conceal(ticketId) {
      concealed.add(ticketId);
      server.hide(ticketId);
    },
    changeLine(line) {
      activities.set(line.id, line);
      changes.push({ counter: ++counter, kind: "activity", id: line.id });
    },
    changeScopes(gone) {
      for (const id of gone) hidden.add(id);
      scopeChanges++;
    },
    tell(account, notice) {
      notices.set(notice.id, notice);
      tellees.set(notice.id, account);
      changes.push({ counter: ++counter, kind: "notice", id: notice.id });
    },
    notices,
    putDirectory(rows) {
      counter++;
      for (const row of rows) {
        desk.set(`${row.kind} ${row.id}`, row);
        changes.push({ counter, kind: "desk", id: `${row.kind} ${row.id}` });
      }
    },
    newEpoch() {
      epochs++;
    },
    forgetClientAfter(clientId, seq) {
      const client = clients.get(clientId);
      if (client !== undefined) client.lastSeq = seq;
      for (const key of [...numbered.keys()]) {
        const [id, number] = key.split(" ");
        if (id === clientId && Number(number) > seq) numbered.delete(key);
      }
    },
  };

  const pin = (id: TicketId): PinnedTicket | null => {
    const ticket = tickets.get(id);
    if (ticket === undefined) return null;
    const lines = [...activities.values()].filter((line) => line.ticketId === id);
    return structuredClone({
      epoch: uuid(epochs) as Epoch,
      cursor: counter,
      ticket,
      activities: lines,
    });
  };
  return server;
}

function respond<Answer>(fault: Fault | null, work: (transientAfter?: number) => Answer): Answer {
  switch (fault?.kind) {
    case undefined:
    case "lostAnswer":
      return work();
    case "lost":
      throw new TransportError({ kind: "network" });
    case "twice":
      work();
      return work();
    case "transient":
      return work(fault.after);
    case "fails":
      throw new TransportError(fault.failure);
  }
}

function returned(code: "choice.taken"): Outcome {
  return { kind: "returned", code, fields: [], whoMay: [], since: null, choices: [], noteKept: false };
}
