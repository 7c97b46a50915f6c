/** One run: a desk, phones and people over a bad network while processes die; then calm, and the promises are asked. */

import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import pg from "pg";
import { findFreePorts } from "../free-port";
import { type Breach, checkHistory, checkSaved, readStored } from "../simulate/checks";
import { checkReplica, checkShown } from "../simulate/checks-phones";
import { people } from "../simulate/desk";
import { createDice, type Dice } from "../simulate/dice";
import { createLedger, type Ledger } from "../simulate/ledger";
import { act, chooseAbout, openReturned } from "../simulate/people";
import type { Phone, Tab } from "../simulate/phones";
import type { World } from "../simulate/world";
import { type ChaosDesk, type Session, signIn } from "./desk";
import { type KillKind, killKinds, killOne } from "./kills";
import { checkMonitoring, createMonitoring, type Monitoring } from "./monitoring";
import { closeTab, createPhone, createPost, openTab, type Post } from "./phones";
import { type BadNetwork, startProxy } from "./proxy";
import { sendAllAgain } from "./send-again";
import { startWebProcesses, type WebProcesses } from "./web";

export interface ChaosResult {
  readonly actions: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** What monitoring posted, and what came of its events. */
  readonly monitoring: Monitoring["counts"] & { readonly verdicts: Readonly<Record<string, number>> };
  readonly kills: Readonly<Record<KillKind, number>>;
  readonly network: BadNetwork["counts"];
  readonly drainSeconds: number;
  readonly sentAgain: number;
  readonly breaches: readonly { readonly breach: Breach; readonly words: string }[];
  readonly notes: readonly string[];
}

type Complain = (breach: Breach, words: string) => void;

const webProcesses = 3;
/** People with a phone; who comes twice has two. */
const owners: readonly number[] = [2, 4, 2, 0, 3, 1, 0, 5];
/** Every so many phones one with two tabs. */
const twoTabsEvery = 3;
const thinkMs = 450;
const monitorEveryMs = 300;
const lookEveryMs = 2_500;
const duplicates = 0.15;
const stallMaxMs = 4_000;
const stallEveryMs = 15_000;
const reloadEveryMs = 6_000;
/** P6: all queues are empty so long after the last fault. */
const drainMaxMs = 60_000;
const roundsMax = 12;
const notesMax = 300;

export async function runChaos(
  desk: ChaosDesk,
  { kills, minutes, seed }: { readonly kills: number; readonly minutes: number; readonly seed: number },
): Promise<ChaosResult> {
  const ports = await findFreePorts(webProcesses);
  const dice = createDice(seed, "chaos");
  const proxy = await startProxy({ upstreams: ports, random: () => dice.next(), duplicates });
  const origin = `http://127.0.0.1:${proxy.port}`;
  const web = startWebProcesses(ports, {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: desk.database.url,
    GENBA_DATA: desk.dataFolder,
    GENBA_ORIGIN: origin,
  });
  try {
    return await play({ desk, web, proxy, origin, dice, seed }, kills, minutes * 60_000);
  } finally {
    await proxy.close();
    await web.stop();
  }
}

interface Scene {
  readonly desk: ChaosDesk;
  readonly web: WebProcesses;
  readonly proxy: BadNetwork;
  readonly origin: string;
  readonly dice: Dice;
  readonly seed: number;
}

async function play(scene: Scene, kills: number, loadMs: number): Promise<ChaosResult> {
  const { desk, web, proxy, origin, dice, seed } = scene;
  const startedAt = performance.now();
  const notes: string[] = [];
  const note = (line: string): void => {
    notes.push(`${((performance.now() - startedAt) / 1_000).toFixed(1)} ${line}`);
    if (notes.length > notesMax) notes.shift();
  };
  const breaches: { breach: Breach; words: string }[] = [];
  const complain: Complain = (breach, words) => void breaches.push({ breach, words });

  const monitoring = await createMonitoring(desk.database.url);
  await web.healthy();
  note("up");
  const post = createPost();
  const sessions = await signInAll(scene);
  const open = (phone: Phone): Promise<Tab> => openTab(phone, origin, sessionOf(sessions, phone), post, note);
  const phones = owners.flatMap((owner, index) => {
    const person = people[owner];
    return person === undefined ? [] : [createPhone(`p${index}`, person)];
  });
  for (const [index, phone] of phones.entries())
    for (let tab = 0; tab < (index % twoTabsEvery === 0 ? 2 : 1); tab++) await open(phone);

  const ledger = createLedger({ seed, note: () => undefined });
  const load = startLoad(phones, ledger, dice, open, note);
  const stalling = startStalls(proxy, dice);
  const monitors = repeat(monitorEveryMs, dice, () => monitoring.post(origin, dice));
  const done = await killMany(kills, loadMs, desk, web, dice, note);
  await load.stop();
  await monitors.stop();
  await stalling.stop();

  proxy.setBad(false);
  note("calm");
  await desk.database.revive();
  await web.healthy();
  const calmAt = performance.now();
  for (const phone of phones) for (const tab of phone.tabs.slice(1)) closeTab(tab);
  await decideAll(phones, ledger, dice, complain);
  note("decided");
  const drainSeconds = (performance.now() - calmAt) / 1_000;

  const sentAgain = await sendAllAgain(scene, post, complain);
  await monitoring.postAllAgain(origin, complain);
  for (const tab of tabsOf(phones)) tab.loop.kick("user");
  await isDrained(tabsOf(phones), drainMaxMs);
  const { outcomes, verdicts } = await check(scene, { post, ledger, phones, monitoring }, complain);
  for (const person of people) {
    const own = tabsOf(phones).filter(({ phone }) => phone.person.id === person.id);
    if (own.length === 0) continue;
    const fresh = await open(createPhone(`fresh ${person.name}`, person));
    if (!(await isDrained([fresh], drainMaxMs)))
      complain("stuck", `a fresh phone of ${person.name} does not fill`);
    for (const tab of own) await checkReplica(tab, fresh, complain);
    closeTab(fresh);
  }
  for (const phone of phones) for (const tab of [...phone.tabs]) closeTab(tab);
  if (breaches.length > 0) notes.push(...web.complaints());
  return {
    actions: ledger.count,
    outcomes,
    monitoring: { ...monitoring.counts, verdicts },
    kills: done,
    network: proxy.counts,
    drainSeconds,
    sentAgain,
    breaches,
    notes,
  };
}

async function signInAll({ desk, web, origin }: Scene): Promise<ReadonlyMap<string, Session>> {
  const sessions = new Map<string, Session>();
  for (const { id, name } of people) {
    const cookie = await signIn(web.ports[0] ?? 0, origin, { name, password: desk.password });
    sessions.set(id, { accountId: id, cookie });
  }
  return sessions;
}

function sessionOf(sessions: ReadonlyMap<string, Session>, { person }: Phone): Session {
  const session = sessions.get(person.id);
  if (session === undefined) throw new Error(`${person.name} is not signed in`);
  return session;
}

interface Running {
  stop(): Promise<void>;
}

/** Until it is stopped: `work` again and again, one at a time, after pauses of about `everyMs`. */
function repeat(everyMs: number, dice: Dice, work: () => Promise<void> | void): Running {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await delay(everyMs * (0.1 + 1.8 * dice.next()), undefined, { signal: stopped.signal }).catch(
        () => undefined,
      );
      if (!stopped.signal.aborted) await work();
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

/** What people.ts asks of a world: the time, and somebody to tell what was seen. */
const realWorld = { now: () => Date.now(), saw: () => undefined } as unknown as World;

/** People work, look at their phones, and reload the app in the middle of it. */
function startLoad(
  phones: readonly Phone[],
  ledger: Ledger,
  dice: Dice,
  open: (phone: Phone) => Promise<Tab>,
  note: (line: string) => void,
): Running {
  const running = phones.flatMap((phone) => [
    repeat(thinkMs, dice, async () => {
      if (phone.tabs.length === 0) return;
      const tab = dice.pick(phone.tabs);
      await act(realWorld, tab, ledger, dice).catch((error: unknown) => {
        if (tab.isAlive) note(`${tab.name} could not act: ${String(error).slice(0, 200)}`);
      });
    }),
    repeat(lookEveryMs, dice, () => {
      for (const tab of phone.tabs) tab.loop.kick("visible");
    }),
  ]);
  const reload = repeat(reloadEveryMs, dice, async () => {
    const phone = dice.pick(phones);
    const [tab] = phone.tabs;
    if (tab === undefined) return;
    closeTab(tab);
    await open(phone);
  });
  return {
    stop: async () => {
      await Promise.all([...running, reload].map((one) => one.stop()));
    },
  };
}

function startStalls(proxy: BadNetwork, dice: Dice): Running {
  return repeat(stallEveryMs, dice, () => proxy.stall(dice.below(stallMaxMs)));
}

/** At random moments, evenly over the time; each kind comes as often as the others. */
async function killMany(
  kills: number,
  loadMs: number,
  desk: ChaosDesk,
  web: WebProcesses,
  dice: Dice,
  note: (line: string) => void,
): Promise<Record<KillKind, number>> {
  const done: Record<KillKind, number> = { web: 0, backend: 0, postmaster: 0, connection: 0 };
  const until = performance.now() + loadMs;
  let left = kills;
  for (let index = 0; left > 0; index++) {
    const share = Math.max(0, until - performance.now()) / left;
    await delay(share * (0.4 + 0.8 * dice.next()));
    const kind = killKinds[index % killKinds.length] ?? "web";
    if (!(await killOne(kind, desk, web, dice))) continue;
    note(`killed ${kind}`);
    done[kind] += 1;
    left -= 1;
  }
  await delay(Math.max(0, until - performance.now()));
  return done;
}

const tabsOf = (phones: readonly Phone[]): readonly Tab[] => phones.flatMap(({ tabs }) => tabs.slice(0, 1));

/** P6: everything drains; authors decide about what came back, and that drains too. */
async function decideAll(
  phones: readonly Phone[],
  ledger: Ledger,
  dice: Dice,
  complain: Complain,
): Promise<void> {
  for (let round = 0; round < roundsMax; round++) {
    // Two rounds: what one phone's push changed is then in the others' pull.
    for (let pull = 0; pull < 2; pull++) {
      for (const tab of tabsOf(phones)) tab.loop.kick("user");
      if (!(await isDrained(tabsOf(phones), drainMaxMs))) {
        for (const tab of tabsOf(phones)) {
          const state = tab.loop.state();
          if (state.tag !== "idle") complain("stuck", `${tab.name} does not drain: ${JSON.stringify(state)}`);
        }
        return;
      }
    }
    let decided = 0;
    for (const tab of tabsOf(phones)) {
      for (const row of await openReturned(tab)) {
        await chooseAbout(tab, ledger, dice, row, round < 2);
        decided += 1;
      }
    }
    if (decided === 0) return;
  }
}

async function isDrained(tabs: readonly Tab[], withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (;;) {
    for (const tab of tabs) await Promise.race([tab.loop.settled(), delay(withinMs)]);
    const queued = await Promise.all(tabs.map((tab) => tab.replica.db.queue.count()));
    const isOver = tabs.every(({ loop }, index) => loop.state().tag === "idle" && queued[index] === 0);
    if (isOver) return true;
    if (performance.now() > until) return false;
    await delay(100);
  }
}

interface Played {
  readonly post: Post;
  readonly ledger: Ledger;
  readonly phones: readonly Phone[];
  readonly monitoring: Monitoring;
}

async function check(
  { desk }: Scene,
  { post, ledger, phones, monitoring }: Played,
  complain: Complain,
): Promise<{
  readonly outcomes: Record<string, number>;
  readonly verdicts: Readonly<Record<string, number>>;
}> {
  const client = new pg.Client({ connectionString: desk.database.url });
  await client.connect();
  try {
    const stored = await readStored(client);
    await checkSaved(ledger, stored, tabsOf(phones), complain);
    checkHistory(stored, complain);
    for (const tab of tabsOf(phones)) await checkShown(tab, complain);
    for (const [id, outcome] of post.answered) {
      const found = stored.outcomes.get(id);
      if (found === undefined) complain("lost", `${id} was answered ${outcome.kind} and is not stored`);
      else if (outcome.kind !== "held" && !isDeepStrictEqual(found.outcome, outcome))
        complain("duplicated", `${id} was answered ${outcome.kind} and is stored as ${found.outcome.kind}`);
    }
    const outcomes: Record<string, number> = {};
    for (const { outcome } of stored.outcomes.values())
      outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
    return { outcomes, verdicts: await checkMonitoring(client, monitoring, complain) };
  } finally {
    await client.end();
  }
}
