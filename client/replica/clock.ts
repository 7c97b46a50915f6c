/**
 * The measured difference to the server's clock (T1). A sample is taken from every answer: serverTime against the
 * middle of the round trip. The newest sample is stored, so that an action saved after a restart still carries one.
 * Times are uncertain when wall and monotonic clock have drifted by over 2 s since the sample (or since this runtime
 * began), or when the wall clock stands before the stored sample: somebody set it.
 */
import type { EpochMs } from "../../core/ids";
import type { Platform } from "../platform";
import type { ReplicaDatabase } from "./database";
import type { ClockMeta } from "./meta";

const jumpMs = 2_000;
/** Differences below this are the network's, not the clock's: not worth a write. */
const worthStoringMs = 50;

export interface Clock {
  /** Times of one request; call the answer with the server's time when it is in. */
  startRoundTrip(): (serverTime: EpochMs) => Promise<void>;
  /** The server's time as far as this phone knows it: what rights and deadlines are judged at on the screen. */
  now(): EpochMs;
  /** `sample`: as it is read inside the transaction that saves an action. */
  stamp(sample: ClockMeta | null): ClockStamp;
}
export interface ClockStamp {
  readonly occurredAt: EpochMs;
  readonly clockOffset: number | null;
  readonly uncertainTime: boolean;
}

export async function createClock(db: ReplicaDatabase, platform: Platform): Promise<Clock> {
  let offsetMs = (await readSample(db))?.offsetMs ?? 0;
  let since = { wall: platform.now(), monotonic: platform.monotonic() };
  return {
    startRoundTrip() {
      const sent = { wall: platform.now(), monotonic: platform.monotonic() };
      return async (serverTime) => {
        const tookMs = platform.monotonic() - sent.monotonic;
        offsetMs = Math.round(serverTime - (sent.wall + tookMs / 2));
        since = { wall: platform.now(), monotonic: platform.monotonic() };
        const stored = await readSample(db);
        if (stored !== null && Math.abs(stored.offsetMs - offsetMs) < worthStoringMs) return;
        await db.meta.put({ key: "clock", offsetMs, sampledAt: since.wall });
      };
    },
    now: () => platform.now() + offsetMs,
    stamp(sample) {
      const wall = platform.now();
      const drift = Math.abs(wall - since.wall - (platform.monotonic() - since.monotonic));
      return {
        occurredAt: wall,
        clockOffset: sample?.offsetMs ?? null,
        uncertainTime: drift > jumpMs || (sample !== null && wall < sample.sampledAt - jumpMs),
      };
    },
  };
}

async function readSample(db: ReplicaDatabase): Promise<ClockMeta | null> {
  const row = await db.meta.get("clock");
  return row?.key === "clock" ? row : null;
}
