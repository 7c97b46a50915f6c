-- S1: locks the client, then the tickets of its actions by id. No row: the client is not known yet.
-- $1 client, $2 account, $3 ticket ids named by the actions, $4 tickets whose linked and waiting ones are locked too
-- (S1a). Tickets of a foreign client are not locked; the reference to `client` inside the lateral part is what makes
-- the order certain.
WITH client AS MATERIALIZED (
  SELECT id, account_id, last_seq, last_occurred_at FROM sync_client WHERE id = $1::uuid FOR NO KEY UPDATE
), wanted AS (
  SELECT unnest($3::uuid[]) AS id
  UNION
  SELECT linked_id FROM ticket_link WHERE ticket_id = ANY ($4::uuid[])
  UNION
  SELECT id FROM ticket WHERE hold_ticket_id = ANY ($4::uuid[])
), locked AS MATERIALIZED (
  SELECT held.id
  FROM client CROSS JOIN LATERAL (
    SELECT ticket.id FROM ticket
    WHERE client.account_id = $2::uuid AND ticket.id IN (SELECT wanted.id FROM wanted)
    ORDER BY ticket.id
    FOR NO KEY UPDATE
  ) AS held
)
SELECT jsonb_build_object(
  'clientId', client.id,
  'accountId', account_id,
  'lastSeq', last_seq,
  'lastOccurredAt', epoch_ms(last_occurred_at),
  'lockedIds', coalesce((SELECT jsonb_agg(id) FROM locked), '[]')
) AS answer
FROM client
