-- A ticket's row carries its links (SYNC R1a): a writer of a link alone changes both tickets for whoever holds them.
CREATE FUNCTION sync_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  side uuid;
  held text[];
BEGIN
  FOREACH side IN ARRAY ARRAY[coalesce(NEW.ticket_id, OLD.ticket_id), coalesce(NEW.linked_id, OLD.linked_id)] LOOP
    SELECT scopes INTO held FROM ticket WHERE id = side;
    IF FOUND THEN
      PERFORM sync_mark('ticket', side, held, held);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_link AFTER INSERT OR DELETE ON ticket_link
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_link();
