/** The app's own updates: found by the worker, taken by a person's tap (client/update.ts). */
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createBrowserPlatform } from "../../client/platform";
import { type AppUpdates, keepChecking, startUpdates } from "../../client/update";

const UpdatesContext = createContext<AppUpdates | null>(null);

/** Registers the worker once the first screen is there: it must not compete with it. */
export function UpdatesProvider({ children }: { children: ReactNode }) {
  const [updates, setUpdates] = useState<AppUpdates | null>(null);
  useEffect(() => {
    const found = startOnce();
    setUpdates(found);
    return found ? keepChecking(found, createBrowserPlatform(), document) : undefined;
  }, []);
  return <UpdatesContext value={updates}>{children}</UpdatesContext>;
}

let started: { readonly updates: AppUpdates | null } | null = null;
/** Effects may run twice; the worker is registered once. */
function startOnce(): AppUpdates | null {
  started ??= { updates: startUpdates(() => location.reload()) };
  return started.updates;
}

/** Takes the waiting version, or reloads to look for one. Null while there is nothing to take. */
export function useUpdate(): { readonly waiting: boolean; readonly take: () => void } {
  const updates = useContext(UpdatesContext);
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    if (!updates) return;
    setWaiting(updates.isWaiting());
    return updates.subscribe(() => setWaiting(updates.isWaiting()));
  }, [updates]);
  const take = () => {
    if (updates?.isWaiting()) updates.accept();
    else location.reload();
  };
  return { waiting, take };
}
