import { afterAll, beforeEach, expect, test } from "vitest";
import { delegationsMax } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { refusalOf } from "../testing/refusal";
import { createDelegation, removeDelegation } from "./delegations";
import { readHistory } from "./history";

let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

const dates = { from: 1_000, until: Date.now() + 86_400_000 };
const create = (actorId: AccountId, principalId: AccountId, delegateId: AccountId) =>
  createDelegation(desk.database, actorId, { principalId, delegateId, ...dates });

test("a person names a delegate and takes it back, with a line of history each", async () => {
  const { id } = await create(desk.engineer, desk.engineer, desk.colleague);
  const fields = { principalId: desk.engineer, delegateId: desk.colleague, ...dates };
  await removeDelegation(desk.database, desk.engineer, id);
  expect(await desk.database.delegation.count()).toBe(0);
  const { changes } = await readHistory(desk.database, null);
  expect(changes).toMatchObject([
    { kind: "delegation.removed", actorName: "engineer", subjectName: "engineer", before: fields, after: {} },
    { kind: "delegation.created", before: {}, after: fields },
  ]);
});

test("an administrator names anybody's; nobody else does, a lead neither", async () => {
  const { id } = await create(desk.admin, desk.engineer, desk.colleague);
  const foreign = { code: "delegation.foreign" };
  expect(await refusalOf(create(desk.lead, desk.engineer, desk.lead))).toMatchObject(foreign);
  expect(await refusalOf(removeDelegation(desk.database, desk.colleague, id))).toMatchObject(foreign);
  await removeDelegation(desk.database, desk.admin, id);
  // Nobody's vote comes with an administrator's rights.
  expect(await refusalOf(create(desk.admin, desk.engineer, desk.admin))).toMatchObject(foreign);
});

test("never to oneself, to a requester, to someone inactive or unknown", async () => {
  const { engineer, requester, colleague } = desk;
  const codeOf = async (delegateId: AccountId) =>
    (await refusalOf(create(engineer, engineer, delegateId))).code;
  expect(await codeOf(engineer)).toBe("delegation.self");
  expect(await codeOf(requester)).toBe("delegation.notStaff");
  expect(await codeOf(uuid())).toBe("subject.unknown");
  await desk.database.account.update({ where: { id: colleague }, data: { active: false } });
  expect(await codeOf(colleague)).toBe("delegation.notStaff");
});

test("a person has not more of them than anybody needs", async () => {
  for (let count = 0; count < delegationsMax; count += 1) {
    await create(desk.engineer, desk.engineer, desk.colleague);
  }
  const refused = await refusalOf(create(desk.engineer, desk.engineer, desk.colleague));
  expect(refused).toMatchObject({ code: "delegation.tooMany" });
});
