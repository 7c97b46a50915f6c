/**
 * A page that is left by a link may be kept, frozen, for the way back. WebKit freezes it in the middle of a transaction,
 * and whoever wants the same stores then, in any page, waits for as long as it is kept (C7). So transactions end with
 * the page: what is typed goes beside the database (spare.ts), and a page that is come back to starts anew.
 */
import type { DBCore, DBCoreTransaction, Middleware } from "dexie";

const running = new Set<DBCoreTransaction>();
const left = new AbortController();
/** Aborted when the page is left: what must not be lost with it goes elsewhere now, without waiting for anything. */
export const pageLeft: AbortSignal = left.signal;

/** For each database that a page opens: `db.use(endWithPage)`. */
export const endWithPage: Middleware<DBCore> = {
  stack: "dbcore",
  name: "endWithPage",
  create: (down) => ({
    ...down,
    transaction(...wanted) {
      pageLeft.throwIfAborted();
      const transaction = down.transaction(...wanted);
      running.add(transaction);
      for (const end of ["complete", "abort"]) {
        (transaction as unknown as EventTarget).addEventListener(end, () => running.delete(transaction));
      }
      return transaction;
    },
  }),
};

/** Window only. */
export function endTransactionsWithPage(page: EventTarget, reload: () => void): void {
  page.addEventListener(
    "pagehide",
    (event) => {
      left.abort();
      if (isKept(event)) for (const transaction of running) abort(transaction);
      // Before a form's own, which keeps its draft then.
    },
    true,
  );
  page.addEventListener("pageshow", (event) => {
    if (isKept(event)) reload();
  });
}

const isKept = (event: Event): boolean => (event as { readonly persisted?: boolean }).persisted === true;

function abort(transaction: DBCoreTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It is being committed.
  }
}
