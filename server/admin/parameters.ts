/** 參數管理: each checked when it is saved, for new tickets only (WORKFLOWS.md, Accounts and groups). */
import { isDeepStrictEqual } from "node:util";
import { groupParameters, parameterBounds } from "../../core/directory/administration";
import type { Parameters } from "../../core/directory/directory";
import type { Edits } from "../../core/directory/edits";
import { groupRefusal } from "../../core/directory/groups";
import {
  fieldOwner,
  fieldsToParameters,
  type ParameterFields,
  parametersToFields,
} from "../../core/directory/parameter-fields";
import type { AccountId, GroupId } from "../../core/ids";
import type { Database, Prisma } from "../db";
import { type Directory, readDesk } from "../directory/directory";
import { defaultParameters } from "../directory/read";
import { Refusal, type RefusalCode } from "../refusal";
import { createSystemContext } from "../sync/context";
import { type Administration, administer, editedFrom, obstructed } from "./administer";

/**
 * What was edited; the rest stays as others have made it. Null: unset. Refusals: `changed.meanwhile`,
 * `input.malformed` for more owners than there may be, and each with the group's name `group.unknown`,
 * `group.inactive`, `group.noLead`.
 */
export function saveParameters(
  database: Database,
  actorId: AccountId,
  edits: Edits<ParameterFields>,
): Promise<void> {
  return administer(database, actorId, "admin", async (administration) => {
    const directory = await readDesk(administration.transaction);
    for (const id of groupsNamed(edits)) requireWorkable(id, directory, administration.now);
    const fields = parametersToFields(directory.parameters);
    const before = fieldsToParameters(fields);
    const after = fieldsToParameters(editedFrom(fields, edits));
    if (after.inc_owner_group_ids.length > parameterBounds.ownerGroups.max) {
      throw new Refusal("input.malformed");
    }
    for (const name of Object.keys(after) as (keyof Parameters)[]) {
      await save(administration, name, before[name], after[name]);
    }
  });
}

function groupsNamed(edits: Edits<ParameterFields>): ReadonlySet<GroupId> {
  const single = groupParameters.flatMap((name) => edits[name]?.to ?? []);
  const owners = Object.entries(edits).flatMap(([name, edit]) =>
    edit?.to === true ? (fieldOwner(name) ?? []) : [],
  );
  return new Set([...single, ...owners]);
}

function requireWorkable(id: GroupId, directory: Directory, now: number): void {
  const context = createSystemContext(now, directory);
  const code = groupRefusal(id, context) as Extract<RefusalCode, `group.${string}`> | null;
  if (code !== null) throw obstructed(code, { names: [directory.groups.get(id)?.name ?? id] });
}

/** A parameter at its default has no row. */
async function save(
  { transaction, record }: Administration,
  name: keyof Parameters,
  before: Required<Parameters>[keyof Parameters],
  value: Required<Parameters>[keyof Parameters],
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
