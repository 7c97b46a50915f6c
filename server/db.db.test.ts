import { expect, test } from "vitest";
import { createTestDatabase } from "../scripts/testing/database";
import { createDatabase } from "./db";

test("[S1a] sessions are in UTC and at READ COMMITTED, whatever the URL and the database say", async () => {
  const { url, drop } = await createTestDatabase();
  const other = "-c TimeZone=Asia/Taipei -c default_transaction_isolation=serializable -c work_mem=5MB";
  const database = createDatabase(`${url}?options=${encodeURIComponent(other)}`, 1);
  const rows = await database.$queryRaw`
    SELECT current_setting('TimeZone') AS zone, current_setting('transaction_isolation') AS isolation,
      current_setting('work_mem') AS work_mem`;
  expect(rows).toEqual([{ zone: "UTC", isolation: "read committed", work_mem: "5MB" }]);
  await database.$disconnect();
  await drop();
});

test("[P6] no session waits for a lock for ever, or holds one without a word, unless its URL says so", async () => {
  const { url, drop } = await createTestDatabase();
  const limitsOf = async (given: string) => {
    const database = createDatabase(given, 1);
    const rows = await database.$queryRaw`
      SELECT current_setting('lock_timeout') AS lock,
        current_setting('idle_in_transaction_session_timeout') AS idle`;
    await database.$disconnect();
    return rows;
  };
  expect(await limitsOf(url)).toEqual([{ lock: "10s", idle: "30s" }]);
  const own = encodeURIComponent("-c lock_timeout=2s");
  expect(await limitsOf(`${url}?options=${own}`)).toEqual([{ lock: "2s", idle: "30s" }]);
  await drop();
});
