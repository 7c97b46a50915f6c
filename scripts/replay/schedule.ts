/**
 * When each simulated device finds a network. The desk's devices always have one; a field device loses it for hours,
 * in windows drawn from a seed, and then delivers what it did in one batch, late.
 */
import { createHash } from "node:crypto";
import type { EpochMs } from "../../core/ids";
import type { LogPerson, PlannedAction } from "../../server/import/service-now/plan";

export interface Delivery {
  readonly device: number;
  readonly at: EpochMs;
  readonly actions: readonly PlannedAction[];
}

const hourMs = 3_600_000;
/** A device with a network sends what it did within the same minute together. */
const onlineBatchMs = 60_000;
const onlineHours = { least: 2, most: 12 };
const offlineHours = { least: 1, most: 8 };
/** One device in five stands on the desk. */
const deskShare = 5;

/** The device (0 … devices-1) of a person of the log; the desk's people share the first fifth. */
export function deviceOf(person: LogPerson, devices: number): number {
  const desks = Math.max(1, Math.floor(devices / deskShare));
  const fields = Math.max(1, devices - desks);
  const draw = createHash("sha256").update(person).digest().readUInt32BE(0);
  return person.startsWith("desk:") ? draw % desks : Math.min(devices - 1, desks + (draw % fields));
}

/** All deliveries in the order in which they reach the server; each device's actions in the order it did them. */
export function scheduleDeliveries(
  actions: readonly PlannedAction[],
  devices: number,
  seed: string,
): readonly Delivery[] {
  const desks = Math.max(1, Math.floor(devices / deskShare));
  const byDevice = new Map<number, PlannedAction[]>();
  for (const action of actions) {
    const device = deviceOf(action.actor, devices);
    const own = byDevice.get(device) ?? [];
    own.push(action);
    byDevice.set(device, own);
  }
  const deliveries: Delivery[] = [];
  for (const [device, own] of byDevice) {
    own.sort(inOrder);
    const arrives =
      device < desks ? (at: EpochMs): EpochMs => at : networkOf(`${seed}:${device}`, own[0]?.at ?? 0);
    let batch: PlannedAction[] = [];
    let batchAt = 0;
    for (const action of own) {
      const at = Math.max(arrives(action.at), batchAt);
      if (batch.length > 0 && at - batchAt > onlineBatchMs) {
        deliveries.push({ device, at: batchAt, actions: batch });
        batch = [];
      }
      batch.push(action);
      batchAt = at;
    }
    if (batch.length > 0) deliveries.push({ device, at: batchAt, actions: batch });
  }
  return deliveries.sort((a, b) => a.at - b.at || a.device - b.device);
}

/** Of two actions of one device, the one done first; within one minute the log's own order. */
export function inOrder(a: PlannedAction, b: PlannedAction): number {
  return a.at - b.at || a.number.localeCompare(b.number) || a.index - b.index;
}

/** Asked with times that never go backwards: when what was done at `at` reaches the server. */
function networkOf(seed: string, start: EpochMs): (at: EpochMs) => EpochMs {
  let draws = 0;
  const draw = (range: { least: number; most: number }): number => {
    draws += 1;
    const fraction = createHash("sha256").update(`${seed}:${draws}`).digest().readUInt32BE(0) / 2 ** 32;
    return (range.least + fraction * (range.most - range.least)) * hourMs;
  };
  let lost = start + draw(onlineHours);
  let found = lost + draw(offlineHours);
  return (at) => {
    while (at >= found) {
      lost = found + draw(onlineHours);
      found = lost + draw(offlineHours);
    }
    return at < lost ? at : found;
  };
}
