/** A person's own devices and tests of them: online only, nothing of it is kept on the phone. All throw TransportError. */
import type { AccountId } from "../core/ids";
import type { DeviceHealth, ProbeHops } from "../core/push/health";
import { pushEndpoint } from "./push-subscription";
import { callServer } from "./trpc-transport";

export async function listDevices(accountId: AccountId): Promise<readonly DeviceHealth[]> {
  const input = { accountId, endpoint: await pushEndpoint() };
  const answer = await callServer<{ readonly devices: readonly DeviceHealth[] }>(
    "query",
    "push.devices.list",
    input,
  );
  return answer.devices;
}

export async function removeDevice(accountId: AccountId, id: string): Promise<void> {
  await callServer("mutation", "push.devices.remove", { accountId, id });
}

/** Whether its notifications say what a ticket is about. */
export async function showTitles(accountId: AccountId, id: string, showsTitles: boolean): Promise<void> {
  await callServer("mutation", "push.devices.showTitles", { accountId, id, showsTitles });
}

/** Sends a message that the device answers. The answer is the test's id. */
export async function testDevice(accountId: AccountId, id: string): Promise<string> {
  const answer = await callServer<{ readonly probeId: string }>("mutation", "push.devices.test", {
    accountId,
    id,
  });
  return answer.probeId;
}

/** How far a test came; null: its device is no more. */
export async function readProbe(accountId: AccountId, id: string): Promise<ProbeHops | null> {
  const answer = await callServer<{ readonly hops: ProbeHops | null }>("query", "push.devices.probe", {
    accountId,
    id,
  });
  return answer.hops;
}
