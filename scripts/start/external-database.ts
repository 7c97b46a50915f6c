/** Is the database that DATABASE_URL names there, and new enough. */
import pg from "pg";
import { Failure } from "../failure";

const connectTimeoutMs = 10_000;
/** server_version_num of PostgreSQL 15. */
const oldestVersion = 150_000;

/** Resolves when the database answers; otherwise a Failure that says which trouble, without the password. */
export async function checkExternalDatabase(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port || 5432}${pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    if (Number(rows[0]?.server_version_num) < oldestVersion) {
      throw new Failure(`DATABASE_URL: ${place} is older than PostgreSQL 15.`);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, message } = error as { code?: string; message: string };
    throw new Failure(`DATABASE_URL: no connection to ${place} (${message || code}).`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
