-- $1 client.
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'client', (
    SELECT jsonb_build_object('accountId', account_id, 'lastSeq', last_seq) FROM sync_client WHERE id = $1::uuid)
) AS answer
