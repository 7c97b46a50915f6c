/** Whether this app is on the home screen, and how it gets there. */
import { useSyncExternalStore } from "react";
import { kept } from "../../client/install-offer";
import { type InstallWay, installWay } from "./install-way";

const standaloneQuery = "(display-mode: standalone)";

/** `installed`: opened from the home screen. Null: this browser cannot. */
export function useInstall(): InstallWay | "installed" | null {
  return useSyncExternalStore(subscribe, read, read);
}

function read(): InstallWay | "installed" | null {
  // iOS has a property of its own for it.
  const isStandalone = (navigator as { readonly standalone?: boolean }).standalone === true;
  if (isStandalone || matchMedia(standaloneQuery).matches) return "installed";
  const { userAgent, maxTouchPoints } = navigator;
  return installWay({ userAgent, touchPoints: maxTouchPoints, hasOffer: kept.offer !== null });
}

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(standaloneQuery);
  const onInstalled = () => {
    kept.offer = null;
    onChange();
  };
  media.addEventListener("change", onChange);
  addEventListener("beforeinstallprompt", onChange);
  addEventListener("appinstalled", onInstalled);
  return () => {
    media.removeEventListener("change", onChange);
    removeEventListener("beforeinstallprompt", onChange);
    removeEventListener("appinstalled", onInstalled);
  };
}

/** By a tap. An offer can be used once; the browser makes another when it likes. */
export async function install(): Promise<void> {
  const { offer } = kept;
  kept.offer = null;
  await offer?.prompt();
}
