-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "inbox" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "mail" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "push" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "read_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "outbox_ticket_id_account_id_idx" ON "outbox"("ticket_id", "account_id");

-- A notice is a row of its person's phones (SYNC R1a): it comes when it is written and when it is read on one of them.
-- What becomes of its delivery is nobody's change: a pull costs what changed for the person, not what was sent (R7).
CREATE FUNCTION sync_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sync_mark('notice', NEW.id, ARRAY['p:' || NEW.account_id], ARRAY['p:' || NEW.account_id]);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_notice_written AFTER INSERT ON outbox
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.inbox) EXECUTE FUNCTION sync_notice();
CREATE CONSTRAINT TRIGGER sync_notice_read AFTER UPDATE OF read_at ON outbox
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.inbox AND OLD.read_at IS DISTINCT FROM NEW.read_at) EXECUTE FUNCTION sync_notice();

-- The notice as the JSON of core/notify/notice.ts. Its words are those of the moment in which it was written.
CREATE FUNCTION notice_json(o outbox) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object(
    'id', o.id, 'ticketId', o.ticket_id, 'kind', o.kind, 'action', o.payload -> 'action',
    'flow', o.payload -> 'flow', 'number', o.payload -> 'number', 'title', o.payload -> 'title',
    'priority', o.payload -> 'priority', 'stage', o.payload -> 'stage', 'outcome', o.payload -> 'outcome',
    'actorId', o.payload -> 'actorId', 'actorName', o.payload -> 'actorName',
    'restricted', o.payload -> 'restricted', 'at', epoch_ms(o.created_at), 'readAt', epoch_ms(o.read_at));
END $$;

-- Kept in the inbox for so long; the phone lets them go at the same age (core/notify/notice.ts).
CREATE FUNCTION is_notice(o outbox) RETURNS boolean LANGUAGE sql STABLE
  RETURN o.inbox AND o.created_at > statement_timestamp() - interval '30 days';
