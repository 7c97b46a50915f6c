import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase, type Database } from "../../server/db";
import { readLogRow } from "../../server/import/service-now/log-reader";
import { type LogPerson, planIncident } from "../../server/import/service-now/plan";
import { createTestDatabase, type TestDatabase } from "../testing/database";
import { prepareDesk } from "./desk";

const devices = 2;
/** One device for everybody, so that a member of one incident leads in another. */
const deviceOf = (_person: LogPerson): number => 1;

const actionsOf = (number: number, updates: readonly Record<string, string>[]) =>
  planIncident(
    updates.map((update, index) => {
      const fields = {
        number: String(number),
        opened_at: "29/2/2016 04:40",
        sys_updated_at: `29/2/2016 05:0${index}`,
        ...{ ident_state: "New", opened_by: "397", sys_updated_by: "746", resolved_by: "81" },
        ...{ impact: "2", urgency: "2", assignment_group: "70", assigned_to: "?" },
        ...update,
      };
      const row = readLogRow(fields, index);
      if ("reason" in row) throw new Error(row.reason);
      return row;
    }),
  );
/** Moved to group 24, where it is resolved at once: who does that is known as a member of it. */
const small = actionsOf(1, [{ assignment_group: "24" }, { assignment_group: "24", ident_state: "Resolved" }]);
/** The same people assign and hold in that group: they lead it. */
const large = [
  ...small,
  ...actionsOf(2, [
    { assignment_group: "24", ident_state: "Active", assigned_to: "31" },
    { assignment_group: "24", ident_state: "Awaiting Vendor", assigned_to: "31" },
  ]),
];

let on: TestDatabase;
let database: Database;
beforeEach(async () => {
  on = await createTestDatabase();
  database = createDatabase(on.url, 2);
});
afterEach(async () => {
  await database.$disconnect();
  await on.drop();
});

const memberships = async () => {
  const rows = await database.membership.findMany({ orderBy: [{ groupId: "asc" }, { accountId: "asc" }] });
  return rows.map(({ groupId, accountId, role }) => ({ groupId, accountId, role }));
};

test("a larger run gives the roles that a fresh desk would have, and a smaller one takes none away", async () => {
  const withoutOpen = small.filter(({ verb }) => verb.type === "resolveNow");
  await prepareDesk(database, withoutOpen, devices, deviceOf);
  expect((await memberships()).map(({ role }) => role)).toEqual(["member"]);
  await prepareDesk(database, large, devices, deviceOf);
  const grown = await memberships();
  expect(grown.map(({ role }) => role)).toEqual(["lead"]);
  await prepareDesk(database, withoutOpen, devices, deviceOf);
  expect(await memberships()).toEqual(grown);
});
