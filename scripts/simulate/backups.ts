/** Backups of phones: taken now and then, put back later, beside what their people did meanwhile. */
import type { QueueEntry } from "../../client/replica/rows";
import type { ActionId } from "../../core/ids";
import type { Dice } from "./dice";
import type { Ledger } from "./ledger";
import { takeBack } from "./people";
import { type Backup, backUp, type Phone, restoreBackup, type Tab } from "./phones";
import type { World } from "./world";

export interface Backups {
  /** Now, or as soon as something waits there that was never sent; an older one that is not old enough stays. */
  take(tab: Tab): void;
  /** Of some phone; none while there is none. */
  putOneBack(): void;
  forget(phone: Phone): void;
}

interface Kept {
  readonly rows: Backup;
  readonly known: ReadonlySet<ActionId>;
  readonly at: number;
}

const triesMax = 20;
/** Much of what waited has been sent by then. */
const oldMs = 5_000;

/** `reopen` gives a phone a tab again. */
export function createBackups(
  world: World,
  dice: Dice,
  pace: number,
  ledger: Ledger,
  reopen: (phone: Phone) => void,
): Backups {
  const backups = new Map<Phone, Kept>();
  const isOld = ({ at }: Kept): boolean => world.now() - at > oldMs * pace;

  /** What a backup holds and its person took back later, or the other way round: other content under one id (S3). */
  const takeBackSoon = (phone: Phone): void => {
    world.after(100 + dice.below(900), "", () => {
      const tab = phone.tabs[0];
      if (tab === undefined) return;
      takeBack(world, tab, ledger, dice).catch((error: unknown) =>
        world.remark(`${tab.name} takes nothing back: ${String(error).slice(0, 160)}`),
      );
    });
  };

  const keep = (tab: Tab, triesLeft: number): void => {
    const known = new Set(ledger.saved.keys());
    backUp(tab).then(
      (rows) => {
        if (triesLeft > 0 && !holdsUnsent(rows)) world.after(150, "", () => keep(tab, triesLeft - 1));
        else {
          backups.set(tab.phone, { rows, known, at: world.now() });
          if (dice.chance(0.5)) takeBackSoon(tab.phone);
        }
      },
      (error: unknown) => world.remark(`${tab.name} is not backed up: ${String(error)}`),
    );
  };

  /** No network yet; its person meanwhile takes back what waits there, and was sent in the life before. */
  const lookThrough = (phone: Phone): void => {
    phone.isOnline = false;
    takeBackSoon(phone);
    world.after(1_500 + dice.below(2_000), `${phone.name} after its restoring`, () => {
      phone.isOnline = true;
      for (const tab of phone.tabs) tab.loop.kick("online");
    });
  };

  return {
    take(tab) {
      const kept = backups.get(tab.phone);
      if (kept === undefined || isOld(kept)) keep(tab, dice.chance(0.5) ? triesMax : 0);
    },
    putOneBack() {
      // Now and then one that is a moment old.
      const old = [...backups].filter(([, backup]) => isOld(backup) || dice.chance(0.15));
      if (old.length === 0) return;
      const [phone, backup] = dice.pick(old);
      backups.delete(phone);
      world.saw("backup restored");
      ledger.forgetSince(phone, backup.known);
      restoreBackup(phone, backup.rows).then(
        () => {
          if (holdsUnsent(backup.rows) && dice.chance(0.4)) lookThrough(phone);
          reopen(phone);
        },
        (error: unknown) => world.remark(`${phone.name} is not restored: ${String(error)}`),
      );
    },
    forget: (phone) => void backups.delete(phone),
  };
}

function holdsUnsent(rows: Backup): boolean {
  const queue = (rows.get("queue") ?? []) as readonly QueueEntry[];
  return queue.some((entry) => !entry.attempted && entry.action.type !== "void");
}
