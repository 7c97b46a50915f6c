/**
 * The browser's own offer to install this app (Chromium). It comes once, early, before the part of the app that shows
 * it is there, so it is kept from the first moment; that part listens for what comes later.
 */
export interface InstallOffer {
  prompt(): Promise<unknown>;
}

export const kept: { offer: InstallOffer | null } = { offer: null };

/** Window only. The browser's own banner stays away: the app asks at a better moment. */
export function keepInstallOffer(): void {
  (globalThis as unknown as EventTarget).addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    kept.offer = event as Event & InstallOffer;
  });
}
