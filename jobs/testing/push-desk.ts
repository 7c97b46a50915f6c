/** A desk, a push service, and the job process's delivery between them: for tests of what reaches a device. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import webPush from "web-push";
import type { Ticket } from "../../core/tickets/ticket";
import type { PushDevice } from "../../e2e/fixtures/push-device";
import { pushServiceCaFile, startPushService } from "../../e2e/fixtures/push-service";
import type { VapidKeys } from "../../server/keys";
import { outboxChannel } from "../../server/live/channel";
import { parsePushHosts } from "../../server/push/push-hosts";
import { createDesk } from "../../server/testing/desk";
import { storeDevice, storeEntry } from "../../server/testing/outbox";
import { storeTicket, ticketOf } from "../../server/testing/ticket-row";
import { type Delivery, startDelivery } from "../delivery";

export async function createPushDesk() {
  const desk = await createDesk();
  const service = await startPushService();
  const { database } = desk;
  const vapid: VapidKeys = { ...webPush.generateVAPIDKeys(), previous: [webPush.generateVAPIDKeys()] };
  /** Of a device that subscribed with the pair of today. */
  const own = { vapidKey: vapid.publicKey };
  const lines: string[] = [];
  let running: Delivery[] = [];

  return {
    desk,
    service,
    vapid,
    own,
    /** What the deliveries of this test logged. */
    lines,
    /** `timeoutMs`: how long a push service may take; short, for those that never answer. */
    start({ timeoutMs = 3_000, pollMs }: { timeoutMs?: number; pollMs?: number } = {}): void {
      running.push(
        startDelivery({
          database,
          databaseUrl: desk.url,
          ...(pollMs === undefined ? {} : { pollMs }),
          settings: {
            hosts: parsePushHosts(service.allow) ?? [],
            extraCa: readFileSync(pushServiceCaFile, "utf8"),
            subject: "mailto:desk@example.com",
            timeoutMs,
          },
          vapid,
          origin: "https://desk.example",
          log: (line) => lines.push(line),
        }),
      );
    },
    /** A ticket of the engineer's, a device of theirs, and the notice that it was assigned to them. */
    async assign(
      given: Partial<Ticket> = {},
      { showsTitles = false }: { showsTitles?: boolean } = {},
    ): Promise<{ device: PushDevice; ticket: Ticket; entry: string }> {
      const ticket = await storeTicket(
        database,
        ticketOf(desk, { stage: "handle", holderId: desk.engineer, ...given }),
      );
      const device = service.createDevice(vapid.publicKey);
      await storeDevice(database, desk.engineer, device, { ...own, showsTitles });
      const entry = await storeEntry(database, ticket, desk.engineer);
      return { device, ticket, entry };
    },
    /** The hint that follows a COMMIT. */
    wake: (): Promise<unknown> => database.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`,
    readEntry: (id: string) =>
      database.outbox.findUniqueOrThrow({ where: { id }, include: { deliveries: true } }),
    /** After each test: nothing runs, nothing is stored, and the service had nothing to complain of. */
    async clean(): Promise<void> {
      await Promise.all(running.map((delivery) => delivery.stop()));
      running = [];
      service.answer({ kind: "status", status: 201 });
      expect(service.complaints).toEqual([]);
      lines.length = 0;
      await database.outbox.deleteMany();
      await database.pushSubscription.deleteMany();
      await database.pushRemoval.deleteMany();
    },
    async end(): Promise<void> {
      await service.stop();
      await desk.end();
    },
  };
}
