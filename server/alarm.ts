/** Lines an administrator must see, without a flood of the same one. */
const quietMs = 10 * 60_000;
const keysMax = 100;

/** At most one line a key in ten minutes. */
export function createAlarm(
  log: (line: string) => void,
  now: () => number,
): (key: string, line: string) => void {
  const lastAt = new Map<string, number>();
  return (key, line) => {
    const last = lastAt.get(key);
    if (last !== undefined && now() - last < quietMs) return;
    if (lastAt.size >= keysMax) lastAt.clear();
    lastAt.set(key, now());
    log(`ALARM ${line}`);
  };
}
