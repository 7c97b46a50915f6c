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
