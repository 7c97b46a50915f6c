/** One seed: a desk, phones and people in trouble; then calm, everything drains, and the promises are checked. */
import pg from "pg";
import { requestLimit, syncLimit } from "../../server/auth/rate";
import { type Breach, checkHistory, checkSaved, readStored, type Stored } from "./checks";
import { checkReplica, checkShown } from "./checks-phones";
import { admin, people, type SimulatedPerson } from "./desk";
import { createDice } from "./dice";
import { createLedger, type Ledger } from "./ledger";
import { createTransport } from "./network";
import { learn } from "./office";
import { act, chooseAbout, openReturned } from "./people";
import { closeTab, createPhone, openTab, type Phone, type Tab } from "./phones";
import { createServers, type Servers } from "./servers";
import { createStatements } from "./statements";
import { drawStatementFault, startTroubles } from "./troubles";
import { createWorld, type World } from "./world";

export interface SeedResult {
  readonly seed: number;
  readonly actions: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly breaches: readonly { readonly breach: Breach; readonly words: string }[];
  readonly hash: string;
  readonly tail: readonly string[];
  readonly steps: number;
  readonly seconds: number;
  /** Of this process alone, without PostgreSQL's. */
  readonly cpuSeconds: number;
  /** It was given up: what it waits for is still there, its connections too. */
  readonly isStanding: boolean;
}

/** People with a phone; who comes twice has two. Small worlds have the first few. */
const owners: readonly number[] = [2, 4, 2, 0, 3, 1, 0, 5];
const phonesMin = 5;
const actionsPerPhone = 12;
const thinkMs = 700;
/** Smaller worlds are over sooner, so what goes wrong comes sooner too. */
const actionsOfFullTrouble = 200;
/** In larger ones people come back to their phones less often, and then do more. */
const busyThinkMs = 1_500;
/** And do several things one after the other, so that more of it is sent at once after hours without a network. */
const busySeriesMax = 12;
const stepsMax = 400_000;
const breachesMax = 20;

/**
 * Plays one world in the database at `url` until people have saved `actions`, then to its rest. What breaks is in the
 * result; nothing is thrown for it. A world that stands still for `standstillMs` of real time is given up.
 */
export async function runSeed(seed: number, url: string, actions: number): Promise<SeedResult> {
  const world = createWorld(seed);
  const watch = watchStandstill(world);
  try {
    return await Promise.race([playSeed(world, url, actions), watch.stoodStill]);
  } finally {
    watch.end();
  }
}

const standstillMs = 100_000;

function watchStandstill(world: World): { readonly stoodStill: Promise<SeedResult>; end(): void } {
  let steps = -1;
  let since = performance.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const stoodStill = new Promise<SeedResult>((resolve) => {
    timer = setInterval(() => {
      if (world.stepsDone() !== steps) {
        steps = world.stepsDone();
        since = performance.now();
      } else if (performance.now() - since > standstillMs) {
        const words = `nothing moves after step ${steps}: ${world.standing()}`;
        const result = {
          actions: 0,
          outcomes: {},
          faults: {},
          breaches: [{ breach: "stuck" as const, words }],
        };
        const { hash, tail } = world.trace();
        resolve({
          seed: world.seed,
          ...result,
          hash,
          tail,
          steps,
          seconds: standstillMs / 1_000,
          cpuSeconds: 0,
          isStanding: true,
        });
      }
    }, 5_000);
  });
  return { stoodStill, end: () => clearInterval(timer) };
}

async function playSeed(world: World, url: string, actions: number): Promise<SeedResult> {
  const startedAt = performance.now();
  const cpuAt = process.cpuUsage();
  const { seed } = world;
  for (const { id } of [admin, ...people])
    for (const limit of [syncLimit, requestLimit]) await limit.forget(id);
  const breaches: { breach: Breach; words: string }[] = [];
  const complain = (breach: Breach, words: string): void => {
    if (breaches.length < breachesMax) breaches.push({ breach, words });
    world.remark(`BREACH ${breach}: ${words}`);
  };
  const state = { isCalm: true };
  const statements = await createStatements(world, url, (label) =>
    state.isCalm ? null : drawStatementFault(world, label),
  );
  const side = new pg.Client({ connectionString: url });
  await side.connect();
  const servers = createServers(world, url, statements);
  const outcomes: Record<string, number> = {};
  const ledger = createLedger(world);
  try {
    await servers.boot();
    const count = Math.max(phonesMin, Math.ceil(actions / actionsPerPhone));
    const desk = await openDesk(world, servers, owners.slice(0, count), () => state.isCalm);
    state.isCalm = false;
    await live(world, desk, servers, ledger, state, actions, complain);
    state.isCalm = true;
    await calmDown(world, desk, servers, ledger, complain);
    const stored = await readStored(side);
    for (const { outcome } of stored.outcomes.values())
      outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
    await checkAll(world, desk, ledger, stored, complain);
  } catch (error) {
    complain("stuck", `the run ended: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await statements.end();
    await side.end();
    world.end();
  }
  const { hash, tail } = world.trace();
  return {
    seed,
    actions: ledger.count,
    outcomes,
    faults: Object.fromEntries([...world.faults].sort()),
    breaches,
    hash,
    tail,
    steps: world.stepsDone(),
    seconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: cpuSecondsSince(cpuAt),
    isStanding: false,
  };
}

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

interface Desk {
  readonly phones: readonly Phone[];
  readonly open: (phone: Phone) => Promise<Tab>;
  readonly openFresh: (person: SimulatedPerson, index: number) => Promise<Tab>;
}

async function openDesk(
  world: World,
  servers: Servers,
  ownersHere: readonly number[],
  isCalm: () => boolean,
): Promise<Desk> {
  const phones = ownersHere.flatMap((owner, index) => {
    const person = people[owner];
    return person === undefined ? [] : [createPhone(world, index, person)];
  });
  const open = (phone: Phone): Promise<Tab> =>
    openTab(world, phone, (its, isAlive) => createTransport(world, servers, { isCalm }, its, isAlive));
  for (const phone of phones) await world.until(`${phone.name} opening`, open(phone));
  return { phones, open, openFresh: (person, index) => open(createPhone(world, 100 + index, person)) };
}

type Complain = (breach: Breach, words: string) => void;

/** Until enough was saved. */
async function live(
  world: World,
  { phones, open }: Desk,
  servers: Servers,
  ledger: Ledger,
  state: { readonly isCalm: boolean },
  actions: number,
  complain: Complain,
): Promise<void> {
  const dice = createDice(world.seed, "people");
  const pauseMs = actions < actionsOfFullTrouble ? thinkMs : busyThinkMs;
  const seriesMax = actions < actionsOfFullTrouble ? 1 : busySeriesMax;
  const isOver = (): boolean => state.isCalm || ledger.count >= actions;
  const reopen = (phone: Phone): void => {
    open(phone).catch((error: unknown) => world.remark(`${phone.name} does not open: ${String(error)}`));
  };
  const doSomething = (tab: Tab): Promise<void> =>
    act(world, tab, ledger, dice).catch((error: unknown) =>
      world.remark(`${tab.name} could not act: ${String(error).slice(0, 160)}`),
    );
  /** One thing after the other, as on a round through a building. */
  const doSome = async (tab: Tab, count: number): Promise<void> => {
    for (let left = count; left > 0 && tab.isAlive && !isOver(); left--) await doSomething(tab);
  };
  const busy = (phone: Phone): void => {
    world.after(pauseMs * (0.1 + 1.8 * dice.next()), "", () => {
      if (isOver()) return;
      if (phone.tabs.length > 0) void doSome(dice.pick(phone.tabs), 1 + dice.below(seriesMax));
      // Two tabs, or two actions, at once.
      if (phone.tabs.length > 0 && dice.chance(0.25)) void doSomething(dice.pick(phone.tabs));
      busy(phone);
    });
  };
  for (const phone of phones) busy(phone);
  const pace = Math.min(1, actions / actionsOfFullTrouble);
  startTroubles(world, createDice(world.seed, "troubles"), pace, phones, servers, ledger, isOver, reopen);
  while (!isOver()) {
    if (world.stepsDone() > stepsMax || !(await world.step())) throw new Error("nothing happens any more");
    if (world.stepsDone() % 997 === 0) await look(world, dice.pick(phones).tabs[0], complain);
  }
  await world.settle();
  for (const phone of phones) await look(world, phone.tabs[0], complain);
}

/** P5, while nothing runs. A tab that cannot be read without the world going on is not judged at this moment. */
async function look(world: World, tab: Tab | undefined, complain: Complain): Promise<void> {
  if (tab === undefined) return;
  const onTask = world.onTask;
  world.onTask = () => undefined;
  await world.settle();
  let isOver = false;
  checkShown(tab, (breach, words) => void (isOver || complain(breach, words)))
    .catch((error: unknown) => world.remark(`${tab.name} not seen: ${String(error)}`))
    .finally(() => {
      isOver = true;
    });
  await world.settle();
  if (!isOver) world.remark(`${tab.name} not seen: it waits`);
  isOver = true;
  world.onTask = onTask;
}

const roundsMax = 12;
/** Longer than any delegation that was made. */
const delegationsOverMs = 70_000;

/** Everything works again: queues drain, authors decide about what came back. */
async function calmDown(
  world: World,
  { phones, open }: Desk,
  servers: Servers,
  ledger: Ledger,
  complain: Complain,
): Promise<void> {
  const dice = createDice(world.seed, "calm");
  world.onTask = () => undefined;
  servers.spare();
  world.note("calm");
  for (const phone of phones) {
    Object.assign(phone, { isOnline: true, isUnheard: false, isSignedIn: true, protocol: 1 });
    // Of several tabs one stays: whatever another one had in mind is stored.
    for (const tab of phone.tabs.slice(1)) closeTab(tab);
  }
  await untilQuiet(world);
  await servers.boot();
  for (const phone of phones)
    if (phone.tabs.length === 0) await world.until(`${phone.name} opening`, open(phone));
  world.after(delegationsOverMs, "", () => undefined);
  for (let round = 0; round < roundsMax; round++) {
    for (const tab of tabsOf(phones)) tab.loop.kick("user");
    await untilQuiet(world);
    const instance = servers.choose();
    if (instance !== null) void learn(world, instance.database);
    await untilQuiet(world);
    for (const tab of tabsOf(phones)) tab.loop.kick("user");
    await untilQuiet(world);
    let decided = 0;
    for (const tab of tabsOf(phones)) {
      for (const row of await world.until(`${tab.name} reading`, openReturned(tab))) {
        const chosen = chooseAbout(tab, ledger, dice, row, round < 2);
        await world.until(`${tab.name} choosing`, chosen);
        decided += 1;
      }
    }
    if (decided === 0 && round > 0) break;
  }
  for (const tab of tabsOf(phones)) {
    const state = tab.loop.state();
    if (state.tag !== "idle")
      complain("stuck", `${tab.name} does not come to rest: ${JSON.stringify(state)}`);
  }
}

const tabsOf = (phones: readonly Phone[]): readonly Tab[] => phones.flatMap(({ tabs }) => tabs.slice(0, 1));

async function untilQuiet(world: World): Promise<void> {
  const until = world.stepsDone() + stepsMax / 4;
  while (await world.step()) {
    if (world.stepsDone() > until) throw new Error("it never comes to rest");
  }
}

async function checkAll(
  world: World,
  { phones, openFresh }: Desk,
  ledger: Ledger,
  stored: Stored,
  complain: Complain,
): Promise<void> {
  const tabs = tabsOf(phones);
  await world.until("what was saved", checkSaved(ledger, stored, tabs, complain));
  checkHistory(stored, complain);
  for (const tab of tabs) await world.until(`${tab.name} shown`, checkShown(tab, complain));
  for (const [index, person] of people.entries()) {
    if (!tabs.some(({ phone }) => phone.person.id === person.id)) continue;
    const fresh = await world.until(`a fresh phone of ${person.name}`, openFresh(person, index));
    await untilQuiet(world);
    if (fresh.loop.state().tag !== "idle") complain("stuck", `a fresh phone of ${person.name} does not fill`);
    for (const tab of tabs) {
      if (tab.phone.person.id === person.id)
        await world.until(`${tab.name} compared`, checkReplica(tab, fresh, complain));
    }
    closeTab(fresh);
  }
}
