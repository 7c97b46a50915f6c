/**
 * The directory in memory, for judging rights. It is read again whenever its version (the counter of its newest
 * change, and the epoch) is not the one of the copy: push reads that version inside the action's transaction, so
 * rights are judged with the groups of that moment (A9).
 */

import type { Viewer } from "../../core/access";
import type { Blackout } from "../../core/directory/blackout";
import type {
  Asset,
  Category,
  ChangeTemplate,
  Delegation,
  DirectoryRow,
  Group,
  Parameters,
  Person,
  Role,
  Site,
} from "../../core/directory/directory";
import type { AccountId, GroupId } from "../../core/ids";
import type { Calendar } from "../../core/sla/calendar";
import type { SlaTarget } from "../../core/sla/targets";
import type { Database, SqlRunner } from "../db";
import { defaultParameters, readDirectory } from "./read";

export type Directory = {
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly delegations: readonly Delegation[];
  readonly sites: ReadonlyMap<string, Site>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly templates: ReadonlyMap<string, ChangeTemplate>;
  readonly blackouts: readonly Blackout[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly slaTargets: ReadonlyMap<string, SlaTarget>;
  readonly parameters: Parameters;
  readonly adminIds: readonly AccountId[];
};

const copies = new WeakMap<Database, { readonly version: string; readonly directory: Directory }>();

/**
 * The directory at `version`, from memory or through `transaction`. What a reload reads may be newer than the version
 * it is kept under; then the next version read differs and it is read once more.
 */
export async function directoryAt(
  database: Database,
  transaction: SqlRunner,
  version: string,
): Promise<Directory> {
  const copy = copies.get(database);
  if (copy?.version === version) return copy.directory;
  const directory = createDirectory(await readDirectory(transaction, null, false));
  copies.set(database, { version, directory });
  return directory;
}

/** The directory as it is now, as the transaction sees it: for the job process and administration. */
export async function readDesk(on: SqlRunner): Promise<Directory> {
  return createDirectory(await readDirectory(on, null, false));
}

/** The viewer that access rules ask about, with the groups of this directory. */
export function viewerOf(directory: Directory, id: AccountId, role: Role): Viewer {
  return { id, role, groupIds: groupIdsByPersonOf(directory).get(id) ?? [] };
}

type GroupIdsByPerson = ReadonlyMap<AccountId, readonly GroupId[]>;
/** Asked for with every action that is judged, and the same as long as the directory is. */
const groupIdsByPerson = new WeakMap<Directory, GroupIdsByPerson>();

function groupIdsByPersonOf(directory: Directory): GroupIdsByPerson {
  const known = groupIdsByPerson.get(directory);
  if (known !== undefined) return known;
  const found = new Map<AccountId, GroupId[]>();
  for (const { id, members } of directory.groups.values()) {
    for (const { accountId } of members) found.set(accountId, [...(found.get(accountId) ?? []), id]);
  }
  groupIdsByPerson.set(directory, found);
  return found;
}

function createDirectory(rows: readonly DirectoryRow[]): Directory {
  const people = new Map<string, Person>();
  const groups = new Map<string, Group>();
  const delegations: Delegation[] = [];
  const sites = new Map<string, Site>();
  const categories = new Map<string, Category>();
  const assets = new Map<string, Asset>();
  const templates = new Map<string, ChangeTemplate>();
  const blackouts: Blackout[] = [];
  const calendars = new Map<string, Calendar>();
  const slaTargets = new Map<string, SlaTarget>();
  let parameters = defaultParameters;
  const place = (row: DirectoryRow): unknown => {
    switch (row.kind) {
      case "person":
        return people.set(row.id, row.value);
      case "group":
        return groups.set(row.id, row.value);
      case "delegation":
        return delegations.push(row.value);
      case "site":
        return sites.set(row.id, row.value);
      case "category":
        return categories.set(row.id, row.value);
      case "asset":
        return assets.set(row.id, row.value);
      case "template":
        return templates.set(row.id, row.value);
      case "blackout":
        return blackouts.push(row.value);
      case "calendar":
        return calendars.set(row.id, row.value);
      case "slaTarget":
        return slaTargets.set(row.id, row.value);
      case "knownError":
        return undefined;
      case "parameters":
        parameters = row.value;
        return parameters;
    }
  };
  rows.forEach(place);
  const admins = [...people.values()].filter((person) => person.role === "admin" && person.active);
  return {
    people,
    groups,
    delegations,
    sites,
    categories,
    assets,
    templates,
    blackouts,
    calendars,
    slaTargets,
    parameters,
    adminIds: admins.map((person) => person.id),
  };
}
