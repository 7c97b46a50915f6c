-- A digest that was not taken is tried again later.
-- $1 account, $2 the moment it was due, in ms, $3 until when it rests, in ms.
UPDATE notify_setting SET digest_lease_until = ms_time($3::double precision)
WHERE account_id = $1::uuid AND digest_due_at = ms_time($2::double precision)
