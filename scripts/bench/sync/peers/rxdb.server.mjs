/**
 * The server of RxDB's page on HTTP replication, on PostgreSQL: pull by the checkpoint (time, id), push that compares
 * the assumed with the real state, a stream of what was written.
 */
import pg from "pg";
import { serve } from "./http.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const { tell } = serve({
  "/pull": async (query) => {
    const { rows } = await pool.query({
      name: "pull",
      text: `SELECT body, stored_at::text AS "storedAt", id FROM ticket
        WHERE group_id = $1 AND (stored_at, id) > ($2::bigint, $3)
        ORDER BY stored_at, id LIMIT $4`,
      values: [
        query.get("group"),
        query.get("storedAt") ?? "0",
        query.get("id") ?? "",
        Number(query.get("limit")),
      ],
    });
    const last = rows.at(-1);
    return {
      documents: rows.map((row) => row.body),
      checkpoint: last ? { storedAt: last.storedAt, id: last.id } : undefined,
    };
  },
  "/push": async (_, changes) => {
    // One statement for the batch: each document is written where nobody changed it meanwhile.
    const { rows } = await pool.query({
      name: "push",
      text: `WITH given AS (
          SELECT change -> 'newDocumentState' AS body, change #>> '{newDocumentState,id}' AS id,
            change #>> '{assumedMasterState,updatedAt}' AS assumed
          FROM jsonb_array_elements($1::jsonb) AS change
        ), written AS (
          INSERT INTO ticket (id, group_id, body, stored_at)
          SELECT id, body ->> 'groupId', body, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM given
          ON CONFLICT (id) DO UPDATE SET body = excluded.body, stored_at = excluded.stored_at
          WHERE ticket.body ->> 'updatedAt' = (SELECT assumed FROM given WHERE given.id = excluded.id)
          RETURNING id, body, stored_at::text AS "storedAt"
        )
        SELECT given.id, written.body, written."storedAt", ticket.body AS master
        FROM given LEFT JOIN written USING (id) LEFT JOIN ticket USING (id)
        ORDER BY written."storedAt", given.id`,
      values: [JSON.stringify(changes)],
    });
    const written = rows.filter((row) => row.body !== null);
    const last = written.at(-1);
    if (last) {
      const checkpoint = { storedAt: last.storedAt, id: last.id };
      tell(JSON.stringify({ documents: written.map((row) => row.body), checkpoint }));
    }
    return rows.filter((row) => row.body === null).map((row) => row.master);
  },
});
