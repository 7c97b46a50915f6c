-- The secret before a rotation signs as long as the key before it is good, until previous_key_until (server/events/source-keys.ts).
ALTER TABLE event_source ADD COLUMN previous_secret text;
