/**
 * The job process: delivers the outbox and lets go of what has run out. Any number of them may run on one database.
 * It ends when its parent's pipe closes, and on SIGTERM after the sends in hand; killed, it loses nothing (S5).
 */
import { fstatSync } from "node:fs";
import { database, databaseUrl } from "../server/db";
import { loadKeys } from "../server/keys";
import { notifyCommitted } from "../server/live/notify";
import type { Tally } from "../server/outbox/courier";
import { countWaiting } from "../server/outbox/outbox";
import { forgetOldProbes } from "../server/push/probes";
import { readPushSettings } from "../server/push/push-settings";
import { watchSilence } from "../server/push/silence";
import { rejudgeLeft } from "../server/reviews/rejudge-left";
import { remindReviewers } from "../server/reviews/remind";
import { readSettings, SettingsError } from "../server/settings";
import { expireTickets } from "../server/tickets/expire";
import { startDelivery } from "./delivery";
import { startLoop } from "./loop";

const expiryEveryMs = 10 * 60_000;
const silenceEveryMs = 60 * 60_000;
const reviewsEveryMs = 20_000;
const healthEveryMs = 60_000;
/** What cannot end in this time is taken up by the next process. */
const stopTimeoutMs = 15_000;

const log = (line: string): void => console.log(line);

try {
  main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function main(): void {
  const settings = readPushSettings();
  const { dataFolder, origin } = readSettings();
  const { vapid } = loadKeys(dataFolder);
  const db = database();
  const delivery = startDelivery({ database: db, databaseUrl: databaseUrl(), settings, vapid, origin, log });
  const expiry = startLoop({
    name: "expiry",
    everyMs: expiryEveryMs,
    log,
    work: async () => {
      const count = await expireTickets(db, Date.now());
      if (count > 0) log(`expiry: ${count} left the phones`);
    },
  });
  const silence = startLoop({
    name: "silence",
    everyMs: silenceEveryMs,
    log,
    work: async () => {
      const { asked, removed } = await watchSilence(db, Date.now());
      await forgetOldProbes(db, Date.now());
      if (asked > 0) notifyCommitted(db, true);
      if (asked + removed > 0) log(`silence: ${asked} devices asked, ${removed} let go`);
    },
  });
  const reviews = startLoop({
    name: "reviews",
    everyMs: reviewsEveryMs,
    log,
    work: async () => {
      const judged = await rejudgeLeft(db);
      if (judged.count > 0) {
        notifyCommitted(db, judged.told);
        log(`reviews: ${judged.count} waited for somebody who is gone, judged again`);
      }
      const count = await remindReviewers(db, Date.now());
      if (count === 0) return;
      notifyCommitted(db, true);
      log(`reviews: ${count} reminded`);
    },
  });
  const health = startLoop({
    name: "health",
    everyMs: healthEveryMs,
    log,
    work: async () => {
      const tally = delivery.takeTally();
      const { waiting, overdueMs } = await countWaiting(db);
      const line = describe(tally, waiting, overdueMs);
      if (line !== null) log(line);
    },
  });
  onEnd(async () => {
    await Promise.all([health.stop(), reviews.stop(), silence.stop(), expiry.stop(), delivery.stop()]);
    await db.$disconnect();
  });
  log("ready: delivers notifications, lets go of what ran out");
}

/** Null when there is nothing to tell: what waits is told beside what was done, or when it waits too long. */
function describe(tally: Tally, waiting: number, overdueMs: number): string | null {
  const parts = Object.entries(tally).flatMap(([became, count]) => (count > 0 ? [`${count} ${became}`] : []));
  if (waiting > 0 && (parts.length > 0 || overdueMs > healthEveryMs)) {
    parts.push(`${waiting} waiting, the oldest ${Math.round(overdueMs / 1000)} s overdue`);
  }
  return parts.length === 0 ? null : `outbox: ${parts.join(", ")}`;
}

function onEnd(stop: () => Promise<void>): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  if (!isPiped()) return;
  process.stdin.on("end", end);
  process.stdin.on("close", end);
  process.stdin.on("error", end);
  process.stdin.resume();
}

/** A parent that holds the other end; a terminal or /dev/null is not one. */
function isPiped(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
}
