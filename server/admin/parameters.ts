/** 參數管理: each checked when it is saved, for new tickets only (WORKFLOWS.md, Accounts and groups). */
import { isDeepStrictEqual } from "node:util";
import { groupParameters } from "../../core/directory/administration";
import type { Parameters } from "../../core/directory/directory";
import { groupRefusal } from "../../core/directory/groups";
import type { AccountId, GroupId } from "../../core/ids";
import type { Database, Prisma } from "../db";
import { type Directory, readDesk } from "../directory/directory";
import { defaultParameters } from "../directory/read";
import type { RefusalCode } from "../refusal";
import { createContext } from "../sync/context";
import { type Administration, administer, obstructed } from "./administer";

/** The parameters to be changed; the others stay. Null and empty: unset. */
export type ParameterChanges = { readonly [Name in keyof Parameters]?: Parameters[Name] | undefined };

/** Refusals, each with the group's name: `group.unknown`, `group.inactive`, `group.noLead`. */
export function saveParameters(
  database: Database,
  actorId: AccountId,
  changes: ParameterChanges,
): Promise<void> {
  return administer(database, actorId, "admin", async (administration) => {
    const directory = await readDesk(administration.transaction);
    for (const id of groupsOf(changes)) requireWorkable(id, directory, administration.now);
    for (const name of Object.keys(changes) as (keyof Parameters)[]) {
      const value = changes[name];
      if (value !== undefined) await save(administration, name, directory.parameters[name], value);
    }
  });
}

function groupsOf(changes: ParameterChanges): readonly GroupId[] {
  const single = groupParameters.flatMap((name) => changes[name] ?? []);
  return [...new Set([...single, ...(changes.inc_owner_group_ids ?? [])])];
}

function requireWorkable(id: GroupId, directory: Directory, now: number): void {
  const context = createContext({
    now,
    occurredAt: now,
    viewer: { id: "system", role: "system" },
    directory,
    tickets: new Map(),
    overlapping: [],
    newId: null,
  });
  const code = groupRefusal(id, context) as Extract<RefusalCode, `group.${string}`> | null;
  if (code !== null) throw obstructed(code, { names: [directory.groups.get(id)?.name ?? id] });
}

/** A parameter at its default has no row. */
async function save(
  { transaction, record }: Administration,
  name: keyof Parameters,
  before: Parameters[keyof Parameters],
  value: Exclude<Parameters[keyof Parameters], undefined>,
): Promise<void> {
  if (isDeepStrictEqual(before, value)) return;
  if (value === null || isDeepStrictEqual(value, defaultParameters[name])) {
    await transaction.parameter.deleteMany({ where: { name } });
  } else {
    const json = value as Prisma.InputJsonValue;
    await transaction.parameter.upsert({
      where: { name },
      create: { name, value: json },
      update: { value: json },
    });
  }
  await record({
    kind: "parameter.set",
    subjectId: null,
    subjectName: name,
    before: { value: before },
    after: { value },
  });
}
