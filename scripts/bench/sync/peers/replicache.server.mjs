/**
 * The backend of Replicache's "Global Version" strategy on PostgreSQL: one version row that every mutation locks, each
 * mutation a transaction of its own, a pull by version. Read authorisation is a fixed group a ticket.
 */
import pg from "pg";
import { serve } from "./http.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const { tell } = serve({
  "/push": async (_, { clientGroupID, mutations }) => {
    for (const mutation of mutations)
      await transact("READ COMMITTED", (on) => mutate(on, clientGroupID, mutation));
    tell("poke");
    return {};
  },
  "/pull": (query, { clientGroupID, cookie }) =>
    transact("REPEATABLE READ", (on) => pull(on, query.get("group"), clientGroupID, cookie)),
});

async function mutate(on, clientGroupID, { id, clientID, args }) {
  const { rows: spaces } = await ask(on, "version", "SELECT version FROM space FOR UPDATE", []);
  const version = Number(spaces[0].version) + 1;
  const { rows: clients } = await ask(
    on,
    "client",
    "SELECT last_mutation_id AS last FROM client WHERE id = $1",
    [clientID],
  );
  const last = Number(clients[0]?.last ?? 0);
  if (id <= last) return;
  if (id > last + 1) throw new Error(`mutation ${id} is from the future`);
  await ask(
    on,
    "edit",
    `UPDATE ticket SET body = body || jsonb_build_object('title', $2::text, 'updatedAt', $3::bigint), version = $4
     WHERE id = $1`,
    [args.id, args.title, args.updatedAt, version],
  );
  await ask(
    on,
    "advance",
    `INSERT INTO client (id, client_group_id, last_mutation_id, version) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET last_mutation_id = excluded.last_mutation_id, version = excluded.version`,
    [clientID, clientGroupID, id, version],
  );
  await ask(on, "raise", "UPDATE space SET version = $1", [version]);
}

async function pull(on, group, clientGroupID, cookie) {
  const from = cookie ?? 0;
  const { rows: spaces } = await ask(on, "space", "SELECT version FROM space", []);
  const { rows: clients } = await ask(
    on,
    "clients",
    "SELECT id, last_mutation_id AS last FROM client WHERE client_group_id = $1 AND version > $2",
    [clientGroupID, from],
  );
  const { rows: tickets } = await ask(
    on,
    "changed",
    "SELECT id, body, deleted FROM ticket WHERE group_id = $1 AND version > $2",
    [group, from],
  );
  const puts = tickets.map(({ id, body, deleted }) =>
    deleted ? { op: "del", key: `ticket/${id}` } : { op: "put", key: `ticket/${id}`, value: body },
  );
  return {
    cookie: Number(spaces[0].version),
    lastMutationIDChanges: Object.fromEntries(clients.map(({ id, last }) => [id, Number(last)])),
    patch: cookie === null ? [{ op: "clear" }, ...puts] : puts,
  };
}

function ask(on, name, text, values) {
  return on.query({ name, text, values });
}

async function transact(level, work) {
  const on = await pool.connect();
  try {
    await on.query(`BEGIN ISOLATION LEVEL ${level}`);
    const answer = await work(on);
    await on.query("COMMIT");
    return answer;
  } catch (error) {
    await on.query("ROLLBACK");
    throw error;
  } finally {
    on.release();
  }
}
