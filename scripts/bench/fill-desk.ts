/** The desk that devices are played on: groups with their people, and the tickets that are there already. */
import type { AccountId, CategoryId, TicketId } from "../../core/ids";
import type { Database } from "../../server/db";

/** One person with a device, and what it may act on beside its own tickets. */
export type Worker = {
  readonly accountId: AccountId;
  readonly categoryId: CategoryId;
  /** Open tickets of their group that colleagues work on at the same time. */
  readonly shared: readonly TicketId[];
  /** Tickets of their group that nobody has claimed yet. */
  readonly unclaimed: readonly TicketId[];
};

const groupsMax = 16;
const groupSize = 6;
/** Of each group: its newest, which many look at. */
const sharedPerGroup = 20;

/** Fills a migrated, empty database; workers are of all groups in turn. */
export async function fillDesk(database: Database, ticketCount: number): Promise<readonly Worker[]> {
  await addPeople(database);
  await addTickets(database, ticketCount);
  for (const table of ["ticket", "activity", "sync_change"]) {
    await database.$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
  }
  return database.$queryRaw<Worker[]>`
    SELECT member.account_id::text AS "accountId", category.id::text AS "categoryId",
      own.ids[:${sharedPerGroup}] AS shared, own.ids[${sharedPerGroup + 1}:] AS unclaimed
    FROM membership AS member
    JOIN category USING (group_id)
    JOIN LATERAL (
      SELECT array_agg(id::text ORDER BY number) AS ids FROM ticket WHERE assigned_group_id = member.group_id) AS own ON true
    JOIN account ON account.id = member.account_id
    WHERE member.role = 'member'
    ORDER BY split_part(account.name, ' ', 2)::int`;
}

/** Each group has a lead, members, and a category whose tickets come to it. */
async function addPeople(database: Database): Promise<void> {
  await database.$executeRaw`
    INSERT INTO desk_group (name, owns_incidents)
    SELECT 'group ' || n, n = 0 FROM generate_series(0, ${groupsMax - 1}::int) AS n`;
  await database.$executeRaw`
    INSERT INTO account (name, email, role, created_at)
    SELECT 'person ' || n, 'person-' || n || '@desk.example', 'agent', now() - interval '1 year'
    FROM generate_series(0, ${groupsMax * groupSize - 1}::int) AS n`;
  await database.$executeRaw`
    INSERT INTO membership (group_id, account_id, role)
    SELECT desk_group.id, account.id, CASE WHEN n < ${groupsMax} THEN 'lead' ELSE 'member' END
    FROM generate_series(0, ${groupsMax * groupSize - 1}::int) AS n
    JOIN account ON account.name = 'person ' || n
    JOIN desk_group ON desk_group.name = 'group ' || n % ${groupsMax}`;
  await database.$executeRaw`
    INSERT INTO category (name, group_id) SELECT 'of ' || name, id FROM desk_group`;
  await database.$executeRaw`
    INSERT INTO parameter (name, value)
    SELECT 'default_inc_group_id', to_jsonb(id) FROM desk_group WHERE name = 'group 0'`;
}

/** Past the triggers, as the product itself would need minutes: what they would have left is written here. */
async function addTickets(database: Database, ticketCount: number): Promise<void> {
  await database.$transaction(
    async (on) => {
      await on.$executeRaw`SET LOCAL session_replication_role = replica`;
      await on.$executeRaw`
        INSERT INTO ticket (id, flow, number, stage, title, description, category_id, impact, urgency, priority, asset_ids,
          opener_id, owner_group_ids, assigned_group_id, last, opened_at, stage_at, updated_at, direct_scopes, scopes)
        SELECT gen_random_uuid(), 'incident', n, 'assign', 'UPS alarm in rack ' || n, repeat('What was seen. ', 20),
          category.id, 'medium', 'medium', 'P3', '{}', opener.id, '{}', grp.id,
          jsonb_build_object('action', 'open', 'actorId', opener.id, 'at', epoch_ms(now())), now(), now(), now(), held, held
        FROM generate_series(1, ${ticketCount}::int) AS n
        JOIN desk_group AS grp ON grp.name = 'group ' || n % ${groupsMax}
        JOIN category ON category.group_id = grp.id
        JOIN account AS opener ON opener.name = 'person ' || n % ${groupsMax * groupSize}
        CROSS JOIN LATERAL (SELECT ARRAY['g:' || grp.id, 'p:' || opener.id] AS held) AS scopes`;
      await on.$executeRaw`
        INSERT INTO activity (id, ticket_id, type, actor_id, to_stage, text, details, occurred_at, arrived_at)
        SELECT gen_random_uuid(), id, 'open', opener_id, 'assign', '', '{}', now(), now() FROM ticket`;
      await on.$executeRaw`
        INSERT INTO sync_change (scope, counter, entity, entity_id, entered)
        SELECT scope, number, 'ticket', id, true FROM ticket CROSS JOIN unnest(scopes) AS scope`;
      await on.$executeRaw`UPDATE sync_counter SET value = ${ticketCount}`;
      await on.$executeRaw`SELECT setval('ticket_number_incident', ${ticketCount})`;
    },
    { timeout: 120_000 },
  );
}
