/** Is the desk up: asked by `npm start`, reverse proxies and monitoring. */
import { database } from "./db";

export type Health = {
  readonly status: "ok" | "down";
  readonly database: "up" | "down";
  readonly version: string;
};

/** A database that does not answer within this time is down, even if its connection stands. */
const answerTimeoutMs = 2_000;

/** Answers within two seconds, whatever the database does. */
export async function checkHealth(version: string): Promise<Health> {
  const up = await Promise.race([isDatabaseUp(), expire(answerTimeoutMs)]);
  return up ? { status: "ok", database: "up", version } : { status: "down", database: "down", version };
}

async function isDatabaseUp(): Promise<boolean> {
  try {
    await database().$queryRaw`SELECT 1`;
    return true;
  } catch {
    return false;
  }
}

function expire(delayMs: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs, false).unref();
  });
}
