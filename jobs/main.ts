/**
 * The job process: delivers the outbox, by push and by mail, calls webhooks, and lets go of what has run out. Any number of them may run on one database.
 * It ends when its parent's pipe closes, and on SIGTERM after the sends in hand; killed, it loses nothing (S5).
 */
import { fstatSync } from "node:fs";
import { climbAssignments } from "../server/assignments/climb";
import { readBucketSettings } from "../server/attachments/bucket-settings";
import { createStore } from "../server/attachments/create-store";
import { sweepAttachments, sweepEveryMs } from "../server/attachments/sweep";
import { database, databaseUrl } from "../server/db";
import { forgetOldEvents } from "../server/events/forget";
import { settleChildren, settleQuiet } from "../server/events/settle";
import { loadKeys } from "../server/keys";
import { notifyCommitted } from "../server/live/notify";
import { readMailSettings } from "../server/mail/mail-settings";
import { countMailsWaiting } from "../server/mail/outbox-mail";
import { readMetricsAddress } from "../server/metrics-settings";
import { forgetOldNotices } from "../server/outbox/forget";
import { countWaiting } from "../server/outbox/outbox";
import { judgeClocks } from "../server/plots/judge";
import { forgetOldProbes } from "../server/push/probes";
import { readPushSettings } from "../server/push/push-settings";
import { watchSilence } from "../server/push/silence";
import { rejudgeLeft } from "../server/reviews/rejudge-left";
import { remindReviewers } from "../server/reviews/remind";
import { readSettings, SettingsError } from "../server/settings";
import { warnOfClocks } from "../server/sla/warn";
import { expireTickets } from "../server/tickets/expire";
import { forgetOldDeliveries } from "../server/webhooks/forget";
import { readWebhookHosts } from "../server/webhooks/webhook-hosts";
import { startDelivery } from "./delivery";
import { startLoop } from "./loop";
import { startMail } from "./mail";
import { createMetrics, serveMetrics } from "./metrics";
import { startWebhooks } from "./webhooks";

const expiryEveryMs = 10 * 60_000;
const silenceEveryMs = 60 * 60_000;
const reviewsEveryMs = 20_000;
const assignmentsEveryMs = 30_000;
const eventsEveryMs = 5_000;
const clocksEveryMs = 15_000;
/** Closed incidents judged at once, and how often in one look: a calendar that changes has all of them judged anew. */
const judgedMax = 500;
const judgedTimesMax = 20;
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
  const mailSettings = readMailSettings();
  const webhookHosts = readWebhookHosts();
  const metricsAddress = readMetricsAddress();
  const { dataFolder, origin } = readSettings();
  const kept = { dataFolder, store: createStore(dataFolder, readBucketSettings()) };
  const { vapid } = loadKeys(dataFolder);
  const db = database();
  const metrics = metricsAddress === null ? null : createMetrics(db);
  const webhooks = startWebhooks({ database: db, hosts: webhookHosts, origin, log });
  const delivery = startDelivery({
    database: db,
    databaseUrl: databaseUrl(),
    settings,
    vapid,
    origin,
    log,
    onHint: webhooks.wake,
    onEnded: (became, { attempt, dueAt }) =>
      metrics?.notePush(became, became === "sent" && attempt === 1 ? Date.now() - dueAt : null),
  });
  const mail = startMail({ database: db, settings: mailSettings, log });
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
      await forgetOldNotices(db, Date.now());
      await forgetOldEvents(db, Date.now());
      await forgetOldDeliveries(db, Date.now());
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
  const assignments = startLoop({
    name: "assignments",
    everyMs: assignmentsEveryMs,
    log,
    work: async () => {
      const count = await climbAssignments(db, Date.now());
      if (count === 0) return;
      notifyCommitted(db, true);
      log(`assignments: ${count} told of what nobody touched`);
    },
  });
  const clocks = startLoop({
    name: "clocks",
    everyMs: clocksEveryMs,
    log,
    work: async () => {
      const count = await warnOfClocks(db, Date.now());
      if (count === 0) return;
      notifyCommitted(db, true);
      log(`clocks: ${count} told of targets that are near or past`);
    },
  });
  const judgement = startLoop({
    name: "judgement",
    everyMs: clocksEveryMs,
    log,
    work: async () => {
      for (let time = 0; time < judgedTimesMax; time += 1)
        if ((await judgeClocks(db, judgedMax, Date.now())) < judgedMax) return;
    },
  });
  const attachments = startLoop({
    name: "attachments",
    everyMs: sweepEveryMs,
    log,
    work: async () => {
      const count = await sweepAttachments(db, kept, Date.now());
      if (count > 0) log(`attachments: ${count} files that nobody asks for were removed`);
    },
  });
  const events = startLoop({
    name: "events",
    everyMs: eventsEveryMs,
    log,
    work: async () => {
      const quiet = await settleQuiet(db);
      const children = await settleChildren(db);
      const count = quiet.count + children.count;
      if (count === 0) return;
      notifyCommitted(db, quiet.told || children.told);
      log(`events: ${quiet.count} are quiet, ${children.count} settled after the first of their storm`);
    },
  });
  const health = startLoop({
    name: "health",
    everyMs: healthEveryMs,
    log,
    work: async () => {
      const mailed = mail.takeTally();
      metrics?.noteMails(mailed);
      const lines = [
        describe("outbox", delivery.takeTally(), await countWaiting(db)),
        describe("mail", mailed, await countMailsWaiting(db)),
      ];
      for (const line of lines) if (line !== null) log(line);
    },
  });
  const serving =
    metrics === null || metricsAddress === null ? null : serveMetrics(metricsAddress, metrics, log);
  // Notifications matter more than their numbers.
  serving?.catch((error: NodeJS.ErrnoException) =>
    log(`metrics: not served on GENBA_METRICS (${error.code ?? error.name})`),
  );
  onEnd(async () => {
    const loops = [
      health,
      events,
      attachments,
      clocks,
      judgement,
      assignments,
      reviews,
      silence,
      expiry,
      mail,
      delivery,
      webhooks,
    ];
    await Promise.all([
      ...loops.map((loop) => loop.stop()),
      serving?.then(
        (one) => one.stop(),
        () => undefined,
      ),
    ]);
    await db.$disconnect();
  });
  const mails = mailSettings.smtp === null ? `mails as files in ${mailSettings.folder}` : "mails";
  log(`ready: delivers notifications and ${mails}, lets go of what ran out`);
}

/** Null when there is nothing to tell: what waits is told beside what was done, or when it waits too long. */
function describe(
  name: string,
  tally: Readonly<Record<string, number>>,
  { waiting, overdueMs }: { readonly waiting: number; readonly overdueMs: number },
): string | null {
  const parts = Object.entries(tally).flatMap(([became, count]) => (count > 0 ? [`${count} ${became}`] : []));
  if (waiting > 0 && (parts.length > 0 || overdueMs > healthEveryMs)) {
    parts.push(`${waiting} waiting, the oldest ${Math.round(overdueMs / 1000)} s overdue`);
  }
  return parts.length === 0 ? null : `${name}: ${parts.join(", ")}`;
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
