/** The desk that `npm start` runs on this machine, for commands that work on it from outside. */
import { createDatabase, type Database } from "../server/db";
import { readSettings } from "../server/settings";
import { findEmbeddedDatabase } from "./database/embedded";
import { Failure } from "./failure";
import { chooseFolder } from "./start/data-folder";

export interface RunningDesk {
  /** Where its web server is reached. */
  readonly origin: string;
  /** Holds the password. */
  readonly databaseUrl: string;
}

/** A Failure when no desk runs with these settings. */
export function findRunningDesk(
  env: Readonly<Record<string, string | undefined>> = process.env,
): RunningDesk {
  const settings = readSettings(env);
  const databaseUrl = settings.databaseUrl ?? findEmbeddedDatabase(chooseFolder(settings));
  if (databaseUrl === undefined) throw new Failure("No desk runs here: `npm start` starts one.");
  return { origin: settings.origin, databaseUrl };
}

const connections = 4;

/** A client on the running desk's database; end it with `$disconnect()`. */
export function connectToDesk({ databaseUrl }: RunningDesk): Database {
  return createDatabase(databaseUrl, connections);
}
