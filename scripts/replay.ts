/**
 * npm run replay -- FILE.csv.gz [--incidents N] [--devices M] [--parallel K] [--run NAME] [--acknowledged FILE]
 *
 * Plays the ServiceNow log (shared/data/README.md) as actions of M simulated devices, hours late where they had no
 * network, through the public push endpoint of the server that `npm start` runs. Started again with the same words
 * after a cut it goes on where it was: the server answers what it had decided with what it stored.
 */
import { appendFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Failure, runCommand } from "./failure";
import { accountIdOf, clientIdOf, toWireAction } from "./replay/actions";
import { prepareDesk } from "./replay/desk";
import { Device } from "./replay/device";
import { type BadRow, readIncidents } from "./replay/log-reader";
import { type LogPerson, type PlannedAction, planIncident } from "./replay/plan";
import { play } from "./replay/play";
import { count, createTotals, reportLines } from "./replay/report";
import { type Delivery, deviceOf, scheduleDeliveries } from "./replay/schedule";
import { connectToDesk, findRunningDesk, type RunningDesk } from "./running-desk";

const badRowsShown = 20;
const progressEveryMs = 5_000;

interface Options {
  readonly file: string;
  readonly incidents: number;
  readonly devices: number;
  readonly parallel: number;
  readonly run: string;
  readonly acknowledged: string | null;
  readonly patienceMs: number;
}

void runCommand(async () => {
  const options = readOptions();
  const actions = await readActions(options);
  const deliveries = scheduleDeliveries(actions, options.devices, options.run);
  await replay(options, actions, deliveries, findRunningDesk());
});

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      incidents: { type: "string", default: "1000" },
      devices: { type: "string", default: "40" },
      parallel: { type: "string", default: "8" },
      run: { type: "string" },
      acknowledged: { type: "string" },
      patience: { type: "string", default: "120" },
    },
  });
  const [file] = positionals;
  if (file === undefined)
    throw new Failure("Usage: npm run replay -- FILE.csv.gz [--incidents N] [--devices M]");
  const whole = (name: string, text: string, least: number, most: number): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Failure(`--${name} takes a whole number from ${least} to ${most}.`);
  };
  const incidents = whole("incidents", values.incidents, 1, 1_000_000);
  const devices = whole("devices", values.devices, 2, 1_000);
  return {
    file,
    incidents,
    devices,
    parallel: whole("parallel", values.parallel, 1, 64),
    run: values.run ?? `log-${incidents}-${devices}`,
    acknowledged: values.acknowledged ?? null,
    patienceMs: whole("patience", values.patience, 1, 3_600) * 1_000,
  };
}

async function readActions({ file, incidents }: Options): Promise<readonly PlannedAction[]> {
  const bad: BadRow[] = [];
  const actions: PlannedAction[] = [];
  let read = 0;
  let rows = 0;
  try {
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
  options: Options,
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
