/** Between phones and servers: slow, out of order, and with every fault that SYNC.md names. */

import { type Transport, TransportError } from "../../client/transport";
import type { ActionId, ClientId } from "../../core/ids";
import type { PushAnswer, PushRequest } from "../../core/sync/protocol";
import type { Phone } from "./phones";
import type { Answer, Question, Servers } from "./servers";
import type { World } from "./world";

const timeoutsMs: Readonly<Record<Question, number>> = {
  push: 20_000,
  pull: 30_000,
  page: 30_000,
  read: 10_000,
  pin: 15_000,
};

export interface NetworkFaults {
  /** No faults any more. */
  isCalm(): boolean;
}

/** The transport of one tab. A tab that is gone hears nothing. */
export function createTransport(
  world: World,
  servers: Servers,
  { isCalm }: NetworkFaults,
  phone: Phone,
  isAlive: () => boolean,
): Transport {
  const ask = <Body>(question: Question, input: object): Promise<Body> =>
    new Promise((resolve, reject) => {
      let isOver = false;
      const finish = (answer: Answer): void => {
        if (isOver || !isAlive()) return;
        isOver = true;
        cancel();
        hear(phone, input, answer);
        if (answer.kind === "answer") resolve(answer.body as Body);
        else reject(new TransportError(answer.failure));
      };
      const network: Answer = { kind: "failure", failure: { kind: "network" } };
      const timeout: Answer = { kind: "failure", failure: { kind: "timeout" } };
      const cancel = world.after(timeoutsMs[question], "", () => finish(timeout));
      if (!phone.isOnline) {
        world.after(1 + world.dice.below(20), "", () => finish(network));
        return;
      }
      if (phone.isUnheard) {
        // Some fail at once, some hang until the client's own patience is over.
        if (world.dice.chance(0.7)) world.after(20 + world.dice.below(400), "", () => finish(network));
        return;
      }
      const fault = isCalm() ? null : drawFault(world, overtakingOf(question, phone));
      if (fault !== null) {
        world.saw(fault);
        world.note(`${phone.name} ${question}: ${fault}`);
      }
      if (fault === "request dropped") {
        world.after(50 + world.dice.below(400), "", () => finish(network));
        return;
      }
      const text = JSON.stringify(question === "push" ? asNewerApp(phone, input as PushRequest) : input);
      const deliver = (delayMs: number, back: (answer: Answer) => void): void => {
        world.after(delayMs, `${phone.name} ${question} arrives`, async () => {
          const instance = servers.choose();
          if (instance === null) return back(network);
          const session = { account: phone.isSignedIn ? phone.person.id : null, protocol: phone.protocol };
          void servers.ask(instance, session, question, text).then(back);
        });
      };
      const answerLater = (answer: Answer): void => {
        countSeldom(world, question, answer);
        const lateMs = fault === "reordered" ? 500 + world.dice.below(8_000) : world.dice.below(60);
        world.after(lateMs, `${phone.name} ${question} answered: ${brief(question, answer)}`, () =>
          finish(copyOf(answer)),
        );
      };
      const lose = (): void => void world.after(world.dice.below(200), "", () => finish(network));
      deliver(
        fault === "request late" ? timeoutsMs[question] + world.dice.below(9_000) : world.dice.below(60),
        fault === "answer lost" ? lose : answerLater,
      );
      if (fault === "request twice") deliver(world.dice.below(4_000), answerLater);
    });
  return {
    push: (request) => ask("push", request),
    pull: (request) => ask("pull", request),
    page: (request) => ask("page", request),
    read: (accountId, ids) => ask("read", { accountId, ids }),
    pin: (accountId, ticketId) => ask("pin", { accountId, ticketId }),
    search: async () => [],
  };
}

function hear({ heard }: Phone, input: object, answer: Answer): void {
  const { clientId } = input as { readonly clientId?: ClientId };
  const { lastSeq } = (answer.kind === "answer" ? (answer.body ?? {}) : {}) as { readonly lastSeq?: number };
  if (clientId !== undefined && lastSeq !== undefined)
    heard.set(clientId, Math.max(heard.get(clientId) ?? 0, lastSeq));
}

const networkFaults = [
  ["request dropped", 0.03],
  ["answer lost", 0.04],
  ["request twice", 0.03],
  ["reordered", 0.06],
  ["request late", 0.01],
] as const;

/** Two tabs that ask at once overtake each other more often; and pulls overtake the answer to a pin. */
function overtakingOf(question: Question, { tabs }: Phone): number {
  if (question === "pin") return 0.5;
  return question === "pull" && tabs.length > 1 ? 0.2 : 0;
}

function drawFault({ dice }: World, overtaking: number): (typeof networkFaults)[number][0] | null {
  if (overtaking > 0 && dice.chance(overtaking)) return "reordered";
  let drawn = dice.next();
  for (const [fault, probability] of networkFaults) {
    if (drawn < probability) return fault;
    drawn -= probability;
  }
  return null;
}

/**
 * Held ones become final later on, so they are counted as they are answered; and so is other content under an id that
 * is known (S3): what a phone sent before it was put back to a backup, and its person took back there.
 */
function countSeldom(world: World, question: Question, answer: Answer): void {
  if (question !== "push" || answer.kind !== "answer") return;
  const { results, stop } = answer.body as PushAnswer;
  if (stop === "changed") world.saw("changed content");
  for (const { outcome } of results) if (outcome.kind === "held") world.saw("held");
}

/** Nothing that one side changes later is the other's. */
function copyOf(answer: Answer): Answer {
  return answer.kind === "failure"
    ? answer
    : { kind: "answer", body: JSON.parse(JSON.stringify(answer.body)) };
}

/** What of an answer belongs to the trace. */
function brief(question: Question, answer: Answer): string {
  if (answer.kind === "failure") return answer.failure.kind;
  const body = answer.body as Record<string, unknown> | null;
  switch (question) {
    case "push": {
      const results = (body?.results ?? []) as readonly { outcome: { kind: string; code?: string } }[];
      const said = results.map(({ outcome }) => outcome.code ?? outcome.kind).join(",");
      return `${String(body?.lastSeq)} ${String(body?.stop)} ${said}`;
    }
    case "pull":
    case "page":
      return [body?.kind, body?.lastSeq, body?.nextCursor, body?.cursor, rowsOf(body?.puts)].join(" ");
    default:
      return "";
  }
}

function rowsOf(puts: unknown): string {
  const tickets = ((puts ?? {}) as { tickets?: readonly { id: string; version: number }[] }).tickets ?? [];
  return tickets
    .map(({ id, version }) => `${id.slice(9, 23)}:${version}`)
    .sort()
    .join(",");
}

/** An app that is newer than the server sends some actions under a version that only it knows; the same one always. */
function asNewerApp(phone: Phone, request: PushRequest): PushRequest {
  if (!phone.isNewerApp) return request;
  return {
    ...request,
    actions: request.actions.map((action) =>
      isNewer(action.actionId) && action.type === "comment" ? { ...action, typeVersion: 2 } : action,
    ),
  };
}
const isNewer = (id: ActionId): boolean => /[0-5]$/.test(id);
