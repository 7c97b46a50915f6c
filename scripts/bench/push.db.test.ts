import { expect, test } from "vitest";
import { execute } from "../testing/database";
import { measurePush } from "./push";

test("the bench of notifications hands over every one, alone and all at once", async () => {
  const url = new URL(process.env.GENBA_TEST_DATABASE_SERVER ?? "");
  url.pathname = "/postgres";
  const name = `bench_push_${process.pid}`;
  await execute(url.href, `CREATE DATABASE ${name}`);
  try {
    url.pathname = `/${name}`;
    const options = { devices: 60, each: 2, singles: 2 };
    const lines: string[] = [];
    const numbers = await measurePush(url.href, options, (line) => lines.push(line));
    expect(Object.keys(numbers)).toEqual([
      "handedOverP50Ms",
      "handedOverP95Ms",
      "sendsPerSecond",
      "encryptionOnlyPerSecond",
    ]);
    for (const value of Object.values(numbers)) expect(value).toBeGreaterThan(0);
    expect(lines).toHaveLength(3);
  } finally {
    url.pathname = "/postgres";
    await execute(url.href, `DROP DATABASE ${name} WITH (FORCE)`);
  }
});
