-- Makes the mail of these notices due again later, where the claim is still the asker's; after the last attempt it is
-- dead. Where the server surely has not taken it they may go into another mail by then, with what is due beside them.
-- $1 the notices, $2 their attempts, $3 delay in ms, $4 error, $5 whether the attempt counts, $6 the last attempt,
-- $7 whether it was surely not taken.
UPDATE outbox SET
  mail_attempts = mail_attempts - CASE WHEN $5::boolean THEN 0 ELSE 1 END,
  mail_due_at = CASE WHEN NOT $5::boolean OR mail_attempts < $6::int
    THEN clock_timestamp() + $3::double precision * interval '1 millisecond' END,
  mail_id = CASE WHEN $7::boolean THEN NULL ELSE mail_id END,
  mail_error = $4
FROM unnest($1::uuid[], $2::int[]) AS mine (id, attempt)
WHERE outbox.id = mine.id AND outbox.mailed_at IS NULL AND outbox.mail_due_at IS NOT NULL
  AND outbox.mail_attempts = mine.attempt
