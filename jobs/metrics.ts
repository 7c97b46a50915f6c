/**
 * The job process's numbers as Prometheus reads them: what became of pushes and mails, how long a notification took from
 * its due moment into the hands of its push service, and what the database says is waiting. Nothing in it names a person,
 * a ticket or a device.
 */
import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../server/db";
import { countMailsWaiting } from "../server/mail/outbox-mail";
import type { MetricsAddress } from "../server/metrics-settings";
import { countWaiting } from "../server/outbox/outbox";
import { countUndelivered } from "../server/outbox/undelivered";
import { countDevices } from "../server/push/health";

export interface Metrics {
  /** One try of a push ended; `lateMs`: since it was due, of a first try that was sent. */
  notePush(became: string, lateMs: number | null): void;
  noteMails(tally: Readonly<Record<string, number>>): void;
  /** Prometheus text. */
  read(): Promise<string>;
}

/** 200 ms is the budget (PRODUCT.md); hours are devices that were off, or quiet. */
const handedOverBuckets = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300, 3_600];

export function createMetrics(database: Database): Metrics {
  const registry = new Registry();
  const common = { registers: [registry] };
  collectDefaultMetrics({ register: registry });
  const pushes = new Counter({
    ...common,
    name: "genba_push_tries_total",
    help: "Tries of push messages by what became of them",
    labelNames: ["became"],
  });
  const handedOver = new Histogram({
    ...common,
    name: "genba_push_handed_over_seconds",
    help: "From the moment a notification was due until its push service took it, at the first try",
    buckets: handedOverBuckets,
  });
  const mails = new Counter({
    ...common,
    name: "genba_mail_total",
    help: "Mails of notices by what became of them",
    labelNames: ["became"],
  });
  const waiting = new Gauge({
    ...common,
    name: "genba_waiting",
    help: "Notifications on their way",
    labelNames: ["channel"],
  });
  const overdue = new Gauge({
    ...common,
    name: "genba_overdue_seconds",
    help: "How long the oldest of them should have left",
    labelNames: ["channel"],
  });
  const undelivered = new Gauge({
    ...common,
    name: "genba_undelivered",
    help: "Given up, on devices and by mail, until an administrator sends them again",
  });
  const devices = new Gauge({
    ...common,
    name: "genba_push_devices",
    help: "Devices that are registered, by whether they proved that they hear, and those silent for two weeks",
    labelNames: ["state"],
  });

  const look = async (): Promise<void> => {
    const [push, mail, dead, states] = await Promise.all([
      countWaiting(database),
      countMailsWaiting(database),
      countUndelivered(database),
      countDevices(database),
    ]);
    for (const [channel, { waiting: count, overdueMs }] of Object.entries({ push, mail })) {
      waiting.set({ channel }, count);
      overdue.set({ channel }, overdueMs / 1_000);
    }
    undelivered.set(dead);
    for (const [state, count] of Object.entries(states)) devices.set({ state }, count);
  };

  return {
    notePush(became, lateMs) {
      pushes.inc({ became });
      if (lateMs !== null) handedOver.observe(Math.max(0, lateMs) / 1_000);
    },
    noteMails(tally) {
      for (const [became, count] of Object.entries(tally)) if (count > 0) mails.inc({ became }, count);
    },
    async read() {
      await look();
      return registry.metrics();
    },
  };
}

const contentType = "text/plain; version=0.0.4; charset=utf-8";

/** `/metrics` at this address until it is closed. Rejects when the port is taken. */
export async function serveMetrics(
  { host, port }: MetricsAddress,
  metrics: Pick<Metrics, "read">,
  log: (line: string) => void,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    metrics.read().then(
      (text) =>
        response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(text),
      (error: unknown) => {
        // The database is away: what scrapes it sees that something is wrong.
        log(`metrics: ${error instanceof Error ? error.name : "unknown"}`);
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
