-- What is old is let go; rows come in the order of time, so a few bytes for each hundred pages find it.
CREATE INDEX outbox_age ON outbox USING brin (created_at);
