-- How far one answer goes: the number of the change row at which $3 rows are reached, else the newest; whole numbers
-- only (R1a). $1 the viewer's scopes, $2 cursor, $3 rows aimed at. Each scope reads $3 rows of its index at most (R7).
-- `isAll`: nothing comes after it.
SELECT jsonb_build_object('upTo', max(counter), 'isAll', count(*) < $3::int) AS answer
FROM (
  SELECT changed.counter
  FROM unnest($1::text[]) AS mine (scope)
  CROSS JOIN LATERAL (
    SELECT counter FROM sync_change
    WHERE sync_change.scope = mine.scope AND counter > $2::bigint
    ORDER BY counter
    LIMIT $3::int
  ) AS changed
  ORDER BY changed.counter
  LIMIT $3::int
) AS nearest
