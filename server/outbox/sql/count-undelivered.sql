-- What was given up on its way, to devices and by mail.
SELECT to_jsonb(
  (SELECT count(*) FROM outbox_delivery WHERE state = 'dead')
  + (SELECT count(*) FROM outbox WHERE mail_error IS NOT NULL AND mail_due_at IS NULL AND mailed_at IS NULL)) AS answer
