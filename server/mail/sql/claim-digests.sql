-- Claims due digests: until the lease ends nobody else sees them as due.
-- $1 how many at most, $2 now in ms, $3 lease in ms.
WITH due AS (
  SELECT account_id FROM notify_setting
  WHERE digest_due_at <= ms_time($2::double precision)
    AND (digest_lease_until IS NULL OR digest_lease_until <= ms_time($2::double precision))
  ORDER BY digest_due_at LIMIT $1::int
  FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE notify_setting AS setting SET
    digest_lease_until = ms_time($2::double precision + $3::double precision),
    digest_attempts = setting.digest_attempts + 1
  FROM due WHERE setting.account_id = due.account_id
  RETURNING setting.*
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'dueAt', epoch_ms(claimed.digest_due_at),
  'attempt', claimed.digest_attempts,
  'time', jsonb_build_object('at', claimed.digest_at, 'zone', claimed.digest_zone),
  'doneDay', claimed.digest_day,
  'person', jsonb_build_object(
    'id', account.id, 'role', account.role, 'active', account.active, 'name', account.name, 'email', account.email,
    'groupIds', coalesce((
      SELECT jsonb_agg(group_id) FROM membership WHERE membership.account_id = account.id), '[]')),
  'locale', (
    SELECT locale FROM push_subscription WHERE push_subscription.account_id = account.id
    ORDER BY created_at DESC LIMIT 1)
)), '[]') AS answer
FROM claimed JOIN account ON account.id = claimed.account_id
