-- When a source was last let in, to the minute (server/events/source-keys.ts).
ALTER TABLE "event_source" ADD COLUMN "heard_at" TIMESTAMPTZ(3);
