import { afterAll, beforeAll, expect, test } from "vitest";
import { TicketsGrew } from "../sync/start-over";
import { createDesk, type Desk } from "../testing/desk";
import { administer } from "./administer";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
  // A sequence counts on when what used it is rolled back.
  await desk.database.$executeRaw`CREATE SEQUENCE tries`;
});
afterAll(() => desk.end());

/** The database rolls back a new site so often with this state, at the statement or at COMMIT. */
async function rollBack(times: number, state: string, isAtCommit: boolean): Promise<void> {
  const on = desk.database;
  await on.$executeRaw`DROP TRIGGER IF EXISTS in_the_way ON site`;
  await on.$executeRaw`ALTER SEQUENCE tries RESTART`;
  await on.$executeRawUnsafe(`
    CREATE OR REPLACE FUNCTION in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('tries') <= ${times} THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '${state}'; END IF;
      RETURN NEW;
    END $$`);
  await on.$executeRawUnsafe(
    isAtCommit
      ? `CREATE CONSTRAINT TRIGGER in_the_way AFTER INSERT ON site DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION in_the_way()`
      : "CREATE TRIGGER in_the_way BEFORE INSERT ON site FOR EACH ROW EXECUTE FUNCTION in_the_way()",
  );
}

const addSite = (name: string) =>
  administer(desk.database, desk.admin, "admin", async ({ transaction, record, told }) => {
    await transaction.site.create({ data: { name } });
    await record({ kind: "parameter.set", subjectId: null, subjectName: name, before: {}, after: {} });
    told();
  });
const countOf = async (name: string) => [
  await desk.database.site.count({ where: { name } }),
  await desk.database.adminChange.count({ where: { subjectName: name } }),
];

test.each([
  ["40P01", false],
  ["40P01", true],
  ["40001", false],
  ["40001", true],
])(
  "a change that was rolled back with %s (at COMMIT: %s) is made once, by a later try",
  async (state, isAtCommit) => {
    const name = `${state} ${isAtCommit}`;
    await rollBack(2, state, isAtCommit);
    await addSite(name);
    expect(await countOf(name)).toEqual([1, 1]);
  },
);

test("what is always in the way fails after a few tries, and any other failure at once", async () => {
  await rollBack(1_000, "40P01", false);
  await expect(addSite("always")).rejects.toThrow();
  const [row] = await desk.database.$queryRaw<{ tries: bigint }[]>`SELECT last_value AS tries FROM tries`;
  expect(row?.tries).toBe(5n);
  await rollBack(1_000, "23514", false);
  await expect(addSite("wrong")).rejects.toThrow();
  const [once] = await desk.database.$queryRaw<{ tries: bigint }[]>`SELECT last_value AS tries FROM tries`;
  expect(once?.tries).toBe(1n);
  expect([await countOf("always"), await countOf("wrong")]).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("what was read and no longer holds is read again", async () => {
  let tries = 0;
  await administer(desk.database, desk.admin, "admin", async () => {
    tries += 1;
    if (tries === 1) throw new TicketsGrew();
  });
  expect(tries).toBe(2);
});
