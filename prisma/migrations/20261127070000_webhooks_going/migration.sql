-- As before, but a webhook that is being removed is called no more: its row would be waited for, and be gone then, and the
-- action that somebody did would fail with it.
CREATE OR REPLACE FUNCTION webhook_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook WHERE active) OR current_setting('genba.webhooks', true) = 'off' THEN
    RETURN NULL;
  END IF;
  INSERT INTO webhook_delivery (webhook_id, event, facts)
  SELECT hook.id, said.event, jsonb_build_object(
    'at', epoch_ms(line.arrived_at),
    'occurredAt', epoch_ms(line.occurred_at),
    'action', line.type,
    'actorId', line.actor_id,
    'actorName', (SELECT account.name FROM account WHERE account.id = line.actor_id),
    'ticketId', t.id, 'flow', t.flow, 'number', t.number,
    'fromStage', line.from_stage, 'stage', coalesce(line.to_stage, t.stage),
    'outcome', CASE WHEN coalesce(line.to_stage, t.stage) = 'closed' THEN t.outcome END,
    'title', CASE WHEN NOT t.restricted THEN t.title END,
    'priority', t.priority, 'groupId', t.assigned_group_id)
  FROM lines AS line
  JOIN ticket AS t ON t.id = line.ticket_id
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN line.type = 'open' THEN ARRAY['ticket.opened']
      WHEN line.type = 'comment' THEN ARRAY['ticket.commented']
      WHEN line.type IN ('workNote', 'edit', 'void') THEN ARRAY[]::text[]
      WHEN line.to_stage = 'closed' AND line.from_stage IS DISTINCT FROM 'closed' THEN ARRAY['ticket.closed', 'ticket.moved']
      ELSE ARRAY['ticket.moved']
    END AS events
  ) AS may
  JOIN webhook AS hook ON hook.active AND hook.events && may.events AND t.flow = ANY (hook.flows)
    AND (hook.group_id IS NULL OR hook.group_id = t.assigned_group_id OR hook.group_id = ANY (t.owner_group_ids))
  -- One message a line: the most particular of those that are wanted.
  CROSS JOIN LATERAL (
    SELECT event FROM unnest(may.events) WITH ORDINALITY AS of_line (event, place)
    WHERE event = ANY (hook.events) ORDER BY place LIMIT 1
  ) AS said
  FOR KEY SHARE OF hook SKIP LOCKED;
  RETURN NULL;
END $$;

-- So that what goes with a webhook is found at once.
CREATE INDEX webhook_delivery_webhook_id_idx ON webhook_delivery (webhook_id);
