/**
 * npm run replay -- FILE.csv.gz [--incidents N] [--devices M] [--parallel K] [--run NAME] [--acknowledged FILE]
 *
 * Plays the ServiceNow log (shared/data/README.md) as actions of M simulated devices, hours late where they had no
 * network, through the public push endpoint of the server that `npm start` runs. Started again with the same words
 * after a cut it goes on where it was: the server answers what it had decided with what it stored.
 */
import { appendFileSync } from "node:fs";
import { type BadRow, checkLogFile, readIncidents } from "../server/import/service-now/log-reader";
import { type LogPerson, type PlannedAction, planIncident } from "../server/import/service-now/plan";
import { Failure, runCommand } from "./failure";
import { accountIdOf, clientIdOf, toWireAction } from "./replay/actions";
import { prepareDesk } from "./replay/desk";
import { Device } from "./replay/device";
import { type ReplayOptions, readOptions } from "./replay/options";
import { play } from "./replay/play";
import { count, createTotals, reportLines } from "./replay/report";
import { type Delivery, deviceOf, scheduleDeliveries } from "./replay/schedule";
import { connectToDesk, findRunningDesk, type RunningDesk } from "./running-desk";

const badRowsShown = 20;
const progressEveryMs = 5_000;

void runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  const actions = await readActions(options);
  const deliveries = scheduleDeliveries(actions, options.devices, options.run);
  await replay(options, actions, deliveries, findRunningDesk());
});

async function readActions({ file, incidents }: ReplayOptions): Promise<readonly PlannedAction[]> {
  const bad: BadRow[] = [];
  const actions: PlannedAction[] = [];
  let read = 0;
  let rows = 0;
  try {
    if ((await checkLogFile(file)) === "cut") console.log(`${file} is cut off: played up to there`);
    for await (const incident of readIncidents(file, incidents, (row) => bad.push(row))) {
      read += 1;
      rows += incident.length;
      actions.push(...planIncident(incident));
    }
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${error instanceof Error ? error.message : "unknown reason"}`);
  }
  for (const { line, number, reason } of bad.slice(0, badRowsShown)) {
    console.log(`line ${line}, incident ${number}: ${reason}`);
  }
  console.log(
    `${read} incidents, ${rows} rows read, ${bad.length} bad rows left out, ${actions.length} actions`,
  );
  return actions;
}

async function replay(
  options: ReplayOptions,
  actions: readonly PlannedAction[],
  deliveries: readonly Delivery[],
  runningDesk: RunningDesk,
): Promise<void> {
  const { run, devices } = options;
  const personToDevice = (person: LogPerson): number => deviceOf(person, devices);
  const { origin } = runningDesk;
  const database = connectToDesk(runningDesk);
  const desk = await prepareDesk(database, actions, devices, personToDevice).finally(() =>
    database.$disconnect(),
  );
  const fleet = Array.from({ length: devices }, (_, device) => {
    return new Device({
      origin,
      accountId: accountIdOf(device),
      clientId: clientIdOf(run, device),
      ...desk.sign(device),
      patienceMs: options.patienceMs,
    });
  });
  const lastSeqs = new Array<number>(devices).fill(0);
  const nextSeq = (device: number): number => {
    const seq = (lastSeqs[device] ?? 0) + 1;
    lastSeqs[device] = seq;
    return seq;
  };
  const wire = new Map(
    deliveries.map((delivery) => [
      delivery,
      delivery.actions.map((action) =>
        toWireAction(action, delivery.device, { run, deviceOf: personToDevice, nextSeq }),
      ),
    ]),
  );
  const totals = createTotals();
  const began = performance.now();
  const timer = setInterval(
    () => console.log(`${totals.sent} of ${actions.length} decided`),
    progressEveryMs,
  );
  try {
    await play({
      deliveries,
      parallel: options.parallel,
      send: async (delivery) => (await fleet[delivery.device]?.push(wire.get(delivery) ?? [])) ?? [],
      onDecided: (delivery, outcomes) => {
        outcomes.forEach((outcome, index) => {
          const planned = delivery.actions[index];
          if (planned) count(totals, planned, outcome);
        });
        if (options.acknowledged !== null) {
          appendFileSync(
            options.acknowledged,
            outcomes.map(({ actionId, outcome }) => `${actionId} ${outcome.kind}\n`).join(""),
          );
        }
      },
    });
  } finally {
    clearInterval(timer);
    for (const line of reportLines(totals, (performance.now() - began) / 1_000)) console.log(line);
  }
}
