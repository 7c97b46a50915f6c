-- Mails that were given up, for the page that lists them: few, however much was sent before.
CREATE INDEX outbox_mail_dead ON outbox (created_at)
  WHERE mail_error IS NOT NULL AND mail_due_at IS NULL AND mailed_at IS NULL;
