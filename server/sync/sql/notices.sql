-- What the viewer was told in the last 30 days, newest first, of tickets that are still in sight (R8, A9). Of one moment
-- the highest id comes first: where there are too many, the phone drops the same ones (client/replica/notices.ts).
-- $1 scopes that give sight, $2 viewer, $3 role, $4 how many at most.
SELECT coalesce(jsonb_agg(notice_json(newest.notice)), '[]') AS answer
FROM (
  SELECT notice
  FROM outbox AS notice JOIN ticket ON ticket.id = notice.ticket_id
  WHERE notice.account_id = $2::uuid AND is_notice(notice)
    AND ticket_in_sight(ticket, $2::uuid, $3::text, $1::text[])
  ORDER BY notice.created_at DESC, notice.id DESC
  LIMIT $4::int
) AS newest
