-- Devices by what is known of their hearing. $1 silent since, epoch ms.
SELECT jsonb_build_object(
  'active', count(*) FILTER (WHERE active_at IS NOT NULL),
  'unproved', count(*) FILTER (WHERE active_at IS NULL),
  'silent', count(*) FILTER (WHERE heard_at < ms_time($1::double precision))
) AS answer
FROM push_subscription
