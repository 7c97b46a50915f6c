/** The number on the app's icon, where the platform has one; in a window and in the worker. Never fails. */
interface Badger {
  setAppBadge?(count: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

export async function showAppBadge(count: number): Promise<void> {
  const badger = navigator as unknown as Badger;
  // Refused where the app is not installed, or notifications are not allowed (iOS).
  if (count > 0) await badger.setAppBadge?.(count).catch(() => undefined);
  else await badger.clearAppBadge?.().catch(() => undefined);
}
