-- The directory as it is replicated: DirectoryRow[] of core/directory/directory.ts.
-- $1: null for all of it, else the wanted rows as `kind:id`. $2: whether known errors are wanted.
-- Parameters come as { name: value } and are completed with their defaults by server/directory/read.ts.
SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'id', id, 'value', value)), '[]') AS answer
FROM (
  SELECT 'person' AS kind, id::text, jsonb_build_object(
    'id', id, 'name', name, 'role', role, 'active', active) AS value
  FROM account
  UNION ALL
  SELECT 'group', id::text, jsonb_build_object(
    'id', id, 'name', name, 'parentId', parent_id, 'active', active, 'ownsIncidents', owns_incidents,
    'members', coalesce((
      SELECT jsonb_agg(jsonb_build_object('accountId', account_id, 'role', role) ORDER BY account_id)
      FROM membership WHERE group_id = desk_group.id), '[]'))
  FROM desk_group
  UNION ALL
  SELECT 'delegation', id::text, jsonb_build_object(
    'id', id, 'principalId', principal_id, 'delegateId', delegate_id,
    'from', epoch_ms(from_at), 'until', epoch_ms(until_at))
  FROM delegation
  UNION ALL
  SELECT 'site', id::text, jsonb_build_object('id', id, 'name', name, 'calendarId', calendar_id) FROM site
  UNION ALL
  SELECT 'category', id::text, jsonb_build_object(
    'id', id, 'name', name, 'parentId', parent_id, 'groupId', group_id, 'active', active)
  FROM category
  UNION ALL
  SELECT 'asset', id::text, jsonb_build_object(
    'id', id, 'tag', tag, 'name', name, 'siteId', site_id, 'location', location, 'groupId', group_id,
    'active', active) || coalesce((
      SELECT jsonb_build_object('dependsOn', jsonb_agg(to_id ORDER BY to_id))
      FROM asset_relation WHERE from_id = asset.id HAVING count(*) > 0), '{}')
  FROM asset
  UNION ALL
  SELECT 'template', id::text, jsonb_build_object('id', id, 'name', name, 'approved', approved)
  FROM change_template
  UNION ALL
  SELECT 'blackout', id::text, jsonb_build_object(
    'id', id, 'name', name, 'from', epoch_ms(from_at), 'until', epoch_ms(until_at), 'siteIds', site_ids)
  FROM blackout
  UNION ALL
  SELECT 'knownError', problem_id::text, jsonb_build_object(
    'problemId', problem_id, 'categoryId', known_error.category_id, 'assetIds', known_error.asset_ids,
    'workaround', workaround, 'title', CASE WHEN NOT restricted THEN title END)
  FROM known_error JOIN ticket ON ticket.id = problem_id WHERE $2::boolean
  UNION ALL
  SELECT 'calendar', id::text, jsonb_build_object(
    'id', id, 'name', name, 'offsetMinutes', offset_minutes, 'weekdays', weekdays, 'spans', spans, 'days', days,
    'isDefault', is_default)
  FROM calendar
  UNION ALL
  SELECT 'slaTarget', id::text, jsonb_build_object(
    'id', id, 'categoryId', category_id, 'priority', priority, 'response', response, 'resolution', resolution)
  FROM sla_target
  UNION ALL
  SELECT 'parameters', 'parameters', coalesce((SELECT jsonb_object_agg(name, value) FROM parameter), '{}')
) AS directory
WHERE $1::text[] IS NULL OR kind || ':' || id = ANY ($1::text[])
