-- What decides how people are told: all rules of the matrix, and what these people chose for themselves.
-- $1 the accounts that are to be told.
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'rules', coalesce((
    SELECT jsonb_agg(jsonb_build_object(
      'flow', flow, 'action', action, 'stage', stage, 'told', told,
      'channels', jsonb_build_object('inbox', inbox, 'push', push, 'mail', mail)))
    FROM notify_rule), '[]'),
  'settings', coalesce((
    SELECT jsonb_object_agg(account_id, jsonb_build_object(
      'push', push, 'mail', mail,
      'quiet', CASE WHEN quiet_from IS NOT NULL
        THEN jsonb_build_object('from', quiet_from, 'until', quiet_until, 'zone', zone) END))
    FROM notify_setting WHERE account_id = ANY ($1::uuid[])), '{}')
) AS answer
