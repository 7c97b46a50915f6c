-- What one person's day begins with. Each list names its first tickets and counts all.
-- $1 account, $2 role, $3 its scopes, $4 tickets of a list at most.
WITH votes AS (
  SELECT ticket.* FROM ticket
  WHERE stage IN ('preDevReview', 'preLaunchReview', 'closingReview') AND EXISTS (
    SELECT FROM jsonb_array_elements(review -> 'reviewers') AS reviewer
    WHERE reviewer ->> 'accountId' = $1::text AND reviewer -> 'vote' = 'null')
), held AS (
  -- By scope, which is indexed.
  SELECT ticket.* FROM ticket
  WHERE scopes @> ARRAY['p:' || $1::text] AND holder_id = $1::uuid AND stage <> 'closed'
), unassigned AS (
  SELECT ticket.* FROM ticket
  WHERE stage = 'assign' AND assigned_group_id IN (
      SELECT group_id FROM membership WHERE account_id = $1::uuid AND role = 'lead')
    AND scopes && ARRAY(SELECT 'g:' || group_id FROM membership WHERE account_id = $1::uuid AND role = 'lead')
), listed AS (
  SELECT list, count(*) OVER (PARTITION BY list) AS total,
    row_number() OVER (PARTITION BY list ORDER BY priority NULLS LAST, number, id) AS place,
    jsonb_build_object('id', id, 'flow', flow, 'number', number, 'title', title, 'priority', priority,
      'stage', stage, 'restricted', restricted) AS line
  FROM (
    SELECT 'votes' AS list, * FROM votes
    UNION ALL SELECT 'held', * FROM held
    UNION ALL SELECT 'unassigned', * FROM unassigned
  ) AS every
)
SELECT jsonb_build_object(
  'lists', coalesce((
    SELECT jsonb_object_agg(list, jsonb_build_object('count', total, 'tickets', lines)) FROM (
      SELECT list, max(total) AS total, jsonb_agg(line ORDER BY place) AS lines
      FROM listed WHERE place <= $4::int GROUP BY list
    ) AS grouped), '{}'),
  'unread', (
    SELECT count(*) FROM outbox AS notice JOIN ticket ON ticket.id = notice.ticket_id
    WHERE notice.account_id = $1::uuid AND notice.read_at IS NULL AND is_notice(notice)
      AND ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[]))
) AS answer
