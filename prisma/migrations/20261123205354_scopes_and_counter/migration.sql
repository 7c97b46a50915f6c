-- What Prisma cannot say: the counter of changes (SYNC R1, R1a), the scopes of a ticket (R8, R9), human numbers.
-- Every trigger marked DEFERRED runs at COMMIT; there are no other deferrable constraints, so that the counter is
-- the last lock a transaction takes.

INSERT INTO sync_counter (id) VALUES (1);
ALTER TABLE sync_counter ADD CONSTRAINT sync_counter_one_row CHECK (id = 1);

-- Human numbers: one sequence a kind; gaps are fine, a number is never given twice.
CREATE SEQUENCE ticket_number_incident;
CREATE SEQUENCE ticket_number_problem;
CREATE SEQUENCE ticket_number_change;
CREATE UNIQUE INDEX ticket_number_key ON ticket
  ((CASE WHEN flow IN ('incident', 'problem') THEN flow ELSE 'change' END), number);

-- One number a transaction (R1a): the first deferred row takes it, the others find it in a setting
-- that ends with the transaction.
CREATE FUNCTION sync_take_counter() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  taken text := current_setting('genba.counter', true);
  number bigint;
BEGIN
  IF taken <> '' THEN
    RETURN taken::bigint;
  END IF;
  UPDATE sync_counter SET value = value + 1 WHERE id = 1 RETURNING value INTO STRICT number;
  PERFORM set_config('genba.counter', number::text, true);
  RETURN number;
END $$;

-- One change row for every scope that had or has the row; `entered` where it came into sight by this.
CREATE FUNCTION sync_mark(of_entity text, of_id uuid, old_scopes text[], new_scopes text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  number bigint := sync_take_counter();
BEGIN
  INSERT INTO sync_change (scope, counter, entity, entity_id, entered)
  SELECT DISTINCT s, number, of_entity, of_id, s = ANY (new_scopes) AND NOT s = ANY (old_scopes)
  FROM unnest(old_scopes || new_scopes) AS s
  ON CONFLICT (scope, counter, entity, entity_id)
  DO UPDATE SET entered = sync_change.entered OR excluded.entered;
END $$;

-- Tickets: the columns computed from the others -----------------------------------------------------------------

-- The mirror of core/access.ts directScopes; a test holds them equal.
CREATE FUNCTION ticket_direct_scopes(t ticket) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT s COLLATE "C" ORDER BY s COLLATE "C"), '{}') FROM (
    SELECT 'g:' || id AS s FROM unnest(t.owner_group_ids || t.assigned_group_id || t.review_group_id) AS id
    UNION ALL
    SELECT 'p:' || id FROM unnest(ARRAY[t.opener_id, t.reported_by_id, t.holder_id, t.investigator_id]) AS id
    UNION ALL
    SELECT 'p:' || (r ->> 'accountId')
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(t.review) = 'object' THEN t.review -> 'reviewers' END) AS r
  ) AS named WHERE s IS NOT NULL);
END $$;

-- Who holds it (R8).
CREATE FUNCTION ticket_scopes(t ticket) RETURNS text[] LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT s COLLATE "C" ORDER BY s COLLATE "C"), '{}') FROM (
    SELECT unnest(t.direct_scopes) AS s WHERE NOT t.expired
    UNION ALL
    SELECT unnest(other.direct_scopes)
    FROM ticket_link AS link JOIN ticket AS other ON other.id = link.linked_id
    WHERE link.ticket_id = t.id AND NOT t.expired AND NOT t.restricted AND NOT other.expired
    UNION ALL
    SELECT 'p:' || pin.account_id FROM ticket_pin AS pin WHERE pin.ticket_id = t.id
  ) AS holding);
END $$;

CREATE FUNCTION ticket_mirror() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.review_group_id := (NEW.change ->> 'reviewGroupId')::uuid;
  NEW.hold_ticket_id := (NEW.hold ->> 'ticketId')::uuid;
  NEW.window_from := to_timestamp((NEW.change #>> '{window,from}')::double precision / 1000);
  NEW.window_until := to_timestamp((NEW.change #>> '{window,until}')::double precision / 1000);
  NEW.expired := NEW.expired AND NEW.stage = 'closed';
  NEW.direct_scopes := ticket_direct_scopes(NEW);
  NEW.scopes := ticket_scopes(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_mirror BEFORE INSERT OR UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION ticket_mirror();

-- Locks first: a writer of the ticket that did not see our link or pin yet has then committed, and what it
-- computed is computed again here.
CREATE FUNCTION ticket_refresh(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM ticket WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE ticket AS t SET expired = expired
  WHERE id = ANY (ids) AND scopes IS DISTINCT FROM ticket_scopes(t);
END $$;

CREATE FUNCTION ticket_refresh_linked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := ARRAY(SELECT linked_id FROM ticket_link WHERE ticket_id = NEW.id);
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM ticket_refresh(ids);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_refresh_linked AFTER UPDATE ON ticket FOR EACH ROW
  WHEN (OLD.direct_scopes IS DISTINCT FROM NEW.direct_scopes OR OLD.expired IS DISTINCT FROM NEW.expired)
  EXECUTE FUNCTION ticket_refresh_linked();

CREATE FUNCTION ticket_refresh_by_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM ticket_refresh(ARRAY[NEW.ticket_id, NEW.linked_id]);
  ELSE
    PERFORM ticket_refresh(ARRAY[OLD.ticket_id, OLD.linked_id]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_refresh_by_link AFTER INSERT OR DELETE ON ticket_link FOR EACH ROW
  EXECUTE FUNCTION ticket_refresh_by_link();

CREATE FUNCTION ticket_refresh_by_pin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM ticket_refresh(ARRAY[NEW.ticket_id]);
  ELSE
    PERFORM ticket_refresh(ARRAY[OLD.ticket_id]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_refresh_by_pin AFTER INSERT OR DELETE ON ticket_pin FOR EACH ROW
  EXECUTE FUNCTION ticket_refresh_by_pin();

-- The change rows, at COMMIT -------------------------------------------------------------------------------------

CREATE FUNCTION sync_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM sync_mark('ticket', NEW.id, '{}', NEW.scopes);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM sync_mark('ticket', OLD.id, OLD.scopes, '{}');
  ELSE
    PERFORM sync_mark('ticket', NEW.id, OLD.scopes, NEW.scopes);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_ticket AFTER INSERT OR UPDATE OR DELETE ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_ticket();

CREATE FUNCTION sync_activity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ticket_scopes text[];
BEGIN
  SELECT scopes INTO ticket_scopes FROM ticket WHERE id = NEW.ticket_id;
  PERFORM sync_mark('activity', NEW.id, ticket_scopes, ticket_scopes);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_activity AFTER INSERT OR UPDATE ON activity
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_activity();

-- A pin enters or leaves one person's holding; when the ticket was theirs anyway, its row says nothing new.
CREATE FUNCTION sync_pin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM sync_mark('ticket', OLD.ticket_id, ARRAY['p:' || OLD.account_id], '{}');
  ELSE
    PERFORM sync_mark('ticket', NEW.ticket_id, '{}', ARRAY['p:' || NEW.account_id]);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_pin AFTER INSERT OR DELETE ON ticket_pin
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_pin();

CREATE FUNCTION sync_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM sync_mark('person', OLD.id, '{desk}', '{}');
  ELSIF TG_OP = 'INSERT' OR (OLD.name, OLD.role, OLD.active) IS DISTINCT FROM (NEW.name, NEW.role, NEW.active) THEN
    PERFORM sync_mark('person', NEW.id, '{desk}', '{desk}');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_person AFTER INSERT OR UPDATE OR DELETE ON account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_person();

-- A membership is part of its group's row.
CREATE FUNCTION sync_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM sync_mark('group', OLD.group_id, '{desk}', '{desk}');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM sync_mark('group', NEW.group_id, '{desk}', '{desk}');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_membership AFTER INSERT OR UPDATE OR DELETE ON membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_membership();

-- The rest of the directory: the entity is the trigger's argument, its key `id`.
CREATE FUNCTION sync_directory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM sync_mark(TG_ARGV[0], OLD.id, '{desk}', '{}');
  ELSE
    PERFORM sync_mark(TG_ARGV[0], NEW.id, '{desk}', '{desk}');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_group AFTER INSERT OR UPDATE OR DELETE ON desk_group
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('group');
CREATE CONSTRAINT TRIGGER sync_delegation AFTER INSERT OR UPDATE OR DELETE ON delegation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('delegation');
CREATE CONSTRAINT TRIGGER sync_site AFTER INSERT OR UPDATE OR DELETE ON site
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('site');
CREATE CONSTRAINT TRIGGER sync_category AFTER INSERT OR UPDATE OR DELETE ON category
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('category');
CREATE CONSTRAINT TRIGGER sync_asset AFTER INSERT OR UPDATE OR DELETE ON asset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('asset');
CREATE CONSTRAINT TRIGGER sync_template AFTER INSERT OR UPDATE OR DELETE ON change_template
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('template');

-- Known errors carry the words of problems: for the desk's people, not for requesters.
CREATE FUNCTION sync_known_error() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM sync_mark('knownError', OLD.problem_id, '{staff}', '{}');
  ELSE
    PERFORM sync_mark('knownError', NEW.problem_id, '{staff}', '{staff}');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_known_error AFTER INSERT OR UPDATE OR DELETE ON known_error
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_known_error();

-- All parameters are one row of the directory; its id is the nil UUID here, `parameters` on the wire.
CREATE FUNCTION sync_parameter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sync_mark('parameters', '00000000-0000-0000-0000-000000000000', '{desk}', '{desk}');
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_parameter AFTER INSERT OR UPDATE OR DELETE ON parameter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_parameter();
