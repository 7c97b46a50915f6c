import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "../scripts/testing/database";
import { createDatabase, type Database, type Transaction } from "./db";
import { classifyFailure, sqlStateOf } from "./sync/failure";
import { transact } from "./transact";

let url: string;
let drop: () => Promise<void>;
let database: Database;
beforeAll(async () => {
  ({ url, drop } = await createTestDatabase());
  database = createDatabase(url, 2);
});
afterAll(async () => {
  await database.$disconnect();
  await drop();
});
beforeEach(async () => void (await database.site.deleteMany()));

const names = async () =>
  (await database.site.findMany({ orderBy: { name: "asc" } })).map(({ name }) => name);
const add = (on: Transaction, name: string) =>
  on.$executeRawUnsafe("INSERT INTO site (name) VALUES ($1)", name);
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test("[S1] what a transaction did is stored when it resolves, and nothing of one that threw", async () => {
  const answer = await transact(database, "write", async (on) => {
    expect(await add(on, "stored")).toBe(1);
    return on.$queryRawUnsafe<{ answer: unknown }[]>("SELECT $1::jsonb AS answer", '{"a":[1,null]}');
  });
  expect(answer).toEqual([{ answer: { a: [1, null] } }]);
  const mine = new TypeError("ours");
  const thrown = await failureOf(
    transact(database, "write", async (on) => {
      await add(on, "undone");
      throw mine;
    }),
  );
  expect(thrown).toBe(mine);
  expect(classifyFailure(thrown)).toBe("bug");
  expect(await names()).toEqual(["stored"]);
});

test("[S1a] sessions are those of the pool, at READ COMMITTED; a snapshot is repeatable and only reads", async () => {
  const settings = (kind: "write" | "snapshot") =>
    transact(database, kind, (on) =>
      on.$queryRawUnsafe(
        "SELECT current_setting('transaction_isolation') AS isolation, current_setting('TimeZone') AS zone",
      ),
    );
  expect(await settings("write")).toEqual([{ isolation: "read committed", zone: "UTC" }]);
  expect(await settings("snapshot")).toEqual([{ isolation: "repeatable read", zone: "UTC" }]);
  await transact(database, "snapshot", async (on) => {
    const count = () => on.$queryRawUnsafe("SELECT count(*)::int FROM site");
    const before = await count();
    await database.site.create({ data: { name: "meanwhile" } });
    expect(await count()).toEqual(before);
  });
  const refused = await failureOf(transact(database, "snapshot", (on) => add(on, "written")));
  expect(sqlStateOf(refused)).toBe("25006");
});

test("[S2] a value that does not fit, a COMMIT that fails and a swallowed error store nothing, and the connection stays", async () => {
  const unfit = await failureOf(
    transact(database, "write", (on) => on.$queryRawUnsafe("SELECT $1::int", "many")),
  );
  expect(classifyFailure(unfit)).toBe("content");
  await database.$executeRawUnsafe(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not today'; END $$`);
  await database.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON site
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const uncommitted = await failureOf(transact(database, "write", (on) => add(on, "refused")));
  expect(classifyFailure(uncommitted)).toBe("transient");
  await database.$executeRawUnsafe("DROP TRIGGER refuse ON site");
  const swallowed = await failureOf(
    transact(database, "write", async (on) => {
      await add(on, "half");
      await failureOf(on.$queryRawUnsafe("SELECT $1::int", "many"));
    }),
  );
  expect(swallowed).toBeInstanceOf(Error);
  expect(await names()).toEqual([]);
});

test("[S2] a connection that is killed is transient, stores nothing and is replaced", async () => {
  for (let round = 0; round < 3; round += 1) {
    const killed = await failureOf(
      transact(database, "write", async (on) => {
        await add(on, "half");
        const [row] = await on.$queryRawUnsafe<{ pid: number }[]>("SELECT pg_backend_pid() AS pid");
        await database.$queryRawUnsafe("SELECT pg_terminate_backend($1::int)::text", row?.pid);
        await on.$queryRawUnsafe("SELECT 1");
      }),
    );
    expect(classifyFailure(killed)).toBe("transient");
  }
  expect(await names()).toEqual([]);
  await transact(database, "write", (on) => add(on, "after"));
  expect(await names()).toEqual(["after"]);
});

test("[S2] one that waits too long is given up, its connection too; what it still says goes nowhere", async () => {
  let late: Transaction | undefined;
  const slow = await failureOf(
    transact(
      database,
      "write",
      async (on) => {
        late = on;
        await add(on, "slow");
        await on.$queryRawUnsafe("SELECT pg_sleep($1)::text", 5);
      },
      200,
    ),
  );
  expect(classifyFailure(slow)).toBe("transient");
  expect(late).toBeDefined();
  expect(await failureOf(add(late as Transaction, "later"))).toMatchObject({ name: "ConnectionFailed" });
  expect(await names()).toEqual([]);
});

test("[S2] no connection to be had is transient", async () => {
  const nowhere = createDatabase("postgresql://nobody@127.0.0.1:9/none", 1);
  const refused = await failureOf(transact(nowhere, "write", async () => undefined));
  expect(classifyFailure(refused)).toBe("transient");
  expect(classifyFailure(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }))).toBe("bug");
});
