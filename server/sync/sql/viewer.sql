-- Who asks and what the counter stands at: the first statement of a read, so the one that takes the snapshot.
-- $1 account, $2 client.
SELECT jsonb_build_object(
  'epoch', counter.epoch,
  'value', counter.value,
  'floor', counter.floor,
  'now', epoch_ms(clock_timestamp()),
  'role', account.role,
  'active', account.active,
  'groupIds', coalesce((
    SELECT jsonb_agg(group_id ORDER BY group_id) FROM membership WHERE account_id = account.id), '[]'),
  -- Whom they stand in for now (docs/decisions/0017-reviews.md).
  'principals', coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', principal.id, 'groupIds', coalesce((
      SELECT jsonb_agg(group_id ORDER BY group_id) FROM membership WHERE account_id = principal.id), '[]')))
    FROM delegation JOIN account AS principal ON principal.id = delegation.principal_id
    WHERE delegation.delegate_id = account.id AND principal.active AND principal.id <> account.id
      AND delegation.from_at <= clock_timestamp() AND clock_timestamp() < delegation.until_at), '[]'),
  'client', (
    SELECT jsonb_build_object('accountId', account_id, 'lastSeq', last_seq)
    FROM sync_client WHERE id = $2::uuid)
) AS answer
FROM sync_counter AS counter, account
WHERE account.id = $1::uuid
