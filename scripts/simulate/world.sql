-- A database whose clock is set from outside and whose ids are counted. A sequence is read as it stands now in every
-- snapshot, and no rollback takes it back: that is what makes it a clock.
CREATE SCHEMA sim;
CREATE SEQUENCE sim.clock MINVALUE 0;
SELECT setval('sim.clock', 1795395600000);
CREATE FUNCTION sim.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT '1970-01-01T00:00:00Z'::timestamptz + last_value * interval '1 millisecond' FROM sim.clock $$;
CREATE SEQUENCE sim.ids;
CREATE FUNCTION sim.gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS
  $$ SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(nextval('sim.ids')), 12, '0'))::uuid $$;

-- What was bound to PostgreSQL's own when the tables and functions were made.
DO $$
DECLARE
  found record;
BEGIN
  FOR found IN
    SELECT table_name, column_name, column_default FROM information_schema.columns
    WHERE table_schema = 'public' AND column_default IN ('CURRENT_TIMESTAMP', 'gen_random_uuid()')
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT sim.%s()', found.table_name, found.column_name,
      CASE found.column_default WHEN 'CURRENT_TIMESTAMP' THEN 'clock_timestamp' ELSE 'gen_random_uuid' END);
  END LOOP;
  FOR found IN
    SELECT pg_get_functiondef(oid) AS text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
      AND pg_get_functiondef(oid) LIKE '%statement_timestamp()%'
  LOOP
    EXECUTE replace(found.text, 'statement_timestamp()', 'sim.clock_timestamp()');
  END LOOP;
END $$;
UPDATE sync_counter SET epoch = sim.gen_random_uuid();

-- Every state that a ticket ever had: what the checks of P3 read. A state, its line and whom it told belong together by
-- their transaction.
CREATE TABLE sim.history (ticket_id uuid, version int, transaction bigint, json jsonb, PRIMARY KEY (ticket_id, version));
CREATE FUNCTION sim.keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sim.history VALUES (NEW.id, NEW.version, pg_current_xact_id()::xid::text::bigint, ticket_json(NEW))
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER sim_keep_history AFTER INSERT OR UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION sim.keep_history();

-- The transaction that wrote a line: its xmin becomes that of whoever discards a note.
CREATE TABLE sim.line (id uuid PRIMARY KEY, transaction bigint);
CREATE FUNCTION sim.keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sim.line VALUES (NEW.id, pg_current_xact_id()::xid::text::bigint);
  RETURN NULL;
END $$;
CREATE TRIGGER sim_keep_line AFTER INSERT ON activity FOR EACH ROW EXECUTE FUNCTION sim.keep_line();
