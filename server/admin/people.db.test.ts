import { verifyPassword } from "better-auth/crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { AccountId, TicketId } from "../../core/ids";
import type { Review, Ticket } from "../../core/tickets/ticket";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf, uuid } from "../testing/desk";
import { createTestAuth, givePassword, signIn } from "../testing/http";
import { refusalOf } from "../testing/refusal";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { readHistory } from "./history";
import {
  createPerson,
  deactivatePerson,
  editPerson,
  listPeople,
  reactivatePerson,
  renewPassword,
} from "./people";

let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

const deactivate = (id: AccountId) => deactivatePerson(desk.database, desk.admin, id);
type PersonEdits = Parameters<typeof editPerson>[3];
const edit = (id: AccountId, edits: PersonEdits) => editPerson(desk.database, desk.admin, id, edits);
const lines = async () => (await readHistory(desk.database, null)).changes;
const ticketAt = async (id: TicketId) => {
  const row = await desk.database.ticket.findUniqueOrThrow({ where: { id } });
  return row as unknown as Ticket;
};

test("a person who is made can sign in with the password that is answered once, and it is stored as a hash", async () => {
  const draft = { name: "new", email: "new@desk.example", role: "agent" } as const;
  const { id, password } = await createPerson(desk.database, desk.admin, draft);
  const stored = await desk.database.credential.findFirstOrThrow({ where: { userId: id } });
  expect(password).toMatch(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
  expect(await verifyPassword({ hash: stored.password!, password })).toBe(true);
  expect((await signIn(createTestAuth(desk.database), draft.email, password)).status).toBe(200);
  expect(await listPeople(desk.database)).toContainEqual({ id, ...draft, active: true });
  const [line] = await lines();
  expect(line).toMatchObject({
    kind: "person.created",
    subjectId: id,
    actorName: "admin",
    before: {},
    after: draft,
  });
  expect(JSON.stringify(await lines())).not.toContain(password);
});

test("an e-mail is one person's", async () => {
  const draft = { name: "new", email: "engineer@desk.example", role: "agent" } as const;
  expect(await refusalOf(createPerson(desk.database, desk.admin, draft))).toMatchObject({
    code: "email.taken",
  });
  const email = { from: "colleague@desk.example", to: draft.email };
  expect(await refusalOf(edit(desk.colleague, { email }))).toMatchObject({ code: "email.taken" });
  expect(await lines()).toEqual([]);
});

test("what was edited is written down as the fields that differ, and as nothing when nothing does", async () => {
  await edit(desk.engineer, {});
  await edit(desk.engineer, { name: { from: "engineer", to: "engineer" } });
  expect(await lines()).toEqual([]);
  await edit(desk.engineer, { name: { from: "engineer", to: "chief" } });
  expect(await lines()).toMatchObject([
    { kind: "person.edited", subjectName: "chief", before: { name: "engineer" }, after: { name: "chief" } },
  ]);
});

test("edits of different fields both hold; of one field, the later is refused and told what it is now", async () => {
  await edit(desk.engineer, { name: { from: "engineer", to: "chief" } });
  await edit(desk.engineer, { email: { from: "engineer@desk.example", to: "chief@desk.example" } });
  const late = edit(desk.engineer, {
    name: { from: "engineer", to: "boss" },
    role: { from: "agent", to: "admin" },
  });
  expect(await refusalOf(late)).toMatchObject({
    code: "changed.meanwhile",
    obstacles: { fields: { name: "chief" } },
  });
  const stored = { name: "chief", email: "chief@desk.example", role: "agent" };
  expect(await listPeople(desk.database)).toContainEqual({ id: desk.engineer, active: true, ...stored });
  // What somebody else made the same is no clash.
  await edit(desk.engineer, {
    name: { from: "engineer", to: "chief" },
    role: { from: "agent", to: "admin" },
  });
  expect(await lines()).toHaveLength(3);
});

test("a new password is answered once, signs the person out everywhere and takes the old one's place", async () => {
  await givePassword(desk.database, [desk.engineer, desk.colleague]);
  const auth = createTestAuth(desk.database);
  for (const name of ["engineer", "engineer", "colleague"]) await signIn(auth, `${name}@desk.example`);
  for (const accountId of [desk.engineer, desk.colleague]) {
    const endpoint = `https://push.example/${accountId}`;
    const keys = { p256dh: "key", auth: "secret" };
    await desk.database.pushSubscription.create({ data: { accountId, endpoint, ...keys, locale: "en" } });
  }
  const { password } = await renewPassword(desk.database, desk.admin, desk.engineer);
  expect(await desk.database.session.findMany({ select: { userId: true } })).toEqual([
    { userId: desk.colleague },
  ]);
  expect(await desk.database.pushSubscription.findMany({ select: { accountId: true } })).toEqual([
    { accountId: desk.colleague },
  ]);
  expect((await signIn(auth, "engineer@desk.example")).status).toBe(401);
  expect((await signIn(auth, "engineer@desk.example", password)).status).toBe(200);
  const [line, ...more] = await lines();
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    kind: "person.password",
    subjectId: desk.engineer,
    subjectName: "engineer",
    actorName: "admin",
    before: {},
    after: {},
  });
  const [{ hash } = { hash: "" }] = await desk.database.$queryRaw<{ hash: string }[]>`
    SELECT password AS hash FROM credential WHERE account_id = ${desk.engineer}::uuid`;
  for (const secret of [password, hash]) expect(JSON.stringify(line)).not.toContain(secret);
});

test("who never had a password gets one; a new one is an administrator's to give, and to others only", async () => {
  const { password } = await renewPassword(desk.database, desk.admin, desk.lead);
  expect((await signIn(createTestAuth(desk.database), "lead@desk.example", password)).status).toBe(200);
  const renew = (actorId: AccountId, id: AccountId) => refusalOf(renewPassword(desk.database, actorId, id));
  expect(await renew(desk.lead, desk.engineer)).toMatchObject({ code: "admin.only" });
  expect(await renew(desk.admin, desk.admin)).toMatchObject({ code: "person.self" });
  expect(await renew(desk.admin, uuid<AccountId>())).toMatchObject({ code: "subject.unknown" });
  expect(await desk.database.credential.count()).toBe(1);
});

test("history is never changed", async () => {
  await edit(desk.engineer, { name: { from: "engineer", to: "chief" } });
  await expect(desk.database.adminChange.updateMany({ data: { subjectName: "" } })).rejects.toThrow();
  await expect(desk.database.adminChange.deleteMany()).rejects.toThrow();
});

test("nobody takes away their own administration, so that one is always left", async () => {
  expect(await refusalOf(deactivate(desk.admin))).toMatchObject({ code: "person.self" });
  const edited = edit(desk.admin, { role: { from: "admin", to: "agent" } });
  expect(await refusalOf(edited)).toMatchObject({ code: "person.self" });
});

test("who is no administrator any more, or not active, changes nothing", async () => {
  const draft = { name: "new", email: "new@desk.example", role: "agent" } as const;
  expect(await refusalOf(createPerson(desk.database, desk.lead, draft))).toMatchObject({
    code: "admin.only",
  });
  await desk.database.account.update({ where: { id: desk.admin }, data: { active: false } });
  expect(await refusalOf(createPerson(desk.database, desk.admin, draft))).toMatchObject({
    code: "session.none",
  });
});

test("who holds open work is not deactivated; the answer lists it, and without it their sessions end", async () => {
  await givePassword(desk.database, [desk.engineer]);
  const auth = createTestAuth(desk.database);
  await signIn(auth, "engineer@desk.example");
  await signIn(auth, "engineer@desk.example");
  const held = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer, title: "pump" }),
  );
  await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "closed", outcome: "resolved", holderId: desk.engineer }),
  );
  const refused = await refusalOf(deactivate(desk.engineer));
  expect(refused.code).toBe("person.holdsWork");
  expect(refused.obstacles).toEqual({
    tickets: [
      {
        id: held.id,
        flow: "incident",
        number: held.number,
        title: "pump",
        stage: "handle",
        assignedGroupId: desk.fieldGroup,
        holderId: desk.engineer,
        canReturn: true,
      },
    ],
  });
  expect(await desk.database.session.count()).toBe(2);
  await desk.database.ticket.update({ where: { id: held.id }, data: { holderId: desk.colleague } });
  await deactivate(desk.engineer);
  expect(await desk.database.session.count()).toBe(0);
  expect((await signIn(auth, "engineer@desk.example")).status).toBe(401);
  // Twice is once.
  await deactivate(desk.engineer);
  await reactivatePerson(desk.database, desk.admin, desk.engineer);
  expect((await signIn(auth, "engineer@desk.example")).status).toBe(200);
  expect((await lines()).map((line) => line.kind)).toEqual(["person.reactivated", "person.deactivated"]);
});

test("what nobody could take over keeps nobody: a change that is done waits for its group", async () => {
  await storeTicket(desk.database, change({ stage: "done", holderId: desk.engineer }));
  await deactivate(desk.engineer);
  expect((await desk.database.account.findUniqueOrThrow({ where: { id: desk.engineer } })).active).toBe(
    false,
  );
});

test("the last lead of a group that a parameter names stays", async () => {
  const refused = await refusalOf(deactivate(desk.networkLead));
  expect(refused).toMatchObject({
    code: "group.inUse",
    obstacles: { names: ["network"], parameters: ["default_cha_review_group_id"], tickets: [] },
  });
  expect((await desk.database.account.findUniqueOrThrow({ where: { id: desk.networkLead } })).active).toBe(
    true,
  );
});

test("who becomes a requester leaves their groups, and stands in for nobody", async () => {
  await desk.database.delegation.create({
    data: {
      principalId: desk.lead,
      delegateId: desk.engineer,
      from: new Date(0),
      until: new Date(Date.now() + 1_000_000),
    },
  });
  await edit(desk.engineer, { role: { from: "agent", to: "requester" } });
  expect(await desk.database.membership.count({ where: { accountId: desk.engineer } })).toBe(0);
  expect(await desk.database.delegation.count()).toBe(0);
  const kinds = (await lines()).map((line) => line.kind).sort();
  expect(kinds).toEqual(["delegation.removed", "group.members", "person.edited"]);
});

test("who is asked for a vote does not become a requester before", async () => {
  const ticket = await storeTicket(desk.database, inReview(["engineer"], { kind: "any" }));
  const refused = await refusalOf(edit(desk.engineer, { role: { from: "agent", to: "requester" } }));
  expect(refused).toMatchObject({ code: "person.holdsWork", obstacles: { tickets: [{ id: ticket.id }] } });
});

test("the last vote that a review waited for goes: what was cast decides, by the system, in the same transaction", async () => {
  const approved = await storeTicket(
    desk.database,
    inReview(["colleague", "engineer"], { kind: "all" }, { colleague: true }),
  );
  const before = (await desk.database.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value;
  await deactivate(desk.engineer);
  const after = await ticketAt(approved.id);
  expect(after).toMatchObject({ stage: "scheduled", review: null, version: 2 });
  expect(after.last).toMatchObject({ action: "approve", actorId: "system" });
  const activities = await desk.database.activity.findMany({
    where: { ticketId: approved.id },
    orderBy: { type: "asc" },
  });
  expect(activities).toMatchObject([
    {
      type: "approve",
      actorId: null,
      fromStage: "preLaunchReview",
      toStage: "scheduled",
      details: { code: "reviewerLeft" },
    },
    {
      type: "workNote",
      actorId: null,
      fromStage: "preLaunchReview",
      toStage: "preLaunchReview",
      details: { code: "reviewerLeft", fromPersonId: desk.engineer },
    },
  ]);
  const told = await desk.database.outbox.findMany({ where: { ticketId: approved.id } });
  expect(told.map((row) => row.accountId).sort()).toEqual([desk.lead, desk.colleague].sort());
  expect(told[0]?.payload).toMatchObject({ actorId: "system", action: "approve", stage: "scheduled" });
  const counter = (await desk.database.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value;
  expect(counter - before).toBe(1n);
});

test("AT_LEAST that can no longer be reached, and a review that nobody is left to give, are rejected", async () => {
  const impossible = await storeTicket(
    desk.database,
    inReview(["colleague", "engineer"], { kind: "atLeast", count: 2 }, { colleague: true }),
  );
  const empty = await storeTicket(desk.database, inReview(["engineer"], { kind: "any" }));
  await deactivate(desk.engineer);
  expect(await ticketAt(impossible.id)).toMatchObject({ stage: "plan", review: null, revision: 2 });
  expect(await ticketAt(empty.id)).toMatchObject({ stage: "plan", review: null, revision: 2 });
});

test("a delegate takes the place and is asked; the review stays open", async () => {
  await desk.database.delegation.create({
    data: {
      principalId: desk.engineer,
      delegateId: desk.networkEngineer,
      from: new Date(0),
      until: new Date(Date.now() + 1_000_000),
    },
  });
  const ticket = await storeTicket(desk.database, inReview(["colleague", "engineer"], { kind: "all" }));
  await deactivate(desk.engineer);
  const after = await ticketAt(ticket.id);
  expect(after).toMatchObject({ stage: "preLaunchReview", version: 2, revision: 1 });
  expect(after.review?.reviewers).toMatchObject([
    { accountId: desk.colleague, insteadOf: null, vote: null },
    { accountId: desk.networkEngineer, insteadOf: desk.engineer, vote: null },
  ]);
  const told = await desk.database.outbox.findMany();
  expect(told).toMatchObject([{ accountId: desk.networkEngineer, kind: "submitForReview" }]);
  const line = await desk.database.activity.findFirstOrThrow({ where: { ticketId: ticket.id } });
  expect(line).toMatchObject({
    type: "workNote",
    actorId: null,
    fromStage: "preLaunchReview",
    toStage: "preLaunchReview",
    details: { code: "reviewerLeft", fromPersonId: desk.engineer, personId: desk.networkEngineer },
  });
  const phone = createPhone(desk.networkEngineer);
  const vote = phone.act({ type: "reject", ticketId: ticket.id, baseRevision: 1, args: { reason: "no" } });
  const { results } = await push(desk.database, pushOf(phone, [vote]));
  expect(results[0]?.outcome).toEqual({ kind: "applied" });
});

test("[A9] the pushes of who was deactivated are refused, and nothing of them is lost on the phone", async () => {
  const phone = createPhone(desk.engineer);
  const ticket = await storeTicket(desk.database, ticketOf(desk));
  await deactivate(desk.engineer);
  const comment = phone.act({ type: "comment", ticketId: ticket.id, args: { text: "late" } });
  expect(await refusalOf(push(desk.database, pushOf(phone, [comment])))).toMatchObject({
    code: "session.none",
  });
  expect(await desk.database.syncClient.count({ where: { id: phone.clientId, lastSeq: { gt: 0 } } })).toBe(0);
});

type Name = "engineer" | "colleague";

function change(given: Partial<Ticket>): Ticket {
  return ticketOf(desk, {
    flow: "normal",
    openerId: desk.lead,
    change: {
      ...emptyChange,
      window: { from: Date.now() + 1_000_000, until: Date.now() + 2_000_000 },
      reviewGroupId: desk.fieldGroup,
    },
    ...given,
  });
}

function inReview(
  names: readonly Name[],
  rule: Review["rule"],
  votes: Readonly<Partial<Record<Name, boolean>>> = {},
): Ticket {
  const reviewers = names.map((name) => {
    const approve = votes[name];
    const vote = approve === undefined ? null : { approve, reason: "", revision: 1, at: 1 };
    return { accountId: desk[name], insteadOf: null, vote };
  });
  return change({ stage: "preLaunchReview", review: { stage: "preLaunchReview", rule, reviewers } });
}
