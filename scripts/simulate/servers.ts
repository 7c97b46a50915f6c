/** Instances of the server: each the real router over a Prisma client with a pool of its own. They die and come back. */
import { TRPCError } from "@trpc/server";
import type { Failure } from "../../client/transport";
import { toFailure } from "../../client/trpc-transport";
import type { AccountId } from "../../core/ids";
import { createDatabase, type Database } from "../../server/db";
import { refusalCodeOf, retryAfterMsOf } from "../../server/trpc/procedures";
import { appRouter } from "../../server/trpc/router";
import { admin, people } from "./desk";
import type { Statements } from "./statements";
import type { World } from "./world";

export type Question = "push" | "pull" | "page" | "read" | "pin";
export type Answer =
  | { readonly kind: "answer"; readonly body: unknown }
  | { readonly kind: "failure"; readonly failure: Failure };

export interface Instance {
  readonly name: string;
  readonly database: Database;
  /** Requests that it works on; whoever waits for them hears nothing good when it dies. */
  readonly atWork: Set<(answer: Answer) => void>;
}

export interface Servers {
  /** One that is up, or null. */
  choose(): Instance | null;
  /** The answer, however long it takes; a failure at once when the instance dies. */
  ask(
    instance: Instance,
    session: { readonly account: AccountId | null; readonly protocol: number },
    question: Question,
    body: string,
  ): Promise<Answer>;
  /** The one that comes to its `statements`th statement from now dies before it, and is started again after `downMs`. */
  crash(statements: number, downMs: number): void;
  /** Nobody is to die any more. */
  spare(): void;
  boot(): Promise<void>;
  end(): Promise<void>;
}

const instancesMax = 2;
const connectionsEach = 5;

export function createServers(world: World, url: string, statements: Statements): Servers {
  const up: Instance[] = [];
  let booted = 0;

  const boot = async (): Promise<void> => {
    const name = `i${++booted}`;
    const own = new URL(url);
    own.searchParams.set("fallback_application_name", `instance.${name}`);
    const database = createDatabase(own.href, connectionsEach);
    await statements.direct(async () => {
      await database.$connect();
      await database.$queryRawUnsafe("SELECT 1");
    });
    up.push({ name, database, atWork: new Set() });
    world.note(`${name} is up`);
  };

  return {
    choose: () => (up.length === 0 ? null : world.dice.pick(up)),
    ask: (instance, session, question, body) =>
      new Promise((resolve) => {
        const answer = (given: Answer): void => {
          if (instance.atWork.delete(answer)) resolve(given);
        };
        instance.atWork.add(answer);
        procedure(instance, session, question, JSON.parse(body) as never).then(
          (answered) => answer({ kind: "answer", body: answered ?? null }),
          (error: unknown) => answer({ kind: "failure", failure: failureOf(error, world) }),
        );
      }),
    crash(count, downMs) {
      let left = count;
      statements.beforeEach = async (name) => {
        left -= 1;
        const victim = up.find((one) => one.name === name);
        if (left > 0 || victim === undefined) return;
        statements.beforeEach = null;
        up.splice(up.indexOf(victim), 1);
        const busy = victim.atWork.size;
        world.note(`${victim.name} dies with ${busy} requests`);
        if (busy > 0) world.saw("server crash");
        await statements.kill(victim.name);
        for (const answer of [...victim.atWork]) answer({ kind: "failure", failure: { kind: "network" } });
        world.after(downMs, "boot", boot);
      };
    },
    spare() {
      statements.beforeEach = null;
    },
    async boot() {
      while (up.length < instancesMax) await boot();
    },
    async end() {
      for (const { name } of up.splice(0)) await statements.kill(name);
    },
  };
}

async function procedure(
  { database }: Instance,
  { account: id, protocol }: { readonly account: AccountId | null; readonly protocol: number },
  question: Question,
  input: never,
): Promise<unknown> {
  const found = [admin, ...people].find((one) => one.id === id);
  const account = found === undefined ? null : { ...found, locale: "zh-TW" };
  const caller = appRouter.createCaller({
    database,
    auth: null as never,
    vapid: { publicKey: "", privateKey: "", previous: [] },
    account,
    protocol,
    userAgent: null,
  });
  switch (question) {
    case "push":
      return caller.sync.push(input);
    case "pull":
      return caller.sync.pull(input);
    case "page":
      return caller.sync.page(input);
    case "read":
      return (await caller.inbox.read(input)).known;
    case "pin":
      return caller.tickets.pin(input);
  }
}

/** What the wire carries of an error, sorted by the phone's own transport. */
function failureOf(error: unknown, world: World): Failure {
  const refused = error instanceof TRPCError ? error : null;
  const code = refused && refusalCodeOf(refused);
  if (refused === null || code === null) world.remark(`500: ${String(error).slice(0, 200)}`);
  if (code === "input.malformed") world.remark(`malformed: ${String(error)}`);
  return toFailure({
    genba: code,
    retryAfterMs: refused && retryAfterMsOf(refused),
    // Only whether the server itself has spoken.
    httpStatus: 500,
  });
}
