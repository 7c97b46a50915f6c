-- Events 事件 from monitoring (core/events): sources, rules, what came, and what is known of each fingerprint.

CREATE TABLE "event_source" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "kinds" TEXT[],
    "key_hash" TEXT NOT NULL,
    "previous_key_hash" TEXT,
    "previous_key_until" TIMESTAMPTZ(3),
    "secret" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_source_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "event_source_key_hash_key" ON "event_source"("key_hash");
CREATE UNIQUE INDEX "event_source_previous_key_hash_key" ON "event_source"("previous_key_hash");

CREATE TABLE "event_rule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_rule_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "monitor_event" (
    "source_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,
    "rule_id" UUID,
    "fingerprint" TEXT,
    "incident_id" UUID,
    "verdict" TEXT NOT NULL,

    CONSTRAINT "monitor_event_pkey" PRIMARY KEY ("source_id", "event_id"),
    CONSTRAINT "monitor_event_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "event_source"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "monitor_event_at_source_id_event_id_idx" ON "monitor_event"("at" DESC, "source_id", "event_id");
-- They arrive in order, so this finds the oldest for next to nothing.
CREATE INDEX "monitor_event_arrived_at_idx" ON "monitor_event" USING BRIN ("arrived_at");
-- The events of one incident, for its page; most that are recorded have none.
CREATE INDEX "monitor_event_incident_id_at_idx" ON "monitor_event"("incident_id", "at" DESC) WHERE incident_id IS NOT NULL;

CREATE TABLE "event_state" (
    "rule_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "incident_id" UUID,
    "parent_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_state_pkey" PRIMARY KEY ("rule_id", "fingerprint"),
    CONSTRAINT "event_state_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "event_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "event_state_incident_id_idx" ON "event_state"("incident_id");
CREATE INDEX "event_state_updated_at_idx" ON "event_state"("updated_at");
-- Few are due, and few are children: what the job process asks for every few seconds.
CREATE INDEX "event_state_due_at_idx" ON "event_state"("due_at") WHERE due_at IS NOT NULL;
CREATE INDEX "event_state_parent_id_idx" ON "event_state"("parent_id") WHERE parent_id IS NOT NULL;

CREATE TABLE "event_storm" (
    "rule_id" UUID NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "event_storm_pkey" PRIMARY KEY ("rule_id"),
    CONSTRAINT "event_storm_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "event_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "maintenance_window" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "asset_ids" UUID[],
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "maintenance_window_until_at_idx" ON "maintenance_window"("until_at");
