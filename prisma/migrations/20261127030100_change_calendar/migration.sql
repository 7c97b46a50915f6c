-- The change calendar 變更行事曆: what lies in a span of days, and each person's private link to it.

-- A window without an end, or with one before its beginning, is a moment. Both ends belong to it here, so that a moment
-- is found too; server/calendar/sql/changes.sql leaves out what only touches.
CREATE INDEX ticket_window_range_idx ON ticket
  USING gist (tstzrange(window_from, greatest(window_from, window_until), '[]')) WHERE window_from IS NOT NULL;

CREATE TABLE calendar_feed (
  account_id uuid NOT NULL CONSTRAINT calendar_feed_pkey PRIMARY KEY
    CONSTRAINT calendar_feed_account_id_fkey REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
  secret_hash text NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX calendar_feed_secret_hash_key ON calendar_feed (secret_hash);
