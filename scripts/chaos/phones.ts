/**
 * Phones of the real client, each on an IndexedDB of its own, asking over real HTTP. They write down what they sent
 * and what they were answered: the side of P1 that is not the server's own word.
 */
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import Dexie from "dexie";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import type { Platform } from "../../client/platform";
import { openReplica } from "../../client/replica/open";
import { createSyncLoop } from "../../client/sync/loop";
import type { Transport } from "../../client/transport";
import { createTrpcTransport } from "../../client/trpc-transport";
import type { ActionId, ClientId } from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import type { SimulatedPerson } from "../simulate/desk";
import type { Phone, Tab } from "../simulate/phones";
import type { Session } from "./desk";

/** What went to the server and what it said, over all phones. */
export interface Post {
  /** By numbering, then by number. */
  readonly sent: Map<ClientId, { readonly session: Session; readonly actions: Map<number, Action> }>;
  readonly answered: Map<ActionId, Outcome>;
  /** Actions that were answered twice, otherwise the second time. */
  readonly contradicted: Set<ActionId>;
  /** The highest number that the server said it has. */
  readonly acknowledged: Map<ClientId, number>;
  /**
   * Numberings of which the server, asked after it had acknowledged so much, knew less. Phones heal that by themselves,
   * so that nothing else shows an answer that left before its COMMIT (S1a).
   */
  readonly forgotten: Set<string>;
}

export function createPost(): Post {
  return {
    sent: new Map(),
    answered: new Map(),
    contradicted: new Set(),
    acknowledged: new Map(),
    forgotten: new Set(),
  };
}

export function createPhone(name: string, person: SimulatedPerson): Phone {
  return {
    name,
    person,
    factory: new IDBFactory(),
    tabs: [],
    isNewerApp: false,
    hasLocks: false,
    lock: Promise.resolve(),
    isOnline: true,
    isUnheard: false,
    heard: new Map(),
    isSignedIn: true,
    protocol: 1,
    clockMs: 0,
    tabsOpened: 0,
  };
}

/** One more tab of the phone; without Web Locks, so that two send at once. */
export async function openTab(
  phone: Phone,
  origin: string,
  session: Session,
  post: Post,
  note: (line: string) => void,
): Promise<Tab> {
  const { factory } = phone;
  if (factory === null) throw new Error(`${phone.name} has no database`);
  const name = `${phone.name}.${++phone.tabsOpened}`;
  Dexie.dependencies.indexedDB = factory;
  Dexie.dependencies.IDBKeyRange = IDBKeyRange as unknown as typeof globalThis.IDBKeyRange;
  const author = { id: phone.person.id, role: phone.person.role };
  const open = await openReplica(
    author,
    createPlatform((line) => note(`${name} ${line}`)),
  );
  const transport = createTransport(origin, session, post);
  const loop = createSyncLoop(open.replica, transport, open.clock);
  const tab: Tab = { ...open, name, phone, factory, loop, transport, isAlive: true };
  phone.tabs.push(tab);
  loop.kick("open");
  return tab;
}

/** The tab is gone, in the middle of whatever it did. */
export function closeTab(tab: Tab): void {
  tab.isAlive = false;
  tab.loop.stop();
  tab.phone.tabs.splice(tab.phone.tabs.indexOf(tab), 1);
  tab.replica.db.close({ disableAutoOpen: true });
}

function createPlatform(note: (line: string) => void): Platform {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
    random: () => Math.random(),
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
    online: () => true,
    exclusive: (_name, _waitMs, work) => work(),
    idle: () => Promise.resolve(),
    drawn: () => Promise.resolve(),
    report: (error) => note(`reports ${String(error).slice(0, 200)}`),
  };
}

function createTransport(origin: string, session: Session, post: Post): Transport {
  const transport = createTrpcTransport((input, init) =>
    fetch(`${origin}${String(input)}`, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie: session.cookie, origin },
    }),
  );
  return {
    ...transport,
    push: async (request) => {
      const kept = post.sent.get(request.clientId) ?? { session, actions: new Map<number, Action>() };
      post.sent.set(request.clientId, kept);
      for (const action of request.actions) kept.actions.set(action.seq, action);
      const before = post.acknowledged.get(request.clientId) ?? 0;
      const answer = await transport.push(request);
      keepNumber(post, request.clientId, before, answer.lastSeq);
      for (const { actionId, outcome } of answer.results) keepAnswer(post, actionId, outcome);
      return answer;
    },
  };
}

/** `before`: what had been acknowledged when the question was asked. */
function keepNumber(post: Post, clientId: ClientId, before: number, lastSeq: number): void {
  if (lastSeq < before) post.forgotten.add(`${clientId} from ${before} to ${lastSeq}`);
  post.acknowledged.set(clientId, Math.max(post.acknowledged.get(clientId) ?? 0, lastSeq));
}

/** S2a: only what was held may be answered otherwise later. */
export function keepAnswer(post: Post, actionId: ActionId, outcome: Outcome): void {
  const before = post.answered.get(actionId);
  if (before !== undefined && before.kind !== "held" && !isDeepStrictEqual(before, outcome))
    post.contradicted.add(actionId);
  post.answered.set(actionId, outcome);
}
