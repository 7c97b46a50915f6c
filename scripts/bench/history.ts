/** A desk's past for benches: closed and open tickets of all flows with their lines, over a year. */
import type { Database } from "../../server/db";
import { fillDesk } from "./fill-desk";

/** Of these flows in turn; six in ten are incidents. */
const flows = "{incident,incident,problem,incident,normal,incident,standard,incident,emergency,incident}";

/**
 * Fills a migrated, empty database with `ticketCount` tickets, about six lines each, one in eight still open. Past the
 * triggers; the facts of the plots are computed at the end, as for whatever else is brought in so.
 */
export async function fillHistory(database: Database, ticketCount: number): Promise<void> {
  await fillDesk(database, 1);
  await database.$transaction(
    async (on) => {
      await on.$executeRaw`SET LOCAL session_replication_role = replica`;
      await on.$executeRaw`
        INSERT INTO ticket (id, flow, number, stage, outcome, title, description, category_id, impact, urgency, priority,
          asset_ids, opener_id, owner_group_ids, assigned_group_id, closure, clock, recurs_with, restricted, last,
          opened_at, stage_at, closed_at, updated_at, direct_scopes, scopes)
        SELECT gen_random_uuid(), flow, n + 1,
          CASE WHEN closed_at IS NULL THEN CASE WHEN flow IN ('incident', 'problem') THEN 'handle' ELSE 'plan' END
            ELSE 'closed' END,
          CASE WHEN closed_at IS NULL THEN NULL WHEN flow = 'incident' THEN 'resolved'
            WHEN flow = 'problem' THEN 'eradicated' ELSE 'completed' END,
          'UPS alarm in rack ' || n, repeat('What was seen. ', 20), category.id, 'medium', 'medium',
          'P' || 1 + n % 4, '{}', opener.id, '{}', grp.id,
          jsonb_build_object('code', (ARRAY['successful', 'successful', 'partial', 'failed', 'rolledBack'])[1 + n % 5]),
          CASE WHEN flow = 'incident' THEN jsonb_build_object('respondedAt', epoch_ms(opened_at) + n % 90 * 60000,
            'pauses', '[]'::jsonb, 'openings', 1) END,
          CASE WHEN n % 11 = 0 THEN ARRAY[gen_random_uuid()] END, n % 50 = 0,
          jsonb_build_object('action', 'open', 'actorId', opener.id, 'at', epoch_ms(opened_at)),
          opened_at, opened_at, closed_at, coalesce(closed_at, opened_at), held, held
        FROM generate_series(1, ${ticketCount}::int) AS n
        CROSS JOIN LATERAL (SELECT (${flows}::text[])[1 + n % 10] AS flow,
          now() - interval '365 days' * n / ${ticketCount}::int AS opened_at) AS kind
        CROSS JOIN LATERAL (SELECT CASE WHEN n % 8 > 0 THEN opened_at + interval '1 hour' * (1 + n % 71) END AS ended_at) AS ended
        CROSS JOIN LATERAL (SELECT CASE WHEN ended_at < now() THEN ended_at END AS closed_at) AS closed
        JOIN desk_group AS grp ON grp.name = 'group ' || n % 16
        JOIN category ON category.group_id = grp.id
        JOIN account AS opener ON opener.name = 'person ' || n % 96
        CROSS JOIN LATERAL (SELECT ARRAY['g:' || grp.id, 'p:' || opener.id] AS held) AS scopes`;
      await on.$executeRaw`
        INSERT INTO activity (id, ticket_id, type, actor_id, from_stage, to_stage, text, details, occurred_at, arrived_at)
        SELECT gen_random_uuid(), ticket.id, line.type, ticket.opener_id, line.from_stage, line.to_stage,
          'What was done about it.', '{}', at, at + interval '1 second' * (CASE WHEN number % 5 = 0 THEN 7200 ELSE 2 END)
        FROM ticket
        CROSS JOIN LATERAL (
          VALUES
            (0, 'open', NULL, 'assign', true),
            (1, 'claim', 'assign', 'handle', flow = 'incident'),
            (1, 'assignInvestigator', 'assign', 'investigate', flow = 'problem'),
            (2, 'hold', 'handle', 'handle', flow = 'incident' AND number % 3 = 0),
            (3, 'resume', 'handle', 'handle', flow = 'incident' AND number % 3 = 0),
            (4, 'comment', 'handle', 'handle', true),
            (4, 'comment', 'handle', 'handle', true),
            (4, 'workNote', 'handle', 'handle', true),
            (4, 'submitForReview', 'plan', 'preLaunchReview', flow IN ('normal', 'emergency')),
            (5, 'approve', 'preLaunchReview', 'scheduled', flow IN ('normal', 'emergency')),
            (6, 'resolve', 'handle', 'closed', closed_at IS NOT NULL),
            (7, 'reopen', 'closed', 'assign', closed_at IS NOT NULL AND number % 20 = 0),
            (8, 'resolveNow', 'assign', 'closed', closed_at IS NOT NULL AND number % 20 = 0)
        ) AS line (step, type, from_stage, to_stage, is_there)
        CROSS JOIN LATERAL (SELECT CASE WHEN line.step = 6 AND number % 20 > 0 OR line.step = 8 THEN closed_at
          ELSE opened_at + (coalesce(closed_at, opened_at + interval '1 day') - opened_at) * line.step / 9 END AS at) AS moment
        WHERE line.is_there`;
      await on.$executeRaw`
        INSERT INTO action_outcome (account_id, action_id, client_id, seq, ticket_id, content_hash, outcome, arrived_at)
        SELECT actor_id, id, ticket_id, row_number() OVER (PARTITION BY ticket_id ORDER BY occurred_at), ticket_id, '',
          jsonb_build_object('kind', CASE WHEN get_byte(uuid_send(id), 0) < 3 THEN 'returned' ELSE 'applied' END), arrived_at
        FROM activity`;
      // Whatever opens a ticket afterwards gets a number that is free.
      await on.$executeRaw`
        SELECT setval('ticket_number_incident', ${ticketCount + 1}::int), setval('ticket_number_problem', ${ticketCount + 1}::int),
          setval('ticket_number_change', ${ticketCount + 1}::int)`;
      await on.$executeRaw`SELECT ticket_fact_refresh(ARRAY(SELECT id FROM ticket))`;
    },
    { timeout: 600_000 },
  );
  for (const table of ["ticket", "activity", "action_outcome", "ticket_fact", "review_wait"]) {
    await database.$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
  }
}
