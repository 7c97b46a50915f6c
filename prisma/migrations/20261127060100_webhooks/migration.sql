-- Outgoing webhooks (server/webhooks): who is called, and what waits to be sent. `events` and `flows` are core's WebhookEvent
-- and Flow; `stopped`: gone (its receiver answered 410).
CREATE TABLE webhook (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  flows text[] NOT NULL,
  group_id uuid,
  secret text NOT NULL,
  previous_secret text,
  previous_secret_until timestamptz(3),
  active boolean NOT NULL DEFAULT true,
  stopped text,
  last_success_at timestamptz(3),
  last_failure_at timestamptz(3),
  last_error text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT webhook_pkey PRIMARY KEY (id)
);
ALTER TABLE webhook ADD CONSTRAINT webhook_group_id_fkey
  FOREIGN KEY (group_id) REFERENCES desk_group (id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX webhook_group_id_idx ON webhook (group_id);

-- `facts` is what core's webhook message is composed of, as it was when it happened.
CREATE TABLE webhook_delivery (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  webhook_id uuid NOT NULL,
  event text NOT NULL,
  facts jsonb NOT NULL,
  state text NOT NULL DEFAULT 'pending',
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  leased_until timestamptz(3),
  error text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id)
);
ALTER TABLE webhook_delivery ADD CONSTRAINT webhook_delivery_webhook_id_fkey
  FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX webhook_delivery_webhook_id_due_at_idx ON webhook_delivery (webhook_id, due_at) WHERE state = 'pending';
-- What goes with a webhook is found at once.
CREATE INDEX webhook_delivery_webhook_id_idx ON webhook_delivery (webhook_id);
CREATE INDEX webhook_delivery_created_at_idx ON webhook_delivery (created_at);

-- Every writer of the timeline passes here, so that none can forget; nothing is done while nobody is to be called. What is
-- said of a restricted ticket is without its title. History that is brought in calls nobody (server/import/book.ts).
CREATE FUNCTION webhook_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
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
  -- One that is being removed is called no more: it would be waited for, and be gone then, and the action fail with it.
  FOR KEY SHARE OF hook SKIP LOCKED;
  RETURN NULL;
END $$;
CREATE TRIGGER webhook_enqueue AFTER INSERT ON activity
  REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION webhook_enqueue();
