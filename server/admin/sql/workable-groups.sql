-- The groups that can be given work: active, with an active lead who is no requester (core/directory/groups.ts).
SELECT coalesce(jsonb_agg(desk_group.id), '[]') AS answer
FROM desk_group
WHERE desk_group.active AND EXISTS (
  SELECT FROM membership JOIN account ON account.id = membership.account_id
  WHERE membership.group_id = desk_group.id AND membership.role = 'lead'
    AND account.active AND account.role <> 'requester')
