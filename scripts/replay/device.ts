/**
 * One simulated device: signs in as its account and pushes over the public endpoint, like a phone. It keeps trying
 * while the server is away, and never goes on to the next action before the last one has its outcome.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { AccountId, ClientId } from "../../core/ids";
import { type Action, type PushAnswer, pushBatchMax, type StoredOutcome } from "../../core/sync/protocol";
import { Failure } from "../failure";

export interface DeviceOptions {
  readonly origin: string;
  readonly accountId: AccountId;
  readonly clientId: ClientId;
  readonly email: string;
  readonly password: string;
  /** How long to go on trying while nothing gets through, ms. */
  readonly patienceMs: number;
}

const requestTimeoutMs = 20_000;
const firstPauseMs = 100;
const pauseMaxMs = 2_000;

export class Device {
  #cookie: string | null = null;
  readonly #options: DeviceOptions;

  constructor(options: DeviceOptions) {
    this.#options = options;
  }

  /** The outcome of each action, in order. Throws a Failure when the server stays away or contradicts itself. */
  async push(actions: readonly Action[]): Promise<readonly StoredOutcome[]> {
    const outcomes: StoredOutcome[] = [];
    let pauseMs = firstPauseMs;
    let lastProgress = performance.now();
    while (outcomes.length < actions.length) {
      const batch = actions.slice(outcomes.length, outcomes.length + pushBatchMax);
      const answer = await this.#send(batch);
      if (answer !== null && answer.results.length > 0) {
        checkNumbers(batch, answer);
        outcomes.push(...answer.results);
        pauseMs = firstPauseMs;
        lastProgress = performance.now();
      }
      refuseContradiction(answer);
      if (answer !== null && answer.stop === null) continue;
      if (performance.now() - lastProgress > this.#options.patienceMs) {
        throw new Failure(`No answer from ${this.#options.origin} for ${this.#options.patienceMs / 1000} s.`);
      }
      await delay(pauseMs * (0.5 + Math.random()));
      pauseMs = Math.min(pauseMaxMs, pauseMs * 2);
    }
    return outcomes;
  }

  /** Null: try again later. */
  async #send(actions: readonly Action[]): Promise<PushAnswer | null> {
    const { origin, accountId, clientId } = this.#options;
    try {
      this.#cookie ??= await this.#signIn();
      const response = await fetch(`${origin}/api/trpc/sync.push`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: this.#cookie, origin },
        body: JSON.stringify({ accountId, clientId, actions }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      if (response.status === 401) this.#cookie = null;
      if (response.status >= 500 || response.status === 429 || response.status === 401) {
        await response.body?.cancel();
        return null;
      }
      const answer = (await response.json()) as {
        result?: { data: PushAnswer };
        error?: { message: string };
      };
      if (answer.result) return answer.result.data;
      throw new Failure(`The server refused a push with ${response.status}: ${answer.error?.message ?? ""}`);
    } catch (error) {
      if (error instanceof Failure) throw error;
      return null;
    }
  }

  async #signIn(): Promise<string> {
    const { origin, email, password } = this.#options;
    const response = await fetch(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email, password }),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    await response.body?.cancel();
    if (response.ok) {
      return response.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";", 1)[0])
        .join("; ");
    }
    if (response.status >= 500 || response.status === 429)
      throw new Error(`sign-in answered ${response.status}`);
    throw new Failure(`Sign-in of ${email} was refused with ${response.status}.`);
  }
}

function checkNumbers(batch: readonly Action[], answer: PushAnswer): void {
  answer.results.forEach((result, index) => {
    const sent = batch[index];
    if (sent?.actionId !== result.actionId || sent.seq !== result.seq) {
      throw new Failure(`The server answered action ${result.actionId}, which was not sent at that place.`);
    }
  });
}

/** A gap means that an action the server had acknowledged is gone (P1); the others that the run's name was used before. */
function refuseContradiction(answer: PushAnswer | null): void {
  switch (answer?.stop) {
    case "gap":
      throw new Failure(`The server lost acknowledged actions: it knows only those up to ${answer.lastSeq}.`);
    case "renumber":
    case "changed":
      throw new Failure("This run's name was used with other arguments: choose another --run.");
    case "transient":
    case null:
    case undefined:
      return;
  }
}
