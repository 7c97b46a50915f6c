/** When what goes wrong: faults of phones, people's absences, the desk's own doings; all at moments of the dice. */
import { unpackLines } from "../../client/replica/lines";
import { createBackups } from "./backups";
import type { Dice } from "./dice";
import type { Ledger } from "./ledger";
import { changeGroup, changeStandIn, expire, learn, restore } from "./office";
import { clearData, closeTab, closeUnder, crashIfWriting, failWrite, type Phone, type Tab } from "./phones";
import type { Instance, Servers } from "./servers";
import type { StatementFault } from "./statements";
import type { World } from "./world";

const dayMs = 86_400_000;

/** What differs of a phone while something lasts. */
type Changed = Partial<Pick<Phone, "isOnline" | "isUnheard" | "isSignedIn" | "protocol">>;

/** A statement's own misfortune. */
export function drawStatementFault({ dice }: World, label: string): StatementFault {
  if (label === "COMMIT" && dice.chance(0.006)) return "lost commit answer";
  return label !== "connect" && dice.chance(0.0012) ? "connection killed" : null;
}

/** Begins all of it; `isCalm` ends it. `pace` below 1: more often. `reopen` gives a phone a tab again. */
export function startTroubles(
  world: World,
  dice: Dice,
  pace: number,
  phones: readonly Phone[],
  servers: Servers,
  ledger: Ledger,
  isCalm: () => boolean,
  reopen: (phone: Phone) => void,
): void {
  const every = (meanMs: number, label: string, doIt: () => void | Promise<void>): void => {
    const arm = (): void => {
      world.after(meanMs * pace * (0.3 + 1.4 * dice.next()), label, async () => {
        if (isCalm()) return;
        await doIt();
        arm();
      });
    };
    arm();
  };
  const atDesk = (doIt: (instance: Instance) => Promise<void>) => (): void => {
    const instance = servers.choose();
    if (instance !== null) doIt(instance).catch((error: unknown) => world.remark(`desk: ${String(error)}`));
  };
  every(16_000, "server crash", () => servers.crash(1 + dice.below(40), 300 + dice.below(3_000)));
  every(
    5_000,
    "group change",
    atDesk(({ database }) => changeGroup(world, database, dice)),
  );
  every(
    9_000,
    "stand-in",
    atDesk(({ database }) => changeStandIn(world, database, dice)),
  );
  every(
    10_000,
    "expiry",
    atDesk(({ database }) => expire(world, database)),
  );
  every(
    25_000,
    "epoch change",
    atDesk(({ database }) => restore(world, database)),
  );
  every(
    15_000,
    "learning",
    atDesk(({ database }) => learn(world, database)),
  );

  const away = (phone: Phone, fault: string, awayMs: number, gone: Changed, back: Changed): void => {
    world.saw(fault);
    Object.assign(phone, gone);
    world.after(awayMs, `${phone.name} after ${fault}`, () => {
      Object.assign(phone, back);
      for (const tab of phone.tabs) tab.loop.kick("online");
    });
  };
  every(4_000, "offline", () => {
    const phone = dice.pick(phones);
    if (!phone.isOnline) return;
    away(phone, "offline", 1_000 + dice.below(14_000), { isOnline: false }, { isOnline: true });
  });
  every(5_000, "lie-fi", () => {
    const phone = dice.pick(phones);
    if (phone.isUnheard) return;
    away(phone, "lie-fi", 500 + dice.below(4_000), { isUnheard: true }, { isUnheard: false });
  });
  every(9_000, "no network for anybody", () => {
    // All come back at once, with what each has done to the same tickets.
    const gone = phones.filter((phone) => phone.isOnline);
    for (const phone of gone) phone.isOnline = false;
    world.after(1_000 + dice.below(5_000), "network for all", () => {
      for (const phone of gone) phone.isOnline = true;
      for (const tab of gone.flatMap(({ tabs }) => tabs)) tab.loop.kick("online");
    });
  });
  every(14_000, "signed out", () => {
    const phone = dice.pick(phones);
    if (!phone.isSignedIn) return;
    away(phone, "401", 500 + dice.below(6_000), { isSignedIn: false }, { isSignedIn: true });
  });
  every(18_000, "app too old", () => {
    const phone = dice.pick(phones);
    if (phone.protocol === 0) return;
    away(phone, "426", 500 + dice.below(6_000), { protocol: 0 }, { protocol: 1 });
  });
  every(15_000, "clock jump", () => {
    world.saw("clock jump");
    dice.pick(phones).clockMs = dice.chance(0.4) ? 0 : (dice.below(7) - 3) * dayMs + dice.below(100_000);
  });
  every(7_000, "reload", () => {
    const tab = anyTab(phones, dice);
    if (tab === null) return;
    world.saw("reload");
    closeTab(tab);
    reopen(tab.phone);
  });
  const backups = createBackups(world, dice, pace, ledger, reopen);
  every(3_000, "backup", () => {
    const tab = anyTab(phones, dice);
    if (tab !== null) backups.take(tab);
  });
  every(5_000, "backup restored", () => backups.putOneBack());
  every(30_000, "data cleared", () => {
    const phone = dice.pick(phones);
    // One that is being restored has no data.
    if (phone.factory === null) return;
    world.saw("data cleared");
    ledger.forgetSince(phone, new Set());
    backups.forget(phone);
    clearData(phone);
    reopen(phone);
  });
  // What a phone does when it has nothing else to do.
  every(2_000, "lines unpacked", () => {
    const tab = anyTab(phones, dice);
    if (tab === null) return;
    const seen = async (): Promise<void> => world.saw("lines unpacked");
    unpackLines(tab.replica.db, seen).catch((error: unknown) =>
      world.remark(`${tab.name} does not unpack: ${String(error).slice(0, 160)}`),
    );
  });
  every(5_000, "second tab", () => {
    const phone = dice.pick(phones);
    if (phone.tabs.length < 2) reopen(phone);
  });
  every(350, "", () => {
    const tab = anyTab(phones, dice);
    // A hint wakes all tabs of a phone, and they ask from the same cursor.
    if (dice.chance(0.5)) tab?.loop.kick("poll");
    else for (const one of tab?.phone.tabs ?? []) one.loop.kick("hint");
  });
  every(2_500, "", () => plan(world, dice, phones, reopen));
}

function anyTab(phones: readonly Phone[], dice: Dice): Tab | null {
  const tabs = phones.flatMap((phone) => phone.tabs);
  return tabs.length === 0 ? null : dice.pick(tabs);
}

/** Something that befalls a tab while its database works: counted in tasks of IndexedDB from now on. */
function plan(world: World, dice: Dice, phones: readonly Phone[], reopen: (phone: Phone) => void): void {
  const tab = anyTab(phones, dice);
  if (tab === null) return;
  const fault = dice.pick([
    "crash in a transaction",
    "crash in a transaction",
    "quota",
    "database closed",
  ] as const);
  let left = 1 + dice.below(60);
  world.onTask = () => {
    if (!tab.isAlive) {
      world.onTask = () => undefined;
      return;
    }
    left -= 1;
    if (left > 0 || !befall(tab, fault)) return;
    world.onTask = () => undefined;
    world.saw(fault);
    world.note(`${tab.name}: ${fault}`);
    if (!tab.isAlive)
      world.after(200 + dice.below(3_000), `${tab.name} starts again`, () => reopen(tab.phone));
  };
}

function befall(tab: Tab, fault: "crash in a transaction" | "quota" | "database closed"): boolean {
  switch (fault) {
    case "crash in a transaction":
      return crashIfWriting(tab);
    case "quota":
      return failWrite(tab);
    case "database closed":
      return closeUnder(tab);
  }
}
