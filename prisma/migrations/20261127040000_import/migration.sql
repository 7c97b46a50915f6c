-- Tickets that were brought in: what they were called where they came from, so that a file that is brought in twice makes
-- nothing twice.
CREATE TABLE imported_ticket (
  reference text NOT NULL,
  ticket_id uuid NOT NULL,
  CONSTRAINT imported_ticket_pkey PRIMARY KEY (reference)
);
ALTER TABLE imported_ticket ADD CONSTRAINT imported_ticket_ticket_id_fkey
  FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX imported_ticket_ticket_id_idx ON imported_ticket (ticket_id);

-- As before, but for what nobody holds: years of history take no number, and hold up no push.
CREATE OR REPLACE FUNCTION sync_mark(of_entity text, of_id uuid, old_scopes text[], new_scopes text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  number bigint;
BEGIN
  IF cardinality(old_scopes || new_scopes) = 0 THEN
    RETURN;
  END IF;
  number := sync_take_counter();
  INSERT INTO sync_change (scope, counter, entity, entity_id, entered)
  SELECT DISTINCT s, number, of_entity, of_id, s = ANY (new_scopes) AND NOT s = ANY (old_scopes)
  FROM unnest(old_scopes || new_scopes) AS s
  ON CONFLICT (scope, counter, entity, entity_id)
  DO UPDATE SET entered = sync_change.entered OR excluded.entered;
END $$;
