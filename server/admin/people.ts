/**
 * People: made, edited, deactivated and brought back; never deleted, as tickets name them. Their memberships stay
 * while they are away, so that bringing them back is one step.
 */
import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { OpenTicket, PersonDraft, PersonRecord } from "../../core/directory/administration";
import type { Role } from "../../core/directory/directory";
import type { Edits } from "../../core/directory/edits";
import type { AccountId } from "../../core/ids";
import type { Database, DatabaseTransaction } from "../db";
import { Refusal } from "../refusal";
import { type Administration, administer, editedFrom, obstructed } from "./administer";
import { keepingLeads } from "./group-guard";
import { holdWorkOf, obstaclesOf, openTicketOf, openWorkOf } from "./open-work";
import { rejudgeReviews } from "./rejudge";

/** It is read aloud and typed on a phone: lower case, without what looks alike (l and 1, o and 0). 32 of them: 80 bits. */
const passwordLetters = "abcdefghijkmnpqrstuvwxyz23456789";
const passwordGroups = [4, 4, 4, 4] as const;

export async function listPeople(database: Database): Promise<readonly PersonRecord[]> {
  const rows = await database.account.findMany({ orderBy: { name: "asc" } });
  return rows.map(recordOf);
}

/** What keeps the person from being deactivated. */
export function readOpenWork(database: Database, id: AccountId): Promise<readonly OpenTicket[]> {
  return openWorkOf(database, id);
}

/** The password is answered this once and stored only as better-auth's hash. Refusals: `email.taken`. */
export async function createPerson(
  database: Database,
  actorId: AccountId,
  draft: PersonDraft,
): Promise<{ readonly id: AccountId; readonly password: string }> {
  const { password, hash } = await createPassword();
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    await requireFreeEmail(transaction, draft.email, null);
    const { id } = await transaction.account.create({ data: { ...draft } });
    await savePassword(transaction, id as AccountId, hash);
    await record({
      kind: "person.created",
      subjectId: id,
      subjectName: draft.name,
      before: {},
      after: { ...draft },
    });
    return { id: id as AccountId, password };
  });
}

/**
 * A new first password for somebody who lost theirs: answered this once, stored only as a hash. Their sessions and the
 * notifications of their devices end, what waits on a phone stays there (SYNC C5). Not for oneself: should the answer
 * be lost on its way, nobody could sign in and give another. Refusals: `subject.unknown`, `person.self`.
 */
export async function renewPassword(
  database: Database,
  actorId: AccountId,
  id: AccountId,
): Promise<{ readonly password: string }> {
  const { password, hash } = await createPassword();
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    if (id === actorId) throw new Refusal("person.self");
    const person = await requirePerson(transaction, id);
    await requireHuman(transaction, id);
    await savePassword(transaction, id, hash);
    await endSessions(transaction, id);
    await record({
      kind: "person.password",
      subjectId: id,
      subjectName: person.name,
      before: {},
      after: {},
    });
    return { password };
  });
}

/**
 * Refusals: `subject.unknown`, `changed.meanwhile`, `email.taken`, `person.self`, `person.holdsWork`, `group.inUse`.
 */
export function editPerson(
  database: Database,
  actorId: AccountId,
  id: AccountId,
  edits: Edits<PersonDraft>,
): Promise<void> {
  return administer(database, actorId, "admin", async (administration) => {
    const { transaction, record } = administration;
    const before = await requirePerson(transaction, id);
    const { name, email, role } = before;
    const draft = editedFrom<PersonDraft>({ name, email, role }, edits);
    await requireFreeEmail(transaction, draft.email, id);
    if (id === actorId && draft.role !== "admin") throw new Refusal("person.self");
    if (draft.role === "admin" && role !== "admin") await requireHuman(transaction, id);
    await keepingLeads(transaction, async () => {
      if (draft.role === "requester" && before.role !== "requester") await leaveDesk(administration, before);
      await transaction.account.update({ where: { id }, data: { ...draft } });
    });
    await record({
      kind: "person.edited",
      subjectId: id,
      subjectName: draft.name,
      before: { name, email, role },
      after: { ...draft },
    });
  });
}

/**
 * Ends their sessions and notifications, and judges again the reviews that waited for their vote. Refusals:
 * `subject.unknown`, `person.self`, `person.holdsWork` with the tickets, `group.inUse`.
 */
export function deactivatePerson(database: Database, actorId: AccountId, id: AccountId): Promise<void> {
  return administer(database, actorId, "admin", async (administration) => {
    const { transaction, record } = administration;
    if (id === actorId) throw new Refusal("person.self");
    const person = await requirePerson(transaction, id);
    if (!person.active) return;
    const { openWork, reviews } = await holdWorkOf(transaction, id);
    if (openWork.length > 0) throw obstructed("person.holdsWork", obstaclesOf(openWork));
    await keepingLeads(transaction, () =>
      transaction.account.update({ where: { id }, data: { active: false } }),
    );
    await endSessions(transaction, id);
    await rejudgeReviews(administration, reviews);
    await record({
      kind: "person.deactivated",
      subjectId: id,
      subjectName: person.name,
      before: { active: true },
      after: { active: false },
    });
  });
}

/** Refusals: `subject.unknown`. */
export function reactivatePerson(database: Database, actorId: AccountId, id: AccountId): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const person = await requirePerson(transaction, id);
    await transaction.account.update({ where: { id }, data: { active: true } });
    await record({
      kind: "person.reactivated",
      subjectId: id,
      subjectName: person.name,
      before: { active: person.active },
      after: { active: true },
    });
  });
}

/** Who becomes a requester belongs to no group, holds and reviews nothing, and stands in for nobody. */
async function leaveDesk({ transaction, record }: Administration, person: PersonRecord): Promise<void> {
  const { openWork, reviews } = await holdWorkOf(transaction, person.id);
  const work = [...openWork, ...reviews.map(openTicketOf)];
  if (work.length > 0) throw obstructed("person.holdsWork", obstaclesOf(work));
  const accountId = person.id;
  const memberships = await transaction.membership.findMany({
    where: { accountId },
    include: { group: true },
  });
  await transaction.membership.deleteMany({ where: { accountId } });
  for (const { group, role } of memberships) {
    await record({
      kind: "group.members",
      subjectId: group.id,
      subjectName: group.name,
      before: { [accountId]: role },
      after: {},
    });
  }
  const delegations = await transaction.delegation.findMany({
    where: { delegateId: accountId },
    include: { principal: true },
  });
  await transaction.delegation.deleteMany({ where: { delegateId: accountId } });
  for (const { id, principal, principalId, from, until } of delegations) {
    await record({
      kind: "delegation.removed",
      subjectId: id,
      subjectName: principal.name,
      before: { principalId, delegateId: accountId, from: from.getTime(), until: until.getTime() },
      after: {},
    });
  }
}

async function createPassword(): Promise<{ readonly password: string; readonly hash: string }> {
  const lettersOf = (length: number) =>
    [...randomBytes(length)].map((byte) => passwordLetters[byte % passwordLetters.length]).join("");
  const password = passwordGroups.map(lettersOf).join("-");
  return { password, hash: await hashPassword(password) };
}

async function savePassword(transaction: DatabaseTransaction, id: AccountId, hash: string): Promise<void> {
  const key = { providerId: "credential", accountId: id };
  await transaction.credential.upsert({
    where: { providerId_accountId: key },
    create: { ...key, userId: id, password: hash },
    update: { password: hash },
  });
}

/** Signs the person out everywhere; their devices are told of nothing any more. */
async function endSessions(transaction: DatabaseTransaction, id: AccountId): Promise<void> {
  await transaction.session.deleteMany({ where: { userId: id } });
  await transaction.pushSubscription.deleteMany({ where: { accountId: id } });
}

async function requirePerson(transaction: DatabaseTransaction, id: AccountId): Promise<PersonRecord> {
  const row = await transaction.account.findUnique({ where: { id } });
  if (!row) throw new Refusal("subject.unknown");
  return recordOf(row);
}

/** What a key acts as is nobody's to sign in with, and no administrator. */
async function requireHuman(transaction: DatabaseTransaction, id: AccountId): Promise<void> {
  if ((await transaction.apiKey.count({ where: { accountId: id } })) > 0) throw new Refusal("person.program");
}

async function requireFreeEmail(
  transaction: DatabaseTransaction,
  email: string,
  except: AccountId | null,
): Promise<void> {
  const other = await transaction.account.findUnique({ where: { email } });
  if (other && other.id !== except) throw new Refusal("email.taken");
}

function recordOf(row: {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly active: boolean;
}): PersonRecord {
  const { id, name, email, role, active } = row;
  return { id: id as AccountId, name, email, role: role as Role, active };
}
