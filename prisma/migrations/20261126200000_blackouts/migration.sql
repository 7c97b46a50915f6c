-- 凍結期: times in which no standard or normal change is done; every phone has them.
CREATE TABLE blackout (
  id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT blackout_pkey PRIMARY KEY,
  name text NOT NULL,
  from_at timestamptz(3) NOT NULL,
  until_at timestamptz(3) NOT NULL,
  site_ids uuid[] NOT NULL DEFAULT '{}',
  CONSTRAINT blackout_span CHECK (from_at < until_at)
);

CREATE CONSTRAINT TRIGGER sync_blackout AFTER INSERT OR UPDATE OR DELETE ON blackout
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('blackout');
