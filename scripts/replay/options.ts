/** What `npm run replay` is told. */
import { parseArgs } from "node:util";
import { Failure } from "../failure";

export interface ReplayOptions {
  readonly file: string;
  readonly incidents: number;
  readonly devices: number;
  readonly parallel: number;
  readonly run: string;
  readonly acknowledged: string | null;
  readonly patienceMs: number;
}

const usage = "Usage: npm run replay -- FILE.csv.gz [--incidents N] [--devices M]";

/** Throws a Failure of one line for what it does not know. */
export function readOptions(words: readonly string[]): ReplayOptions {
  const { values, positionals } = parseWords(words);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Failure(usage);
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

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
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
  } catch (error) {
    // Node's message goes on about positional arguments, on further lines.
    const [first] = (error as Error).message.split(/\.?(?:\n|\. )/);
    throw new Failure(`${first}. ${usage}`);
  }
}
