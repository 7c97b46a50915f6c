import { vapidPairFor } from "../keys";
import { notifyCommitted } from "../live/notify";
import {
  confirmInput,
  deviceInput,
  devicesInput,
  heardInput,
  subscribeInput,
  titlesInput,
  unsubscribeInput,
} from "../push/device-input";
import { listDevices, noteHeard, readProbe, removeDevice, showTitles, testDevice } from "../push/health";
import { confirmProbe } from "../push/probes";
import { subscribe, unsubscribe } from "../push/subscriptions";
import { Refusal } from "../refusal";
import { accountProcedure, createRouter, requireAccount } from "./procedures";

const devicesRouter = createRouter({
  list: accountProcedure.input(devicesInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { devices: await listDevices(ctx.database, ctx.account.id, input.endpoint) };
  }),
  showTitles: accountProcedure.input(titlesInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await showTitles(ctx.database, ctx.account.id, input.id, input.showsTitles);
    return { showsTitles: input.showsTitles };
  }),
  /** Sends a message that the device answers; `probe` says how far it came. */
  test: accountProcedure.input(deviceInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const probeId = await testDevice(ctx.database, ctx.account.id, input.id);
    notifyCommitted(ctx.database, true);
    return { probeId };
  }),
  probe: accountProcedure.input(deviceInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { hops: await readProbe(ctx.database, ctx.account.id, input.id) };
  }),
  remove: accountProcedure.input(deviceInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await removeDevice(ctx.database, ctx.account.id, input.id);
    return { removed: true };
  }),
});

export const pushRouter = createRouter({
  /** The VAPID public key that a browser subscribes with. */
  key: accountProcedure.query(({ ctx }) => ({ publicKey: ctx.vapid.publicKey })),
  /** This device takes notifications for this account, and for no other one; `active` once it proved that it hears. */
  subscribe: accountProcedure.input(subscribeInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const { replaces = null, vapidKey = null } = input;
    // Nothing that we sign would ever be taken for it.
    if (vapidPairFor(ctx.vapid, vapidKey) === null) throw new Refusal("input.malformed");
    const device = { ...input, userAgent: ctx.userAgent, replaces, vapidKey };
    const { active, asked, removed } = await subscribe(ctx.database, ctx.account.id, device);
    if (asked) notifyCommitted(ctx.database, true);
    return { subscribed: !removed, active };
  }),
  unsubscribe: accountProcedure.input(unsubscribeInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await unsubscribe(ctx.database, ctx.account.id, input.endpoint);
    return { subscribed: false };
  }),
  /** The token of a probe, given back by the device that it came to through push. */
  confirm: accountProcedure.input(confirmInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const known = await confirmProbe(ctx.database, ctx.account.id, input.token, input.hop);
    // What came while it proved itself is on its way now.
    if (known) notifyCommitted(ctx.database, true);
    return { known };
  }),
  /** This device heard a notification. */
  heard: accountProcedure.input(heardInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await noteHeard(ctx.database, ctx.account.id, input.endpoint);
    return { heard: true };
  }),
  devices: devicesRouter,
});
