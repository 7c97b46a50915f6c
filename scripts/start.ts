/**
 * `npm start`: the whole desk from nothing. Settings, port, data folder, database, migrations, keys, build, seed,
 * then the web server and the job process until Ctrl-C. What was started is stopped in the reverse order,
 * whether we end by a signal or by a failure.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SeedAccount } from "../prisma/seed";
import { readBucketSettings } from "../server/attachments/bucket-settings";
import { loadKeys } from "../server/keys";
import { readMailSettings } from "../server/mail/mail-settings";
import { readPushSettings } from "../server/push/push-settings";
import { readSettings, type Settings } from "../server/settings";
import { buildProduct } from "./build/product";
import { startEmbeddedDatabase } from "./database/embedded";
import { migrate } from "./database/migrate";
import { explain } from "./failure";
import { startChild } from "./start/child";
import { prepareDataFolder, refusePublicDemo } from "./start/data-folder";
import { guardDatabase } from "./start/database-guard";
import { checkExternalDatabase } from "./start/external-database";
import { seedDesk, showAccounts } from "./start/seed-desk";
import { requireFreePort, waitUntilHealthy } from "./start/web-address";

type Cleanup = () => Promise<void>;

/** What Next says at each start; the addresses in it are not those that people use. */
const nextBanner = /^\s*(▲|✓|- (Local|Network):)/;

const cleanups: Cleanup[] = [];
let ending: Promise<never> | undefined;

// Handlers first: a Ctrl-C during the build must stop the database as well.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!ending) console.log("\nStopping …");
    void end(0);
  });
}

try {
  await start();
} catch (error) {
  // A program that Ctrl-C ended fails too; that is no news.
  if (!ending) console.error(explain(error) ?? error);
  await end(1);
}

async function start(): Promise<void> {
  const settings = readSettings();
  // Read again by the processes that use it; a wrong one is told here, before anything is made.
  readPushSettings();
  readMailSettings();
  readBucketSettings();
  await requireFreePort(settings);
  const dataFolder = prepareDataFolder(settings);
  refusePublicDemo(dataFolder, settings);
  console.log(`Data folder: ${dataFolder}`);
  const databaseUrl = settings.databaseUrl ?? (await openEmbeddedDatabase(dataFolder));
  if (settings.databaseUrl) await checkExternalDatabase(databaseUrl);
  const applied = await migrate(databaseUrl);
  console.log(`Database ready${applied.length > 0 ? `, ${applied.length} migrations applied` : ""}.`);
  loadKeys(dataFolder);
  const buildId = await buildProduct();
  const env = childEnvironment(settings, dataFolder, databaseUrl, buildId);
  Object.assign(process.env, env);
  const accounts = await seedDesk(dataFolder, settings);
  await serve(settings, env);
  announce(settings, accounts);
}

async function openEmbeddedDatabase(dataFolder: string): Promise<string> {
  const database = await startEmbeddedDatabase(dataFolder);
  const guard = await guardDatabase(database, dataFolder);
  cleanups.push(async () => {
    await guard.release();
    await database.stop();
  });
  return database.url;
}

function childEnvironment(settings: Settings, dataFolder: string, databaseUrl: string, buildId: string) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    GENBA_DATA: dataFolder,
    GENBA_ORIGIN: settings.origin,
    GENBA_VERSION: `${version}+${buildId}`,
  };
}

async function serve(settings: Settings, env: Readonly<Record<string, string>>): Promise<void> {
  let ready = false;
  const address = ["-H", settings.host, "-p", String(settings.port)];
  const jobs = startChild({ name: "jobs", script: [join("build", "jobs.js")], env, shows: () => true });
  cleanups.push(jobs.stop);
  const web = startChild({
    name: "web",
    script: [join("node_modules", "next", "dist", "bin", "next"), "start", ...address],
    env,
    shows: (line) => ready && !nextBanner.test(line),
  });
  cleanups.push(web.stop);
  await waitUntilHealthy(settings);
  ready = true;
}

function announce({ origin, host, port }: Settings, accounts: readonly SeedAccount[]): void {
  const local = `http://${host === "127.0.0.1" ? "localhost" : host}:${port}`;
  console.log(`\nGenba 現場 is running: ${origin}${local === origin ? "" : ` (here: ${local})`}`);
  if (accounts.length > 0) console.log("\nDemo accounts:");
  showAccounts(accounts);
  console.log("\nCtrl-C stops it.");
}

function end(code: number): Promise<never> {
  ending ??= (async () => {
    for (const cleanup of cleanups.reverse()) {
      await cleanup().catch((error) => console.error(explain(error) ?? error));
    }
    process.exit(code);
  })();
  return ending;
}
