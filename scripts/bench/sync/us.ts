/** Our own product as `npm start` serves it, with its embedded PostgreSQL, filled by SQL. */
import pg from "pg";
import { createGenbaServer } from "../../../e2e/fixtures/genba-server";
import { findEmbeddedDatabase } from "../../database/embedded";
import { Failure } from "../../failure";
import { bundlePage } from "./browser";
import { type Contender, description, titleOf } from "./contender";

export interface UsServer extends Contender {
  /** Of another database of the same PostgreSQL, made empty. */
  createDatabase(name: string): Promise<string>;
}

/** `origin` is the link's, where the phones reach it; its own when left out. */
export async function startUs(origin?: string): Promise<UsServer> {
  const server = await createGenbaServer(origin === undefined ? {} : { GENBA_ORIGIN: origin });
  await server.start();
  const url = findEmbeddedDatabase(server.dataFolder);
  if (url === undefined) throw new Failure("The bench's PostgreSQL is not running.");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    name: "us",
    about: "Genba of this checkout; pages of 500 tickets, pushes of 100 actions, COMMIT on disk",
    script: await bundlePage("scripts/bench/sync/us.page.ts", "node_modules"),
    port: server.port,
    rowsMax: 1_000_000,
    fill: ({ group, rows }) => fill(client, group, rows),
    change: (group, count, title) => change(client, group, count, title),
    addUnseenChanges: (count) => addUnseenChanges(client, count),
    createDatabase: async (name) => {
      await client.query(`CREATE DATABASE ${name}`);
      const other = new URL(url);
      other.pathname = `/${name}`;
      return other.href;
    },
    stop: async () => {
      await client.end();
      await server.remove();
    },
  };
}

/** Two people of the group, who can sign in as the demo's can, and its tickets with their first line. */
async function fill(client: pg.Client, group: string, rows: number): Promise<void> {
  await client.query("BEGIN");
  const { rows: known } = await client.query("SELECT id FROM desk_group WHERE name = $1", [group]);
  if (known.length === 0) await addGroup(client, group);
  // Past the triggers, which take minutes for so many; what they would have left is written here.
  await client.query("SET LOCAL session_replication_role = replica");
  await client.query(
    `CREATE TEMPORARY TABLE filled ON COMMIT DROP AS
     SELECT gen_random_uuid() AS id, n, n + (SELECT last_value FROM ticket_number_incident) AS number
     FROM generate_series(1, $1::int) AS n`,
    [rows],
  );
  await client.query(
    `INSERT INTO ticket (id, flow, number, stage, title, description, category_id, impact, urgency, priority, asset_ids,
       opener_id, owner_group_ids, assigned_group_id, last, opened_at, stage_at, updated_at, direct_scopes, scopes)
     SELECT filled.id, 'incident', filled.number, 'assign', replace($2, '#', n::text), $3, category.id, 'medium',
       'medium', 'P3', '{}', opener.id, '{}', grp.id,
       jsonb_build_object('action', 'open', 'actorId', opener.id, 'at', epoch_ms(now())), now(), now(), now(), held, held
     FROM filled
     JOIN desk_group AS grp ON grp.name = $1
     JOIN category ON category.group_id = grp.id
     JOIN account AS opener ON opener.email = $1 || '-opener@bench.example'
     CROSS JOIN LATERAL (SELECT ARRAY['g:' || grp.id, 'p:' || opener.id] AS held) AS scopes`,
    [group, titleOf(0).replace("0", "#"), description],
  );
  await client.query(
    `INSERT INTO activity (id, ticket_id, type, actor_id, to_stage, text, details, occurred_at, arrived_at)
     SELECT gen_random_uuid(), ticket.id, 'open', opener_id, 'assign', '', '{}', now(), now()
     FROM filled JOIN ticket USING (id)`,
  );
  await client.query(
    `INSERT INTO sync_change (scope, counter, entity, entity_id, entered)
     SELECT scope, value + n, 'ticket', ticket.id, true
     FROM sync_counter, filled JOIN ticket USING (id) CROSS JOIN unnest(scopes) AS scope`,
  );
  await client.query("UPDATE sync_counter SET value = value + $1", [rows]);
  await client.query("SELECT setval('ticket_number_incident', $1 + last_value) FROM ticket_number_incident", [
    rows,
  ]);
  await client.query("COMMIT");
  for (const table of ["ticket", "activity", "sync_change"]) await client.query(`VACUUM ANALYZE ${table}`);
}

async function addGroup(client: pg.Client, group: string): Promise<void> {
  await client.query("INSERT INTO desk_group (name) VALUES ($1)", [group]);
  await client.query(
    `INSERT INTO account (name, email, role, created_at)
     SELECT who, $1 || '-' || who || '@bench.example', CASE who WHEN 'opener' THEN 'requester' ELSE 'agent' END,
       now() - interval '1 year'
     FROM unnest(ARRAY['opener', 'one', 'two']) AS who`,
    [group],
  );
  await client.query(
    `INSERT INTO membership (group_id, account_id, role)
     SELECT desk_group.id, account.id, 'lead' FROM desk_group, account
     WHERE desk_group.name = $1 AND account.email IN ($1 || '-one@bench.example', $1 || '-two@bench.example')`,
    [group],
  );
  await client.query(
    `INSERT INTO credential (subject, provider_id, account_id, password)
     SELECT account.id, 'credential', account.id, demo.password
     FROM account, (SELECT password FROM credential WHERE password IS NOT NULL LIMIT 1) AS demo
     WHERE account.email LIKE $1 || '-%@bench.example'`,
    [group],
  );
  await client.query(
    "INSERT INTO category (name, group_id) SELECT name, id FROM desk_group WHERE name = $1",
    [group],
  );
}

/** As an edit leaves it: ticket and line, the triggers write the change rows. */
async function change(client: pg.Client, group: string, count: number, title: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT ticket.id FROM ticket JOIN desk_group ON desk_group.id = assigned_group_id
     WHERE name = $1 ORDER BY number LIMIT $2`,
    [group, count],
  );
  for (const { id } of rows) {
    await client.query(
      `WITH edited AS (
         UPDATE ticket SET title = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1
         RETURNING id, opener_id)
       INSERT INTO activity (id, ticket_id, type, actor_id, text, details, occurred_at, arrived_at)
       SELECT gen_random_uuid(), id, 'edit', opener_id, '', '{}', clock_timestamp(), clock_timestamp() FROM edited`,
      [id, title],
    );
  }
}

/** One number each, of the first group that no phone of the catch-up holds. */
async function addUnseenChanges(client: pg.Client, count: number): Promise<void> {
  await client.query("BEGIN");
  await client.query(
    `INSERT INTO sync_change (scope, counter, entity, entity_id)
     SELECT scope, value + n, 'ticket', ticket.id
     FROM sync_counter, (
       SELECT row_number() OVER () AS n, ticket.* FROM ticket JOIN desk_group ON desk_group.id = assigned_group_id
       WHERE desk_group.name = 'others' LIMIT $1) AS ticket
     CROSS JOIN unnest(scopes) AS scope`,
    [count],
  );
  await client.query("UPDATE sync_counter SET value = value + $1", [count]);
  await client.query("COMMIT");
  await client.query("VACUUM ANALYZE sync_change");
}
