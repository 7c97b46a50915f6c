-- The rows that phones replicate, as the JSON of core (core/tickets/ticket.ts): written once here, so that push,
-- pull, the first pages and search answer the same. Times are epoch ms.

CREATE FUNCTION epoch_ms(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (extract(epoch FROM at) * 1000)::bigint;

CREATE FUNCTION ms_time(ms double precision) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_timestamp(ms / 1000);

CREATE FUNCTION ticket_json(t ticket) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object(
    'id', t.id, 'flow', t.flow, 'number', t.number, 'stage', t.stage, 'outcome', t.outcome,
    'title', t.title, 'description', t.description, 'categoryId', t.category_id,
    'impact', t.impact, 'urgency', t.urgency, 'priority', t.priority,
    'siteId', t.site_id, 'assetIds', t.asset_ids,
    'openerId', t.opener_id, 'reportedById', t.reported_by_id, 'ownerGroupIds', t.owner_group_ids,
    'assignedGroupId', t.assigned_group_id, 'holderId', t.holder_id, 'investigatorId', t.investigator_id,
    'hold', t.hold, 'returnCount', t.return_count, 'closure', t.closure)
  || jsonb_build_object(
    'links', coalesce((
      SELECT jsonb_agg(jsonb_build_object('kind', link.kind, 'ticketId', link.linked_id)
        ORDER BY link.linked_id, link.kind)
      FROM ticket_link AS link WHERE link.ticket_id = t.id), '[]'),
    'restricted', t.restricted, 'problem', t.problem, 'change', t.change, 'review', t.review,
    'revision', t.revision, 'version', t.version, 'last', t.last,
    'openedAt', epoch_ms(t.opened_at), 'stageAt', epoch_ms(t.stage_at),
    'closedAt', epoch_ms(t.closed_at), 'updatedAt', epoch_ms(t.updated_at));
END $$;

CREATE FUNCTION activity_json(a activity) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object(
    'id', a.id, 'ticketId', a.ticket_id, 'type', a.type,
    'actorId', coalesce(a.actor_id::text, 'system'), 'insteadOf', a.instead_of,
    'fromStage', a.from_stage, 'toStage', a.to_stage, 'text', a.text, 'details', a.details,
    'occurredAt', epoch_ms(a.occurred_at), 'arrivedAt', epoch_ms(a.arrived_at),
    'uncertainTime', a.uncertain_time);
END $$;

-- Sight and holding (R8), the mirror of core/access.ts. `scopes` are the viewer's own.
CREATE FUNCTION ticket_in_sight(t ticket, viewer uuid, viewer_role text, viewer_scopes text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE viewer_role
    WHEN 'admin' THEN true
    WHEN 'agent' THEN NOT t.restricted OR t.direct_scopes && viewer_scopes
    ELSE t.opener_id = viewer OR coalesce(t.reported_by_id = viewer, false)
  END;
