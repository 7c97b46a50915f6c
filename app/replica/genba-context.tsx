/** The open replica of the signed-in account, and the few hooks by which screens read it. */
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from "react";
import type { RememberedAccount } from "../../client/device";
import type { DirectoryView, Genba } from "../../client/genba";
import type { SyncState } from "../../client/sync/state";
import { summarizeQueue } from "../../client/views/queue";
import { listReturned } from "../../client/views/returned";
import type { TicketId } from "../../core/ids";
import { useShared } from "./use-live";

export interface Session {
  readonly genba: Genba;
  readonly account: RememberedAccount;
}
const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside SessionProvider");
  return session;
}

export function useGenba(): Genba {
  return useSession().genba;
}

/** The desk in memory: people, groups, sites, categories, assets. */
export function useDirectory(): DirectoryView {
  const genba = useGenba();
  const subscribe = useCallback((listener: () => void) => genba.subscribeDirectory(listener), [genba]);
  const read = useCallback(() => genba.directory(), [genba]);
  return useSyncExternalStore(subscribe, read, read);
}

export function useSyncState(): SyncState {
  const { sync } = useGenba();
  return useSyncExternalStore(sync.subscribe, sync.state, sync.state);
}

const queueSummaryOf = ({ db }: Genba) => summarizeQueue(db);
export function useQueueSummary() {
  const genba = useGenba();
  return useShared(genba, queueSummaryOf) ?? { count: 0, oldestAt: null, files: 0, stuck: 0 };
}

export interface CameBack {
  /** Actions that came back and are still open. */
  readonly count: number;
  readonly ticketIds: ReadonlySet<TicketId>;
}

const cameBackOf = ({ db }: Genba) => listReturned(db);
export function useCameBack(): CameBack {
  const genba = useGenba();
  const rows = useShared(genba, cameBackOf);
  return useMemo(
    () => ({ count: rows?.length ?? 0, ticketIds: new Set(rows?.map((row) => row.ticketId)) }),
    [rows],
  );
}
