-- A day's digest is done with, and the next one is due. One that its person moved meanwhile stays where it was moved
-- to.
-- $1 account, $2 the moment it was due, in ms, $3 the next one, $4 the person's day, or null: not this one.
UPDATE notify_setting SET
  digest_day = coalesce($4::text, digest_day),
  digest_due_at = CASE WHEN digest_due_at = ms_time($2::double precision) THEN ms_time($3::double precision)
    ELSE digest_due_at END,
  digest_lease_until = NULL,
  digest_attempts = 0
WHERE account_id = $1::uuid
