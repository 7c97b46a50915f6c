/** Shows that the simulator sees: plants each known defect and counts the seeds until it is caught. */
import { join } from "node:path";
import { bundleWorker, patchMigrations } from "./bundle";
import type { Defect } from "./defects";
import { createTemplate, playSeeds } from "./fleet";

export interface Caught {
  readonly defect: string;
  /** How many seeds it took; null: none of them showed it. */
  readonly seeds: number | null;
  /** The first promise that was seen broken. */
  readonly breach: string | null;
}

/** More seeds than this and a defect counts as unseen. */
export const calibrationSeedsMax = 12;

export async function calibrate(
  defect: Defect,
  serverUrl: string,
  given: { readonly folder: string; readonly actions: number; readonly workers: number },
): Promise<Caught> {
  const name = defect.name.replace(/[^a-z0-9]+/gi, "_").toLowerCase();
  const bundle = join(given.folder, `${name}.js`);
  await bundleWorker(bundle, defect);
  const template = `sim_template_${name}`;
  const migrations = patchMigrations(defect);
  try {
    await createTemplate(serverUrl, template, migrations?.folder);
  } finally {
    migrations?.remove();
  }
  let played = 0;
  let caught: Caught = { defect: defect.name, seeds: null, breach: null };
  const seeds = Array.from({ length: calibrationSeedsMax }, (_, index) => 1 + index);
  const order = { actions: given.actions, serverUrl, template };
  await playSeeds(bundle, seeds, given.workers, order, ({ breaches }) => {
    played += 1;
    const [first] = breaches;
    if (first === undefined || caught.seeds !== null) return caught.seeds !== null;
    caught = { defect: defect.name, seeds: played, breach: `${first.breach}: ${first.words}` };
    return true;
  });
  return caught;
}
