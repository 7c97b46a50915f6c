/**
 * People and groups of a file: what is new is made, what differs is changed, nobody and nothing is taken away.
 * All of it in the one transaction that the caller began.
 */
import { membersMax } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import { type GroupRow, type PersonRow, readGroupRow, readPersonRow } from "../../core/import/directory-rows";
import { nameKey } from "../../core/import/names";
import type { Administration } from "../admin/administer";
import { keepingLeads } from "../admin/group-guard";
import type { Counts, ImportWork } from "./import";
import { noCounts, readAll } from "./read-all";

/** New people have no password: an administrator makes one, as on the page of the person. */
export async function importPeople(
  { transaction, record }: Administration,
  work: ImportWork,
): Promise<Counts> {
  const { names, problems } = work;
  const known = await transaction.account.findMany({
    select: { id: true, email: true, name: true, role: true },
  });
  const byEmail = new Map(known.map((one) => [one.email.toLowerCase(), one]));
  const rows = await readAll<PersonRow>(
    work,
    "email",
    (reader) => {
      const row = readPersonRow(reader);
      const role = row === null ? undefined : names.peopleByEmail.get(row.email)?.role;
      if (row?.role != null && role !== undefined && role !== row.role) reader.say("role", "role");
      return row;
    },
    ({ email }) => email,
  );
  if (problems.length > 0) return noCounts;
  const fresh = rows.filter(({ email }) => !byEmail.has(email));
  await transaction.account.createMany({
    data: fresh.map(({ email, name, role }) => ({
      email,
      name,
      role: role ?? "requester",
      emailVerified: true,
    })),
  });
  // Of those who may see or do something for the desk each has a line of history; of all others the import's is enough.
  for (const { email, name, role } of fresh) {
    if (role === null || role === "requester") continue;
    const { id } = await transaction.account.findUniqueOrThrow({ where: { email } });
    const after = { name, email, role };
    await record({ kind: "person.created", subjectId: id, subjectName: name, before: {}, after });
  }
  let changed = 0;
  for (const { email, name } of rows) {
    const person = byEmail.get(email);
    if (person === undefined || person.name === name) continue;
    await transaction.account.update({ where: { id: person.id }, data: { name } });
    const subject = { subjectId: person.id, subjectName: name };
    await record({ kind: "person.edited", ...subject, before: { name: person.name }, after: { name } });
    changed += 1;
  }
  return { created: fresh.length, changed, unchanged: rows.length - fresh.length - changed };
}

export async function importGroups(administration: Administration, work: ImportWork): Promise<Counts> {
  const { transaction, record } = administration;
  const { names, problems } = work;
  const rows = await readAll<GroupRow>(
    work,
    "name",
    (reader) => {
      const row = readGroupRow(reader, names);
      if (row !== null && (names.groupsByName.get(nameKey(row.name))?.length ?? 0) > 1) {
        reader.say("name", "ambiguous");
      }
      return row;
    },
    ({ name }) => nameKey(name),
  );
  const known = new Set([...names.groupsByName.keys(), ...rows.map(({ name }) => nameKey(name))]);
  for (const { line, parent } of rows) {
    if (parent === null) continue;
    const there = names.groupsByName.get(nameKey(parent)) ?? [];
    if (!known.has(nameKey(parent)))
      problems.push({ line, column: "parent", code: "unknown", value: parent });
    else if (there.length > 1) problems.push({ line, column: "parent", code: "ambiguous", value: parent });
  }
  for (const { line, name, roles } of rows) {
    const [there] = names.groupsByName.get(nameKey(name)) ?? [];
    const members = new Set([...(there?.members ?? []).map(({ accountId }) => accountId), ...roles.keys()]);
    if (members.size > membersMax) problems.push({ line, column: "members", code: "full", value: name });
  }
  sayCycles(rows, work);
  if (problems.length > 0) return noCounts;
  const idByName = new Map<string, string>();
  for (const [name, [group]] of names.groupsByName) if (group !== undefined) idByName.set(name, group.id);
  const counts = { created: 0, changed: 0, unchanged: 0 };
  for (const { name, ownsIncidents } of rows) {
    if (idByName.has(nameKey(name))) continue;
    const made = await transaction.group.create({ data: { name, ownsIncidents: ownsIncidents ?? false } });
    idByName.set(nameKey(name), made.id);
    const after = { name, ownsIncidents: made.ownsIncidents };
    await record({ kind: "group.created", subjectId: made.id, subjectName: name, before: {}, after });
    counts.created += 1;
  }
  await keepingLeads(transaction, async () => {
    for (const row of rows) {
      const isChanged = await settleGroup(administration, row, idByName, work);
      if (!names.groupsByName.has(nameKey(row.name))) continue;
      if (isChanged) counts.changed += 1;
      else counts.unchanged += 1;
    }
  });
  return counts;
}

async function settleGroup(
  { transaction, record }: Administration,
  row: GroupRow,
  idByName: ReadonlyMap<string, string>,
  { names }: ImportWork,
): Promise<boolean> {
  const id = idByName.get(nameKey(row.name)) ?? "";
  const [before] = names.groupsByName.get(nameKey(row.name)) ?? [];
  const parentId =
    row.parent === null ? (before?.parentId ?? null) : (idByName.get(nameKey(row.parent)) ?? null);
  const ownsIncidents = row.ownsIncidents ?? before?.ownsIncidents ?? false;
  const subject = { subjectId: id, subjectName: row.name };
  const then = { parentId: before?.parentId ?? null, ownsIncidents: before?.ownsIncidents ?? ownsIncidents };
  let isChanged = false;
  if (then.parentId !== parentId || then.ownsIncidents !== ownsIncidents) {
    await transaction.group.update({ where: { id }, data: { parentId, ownsIncidents } });
    await record({ kind: "group.edited", ...subject, before: then, after: { parentId, ownsIncidents } });
    isChanged = true;
  }
  const joined: Record<string, string> = {};
  for (const [accountId, role] of row.roles) {
    const member = before?.members.find((one) => one.accountId === accountId);
    // Who leads the group goes on leading it, wherever a list of everybody names them.
    if (member?.role === role || member?.role === "lead") continue;
    await transaction.membership.upsert({
      where: { groupId_accountId: { groupId: id, accountId } },
      create: { groupId: id, accountId, role },
      update: { role },
    });
    joined[accountId] = role;
  }
  if (Object.keys(joined).length === 0) return isChanged;
  const roles = Object.fromEntries((before?.members ?? []).map(({ accountId, role }) => [accountId, role]));
  await record({ kind: "group.members", ...subject, before: roles, after: { ...roles, ...joined } });
  return true;
}

/** A group below itself, by what the file says and what is there. */
function sayCycles(rows: readonly GroupRow[], { names, problems }: ImportWork): void {
  const nameById = new Map(
    [...names.groupsByName].flatMap(([name, all]) => all.map(({ id }) => [id, name] as const)),
  );
  const parentOf = new Map<string, string | null>();
  for (const [name, [group]] of names.groupsByName) {
    parentOf.set(name, group?.parentId == null ? null : (nameById.get(group.parentId) ?? null));
  }
  for (const { name, parent } of rows) if (parent !== null) parentOf.set(nameKey(name), nameKey(parent));
  for (const { line, name, parent } of rows) {
    const seen = new Set<string>();
    let at: string | null = nameKey(name);
    while (at !== null && !seen.has(at)) {
      seen.add(at);
      at = parentOf.get(at) ?? null;
    }
    if (at === nameKey(name)) problems.push({ line, column: "parent", code: "invalid", value: parent ?? "" });
  }
}

/** Everybody's address, for names in files. */
export async function readEmails(
  transaction: Administration["transaction"],
): Promise<ReadonlyMap<AccountId, string>> {
  const rows = await transaction.account.findMany({ select: { id: true, email: true } });
  return new Map(rows.map(({ id, email }) => [id as AccountId, email]));
}
