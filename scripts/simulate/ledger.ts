/** What people were told is saved: the side of every promise that is not the program's own word. */
import type { ActionDraft } from "../../client/queue/enqueue";
import type { AccountId, ActionId } from "../../core/ids";
import type { Phone } from "./phones";
import type { World } from "./world";

export interface Saved {
  readonly draft: ActionDraft;
  readonly accountId: AccountId;
  readonly phone: Phone;
  /** A text that only this action says; null where it says none of its own. */
  readonly token: string | null;
}

export interface Ledger {
  readonly saved: Map<ActionId, Saved>;
  /** Taken back before they were sent. */
  readonly discarded: Map<ActionId, Saved>;
  /** Saved and lost with the phone's disk, perhaps after they were sent. */
  readonly forgotten: Set<ActionId>;
  /** How many actions people saved, those taken back included. */
  count: number;
  nextToken(): string;
  /** A backup of a phone does not have what was saved after it: lost by nature, and not P1's to judge. */
  forgetSince(phone: Phone, known: ReadonlySet<ActionId>): void;
  note(line: string): void;
}

export function createLedger({ seed, note }: Pick<World, "seed" | "note">): Ledger {
  let tokens = 0;
  const saved: Ledger["saved"] = new Map();
  const forgotten: Ledger["forgotten"] = new Set();
  return {
    saved,
    forgotten,
    discarded: new Map(),
    count: 0,
    note,
    forgetSince(phone, known) {
      for (const [id, one] of saved) {
        if (one.phone !== phone || known.has(id)) continue;
        saved.delete(id);
        forgotten.add(id);
      }
    },
    nextToken: () => `w${seed}-${++tokens}.`,
  };
}
