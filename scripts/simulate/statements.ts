/**
 * Each SQL statement of the server is a scheduling point: nothing is sent to PostgreSQL before the world chooses it, one
 * at a time, and what came of it is known before anything else moves. A statement that waits for a lock is parked; it
 * is seen by pg_blocking_pids from a connection at the side, and delivered once whoever blocked it has let go.
 *
 * One at a time: of two that are let go at once PostgreSQL's own moments would decide who is first. While one is
 * parked, another that would have to wait as well is kept here and offered again whenever a transaction has ended.
 *
 * Wrapped at the pg level, below Prisma's adapter: `pg.Pool` makes clients of ours as long as a world is simulated.
 */
import pg from "pg";
import { realDelay, turn } from "./globals";
import type { World } from "./world";

/** What may be done to a statement instead of running it in peace. */
export type StatementFault = "connection killed" | "lost commit answer" | null;

export interface Statements {
  /** While it runs every statement goes through at once: nothing else may move meanwhile. */
  direct<Answer>(work: () => Promise<Answer>): Promise<Answer>;
  /** Called before each statement while it is set; what it does to the instance happens first. */
  beforeEach: ((instance: string) => Promise<void>) | null;
  /** Cuts every connection of an instance; what its code still waits for never comes. */
  kill(instance: string): Promise<void>;
  end(): Promise<void>;
}

interface Statement {
  readonly label: string;
  readonly client: ScheduledClient;
  /** Null: connecting. */
  readonly query: pg.QueryConfig | null;
  readonly start: () => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  ended: (() => void) | null;
  /** Resolves when it has ended, well or not. */
  done: Promise<void>;
}

interface Controller {
  submit(
    client: ScheduledClient,
    label: string,
    query: pg.QueryConfig | null,
    start: () => Promise<unknown>,
  ): Promise<unknown>;
}
let controller: Controller | null = null;

type Query = (...given: unknown[]) => Promise<unknown>;

/** A client whose words wait for the world's choice. */
class ScheduledClient extends pg.Client {
  readonly instance: string;
  isOver = false;

  constructor(config: pg.ClientConfig) {
    super(config);
    this.instance = /instance[.]([a-z0-9]+)/.exec(config.connectionString ?? "")?.[1] ?? "";
    // Whoever holds the client listens too; between two holders nobody does.
    this.on("error", () => undefined);
    this.once("end", () => {
      this.isOver = true;
    });
    const connectNow = super.connect.bind(this) as unknown as () => Promise<void>;
    const queryNow = super.query.bind(this) as Query;
    const connect = (done?: (error?: unknown) => void): Promise<unknown> | undefined => {
      const connected = submit(this, "connect", null, connectNow);
      if (done === undefined) return connected;
      connected.then(() => done(), done);
      return undefined;
    };
    const query = (config: unknown, values: unknown, done: unknown): Promise<unknown> | undefined => {
      const callback = typeof values === "function" ? values : done;
      const query = typeof config === "string" ? { text: config } : (config as pg.QueryConfig);
      const given = typeof values === "function" || values === undefined ? [config] : [config, values];
      const answered = submit(this, labelOf(query.text), query, () => queryNow(...given));
      if (typeof callback !== "function") return answered;
      answered.then(
        (answer) => callback(null, answer),
        (error: unknown) => callback(error),
      );
      return undefined;
    };
    Object.assign(this, { connect, query });
  }

  get pid(): number {
    return (this as unknown as { processID: number }).processID;
  }
}

function submit(
  client: ScheduledClient,
  label: string,
  query: pg.QueryConfig | null,
  start: () => Promise<unknown>,
): Promise<unknown> {
  return controller === null ? start() : controller.submit(client, label, query, start);
}

/** A short name that is the same in every run. */
function labelOf(text: string): string {
  const words = text
    .replace(/--[^\n]*\n/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const comment = /^--\s*([^\n]{0,40})/.exec(text)?.[1];
  return comment ?? words.slice(0, 40);
}

/** Once a process: pools are of our clients, and never close one for being idle. */
export function takePools(): void {
  const Pool = pg.Pool;
  (pg as { Pool: unknown }).Pool = class extends Pool {
    constructor(options: pg.PoolConfig) {
      super({ ...options, idleTimeoutMillis: 0, Client: ScheduledClient } as object);
    }
  };
}

const never = new Promise<void>(() => undefined);

function firstOf(promises: readonly Promise<void>[], waitMs: number): Promise<void> {
  return Promise.race([...promises, realDelay(waitMs)]);
}

/** Longer than any statement takes; then the simulator itself is at fault. */
const patienceMs = 30_000;
const blockersQuery = "SELECT pid, pg_blocking_pids(pid) AS blockers FROM unnest($1::int[]) AS pid";
/** What may wait for a row: the statement that begins every decision. */
const locking = /^S1: locks/;
const lockNotAvailable = "55P03";
const transactionEnd = /^(COMMIT|ROLLBACK)/;
const lookAfterMs = 3;
const clockLagMs = 20;

export async function createStatements(
  world: World,
  url: string,
  faultOf: (label: string) => StatementFault,
): Promise<Statements> {
  const side = new pg.Client({ connectionString: url });
  await side.connect();
  // The same statements as the server's, run to see whether they would wait.
  const probeUrl = new URL(url);
  const options = probeUrl.searchParams.get("options") ?? "";
  probeUrl.searchParams.set("options", `${options} -c lock_timeout=1`);
  const probe = new pg.Client({ connectionString: probeUrl.href });
  await probe.connect();
  const running = new Set<Statement>();
  const kept: Statement[] = [];
  const clients = new Set<ScheduledClient>();
  const dead = new Set<string>();
  let isDirect = false;
  let clockMs = 0;

  /** A transaction begins in its time; within one the clock may lag a little. */
  const setClock = async (isExact: boolean): Promise<void> => {
    if (world.now() - clockMs <= (isExact ? 0 : clockLagMs)) return;
    clockMs = world.now();
    await side.query({ name: "clock", text: "SELECT setval('sim.clock', $1::bigint)", values: [clockMs] });
  };

  const deliverEnded = (): void => {
    for (const statement of [...running]) {
      if (statement.ended === null) continue;
      running.delete(statement);
      if (!dead.has(statement.client.instance)) statement.ended();
    }
  };

  /** Until every statement that was sent has ended or waits for somebody who waits for the world. */
  const untilStill = async (fresh: Statement | null): Promise<void> => {
    const startedAt = performance.now();
    for (;;) {
      const open = [...running].filter(({ ended }) => ended === null);
      if (open.length === 0) break;
      const isYoung = performance.now() - startedAt < lookAfterMs;
      if (isYoung && open.length === 1 && open[0] === fresh) {
        await firstOf([fresh.done], lookAfterMs);
        continue;
      }
      // One that still connects waits for nobody.
      const isConnecting = open.some(({ client }) => !(client.pid > 0));
      if (!isConnecting && (await areParked(open.map(({ client }) => client.pid)))) {
        if ([...running].filter(({ ended }) => ended === null).length === open.length) break;
        continue;
      }
      if (performance.now() - startedAt > patienceMs) {
        throw new Error(`a statement neither ends nor waits: ${open.map(({ label }) => label).join(" | ")}`);
      }
      await firstOf(
        open.map(({ done }) => done),
        1,
      );
    }
    deliverEnded();
  };

  /** All of them wait for a lock, and not for each other: a deadlock is PostgreSQL's to end. */
  const areParked = async (pids: readonly number[]): Promise<boolean> => {
    const { rows } = await side.query<{ pid: number; blockers: number[] }>({
      name: "blockers",
      text: blockersQuery,
      values: [pids],
    });
    if (rows.some(({ blockers }) => blockers.length === 0)) return false;
    const stuck = new Map(rows.map(({ pid, blockers }) => [pid, blockers]));
    for (let shrank = true; shrank; ) {
      shrank = false;
      for (const [pid, blockers] of stuck) {
        if (blockers.every((other) => stuck.has(other))) continue;
        stuck.delete(pid);
        shrank = true;
      }
    }
    return stuck.size === 0;
  };

  /** Whether it would wait besides the one that is parked. A deadlock is none of that: it is PostgreSQL's to end. */
  const wouldWait = async ({ client, query, label }: Statement): Promise<boolean> => {
    if (running.size === 0 || query === null || !locking.test(label)) return false;
    try {
      await probe.query({ ...query });
      return false;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== lockNotAvailable) return false;
    }
    const { rows } = await side.query<{ blockers: number[] }>({
      name: "blockers",
      text: blockersQuery,
      values: [[...running].map((one) => one.client.pid)],
    });
    return !rows.some(({ blockers }) => blockers.includes(client.pid));
  };

  /** Some transaction is over: whoever was kept may try again. */
  const offerKept = (): void => {
    for (const statement of kept.splice(0)) offer(statement);
  };
  const offer = (statement: Statement): void =>
    world.offer(`${statement.client.instance} ${statement.label}`, () => perform(statement));

  const send = (statement: Statement): void => {
    running.add(statement);
    statement.done = statement.start().then(
      (answer) => {
        statement.ended = () => statement.resolve(answer);
      },
      (error: unknown) => {
        statement.ended = () => statement.reject(error);
      },
    );
  };

  const terminate = async (victims: readonly ScheduledClient[]): Promise<void> => {
    const standing = victims.filter((client) => !client.isOver && client.pid > 0);
    for (const { pid } of standing) await side.query("SELECT pg_terminate_backend($1, 5000)", [pid]);
    const until = performance.now() + patienceMs;
    while (standing.some((client) => !client.isOver)) {
      if (performance.now() > until) throw new Error("a cut connection does not end");
      await turn();
    }
    for (const client of victims) clients.delete(client);
    offerKept();
    // What pg says of it afterwards comes in ticks of its own.
    await turn();
    await turn();
  };

  const perform = async (statement: Statement): Promise<void> => {
    const { client, label } = statement;
    if (!dead.has(client.instance)) await statements.beforeEach?.(client.instance);
    if (dead.has(client.instance)) return;
    const fault = client.isOver ? null : faultOf(label);
    await setClock(label === "BEGIN");
    if (fault === "connection killed") {
      world.saw(fault);
      world.note(`kill the connection before: ${label}`);
      await terminate([client]);
    }
    if (fault === "lost commit answer") {
      world.saw(fault);
      world.note("commit, and lose its answer");
      const isCommitted = await statement.start().then(
        () => true,
        () => false,
      );
      if (isCommitted) await terminate([client]);
      statement.reject(new Error("Connection terminated unexpectedly"));
      await untilStill(null);
      return;
    }
    if (!client.isOver && (await wouldWait(statement))) {
      kept.push(statement);
      world.note(`kept: ${client.instance} ${label}`);
      world.saw("kept statement");
      return;
    }
    const before = running.size;
    send(statement);
    await untilStill(statement);
    if (running.has(statement)) world.note(`parked: ${client.instance} ${label}`);
    if (running.has(statement)) world.saw("parked statement");
    // A lock goes with a transaction, or with a statement that is one by itself.
    if (transactionEnd.test(label) || running.size < before) offerKept();
  };

  controller = {
    submit(client, label, query, start) {
      clients.add(client);
      if (isDirect) return start();
      // Whoever speaks on while a statement is kept has given it up, as after PostgreSQL's own time limit for locks.
      for (const one of kept.filter((other) => other.client === client)) {
        kept.splice(kept.indexOf(one), 1);
        const words = "canceling statement due to lock timeout";
        one.reject(Object.assign(new Error(words), { severity: "ERROR", code: lockNotAvailable }));
      }
      return new Promise((resolve, reject) => {
        offer({ label, client, query, start, resolve, reject, ended: null, done: never });
      });
    },
  };

  const statements: Statements = {
    beforeEach: null,
    async direct(work) {
      isDirect = true;
      await setClock(true);
      try {
        return await work();
      } finally {
        isDirect = false;
      }
    },
    async kill(instance) {
      dead.add(instance);
      await terminate([...clients].filter((client) => client.instance === instance));
      await untilStill(null);
    },
    async end() {
      controller = null;
      await terminate([...clients]);
      await side.end();
      await probe.end();
      await realDelay(0);
    },
  };
  return statements;
}
