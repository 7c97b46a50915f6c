/** The app's own updates: found by the worker, taken by a person's tap (client/update.ts). */
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createBrowserPlatform } from "../../client/platform";
import type { AppUpdates } from "../../client/update";
import { useStartWhenSettled } from "../replica/use-live";

const UpdatesContext = createContext<AppUpdates | null>(null);

/** Registers the worker once the first screen is there: it must not compete with it. */
export function UpdatesProvider({ children }: { children: ReactNode }) {
  const [updates, setUpdates] = useState<AppUpdates | null>(null);
  useEffect(reloadWithOthers, []);
  useStartWhenSettled(async () => {
    const { keepChecking } = await import("../../client/update");
    const found = await startOnce();
    setUpdates(found);
    return found ? keepChecking(found, createBrowserPlatform(), document) : () => {};
  });
  return <UpdatesContext value={updates}>{children}</UpdatesContext>;
}

/** Another tab may take an update while this one still starts: from then on its later parts are of the other app. */
function reloadWithOthers(): () => void {
  const workers = navigator.serviceWorker;
  // The very first worker takes over a page that is of its version.
  if (!workers?.controller) return () => {};
  const reload = () => location.reload();
  workers.addEventListener("controllerchange", reload);
  return () => workers.removeEventListener("controllerchange", reload);
}

let started: Promise<AppUpdates | null> | null = null;
/** Effects may run twice; the worker is registered once. */
function startOnce(): Promise<AppUpdates | null> {
  started ??= import("../../client/update").then(({ startUpdates }) => startUpdates(() => location.reload()));
  return started;
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
