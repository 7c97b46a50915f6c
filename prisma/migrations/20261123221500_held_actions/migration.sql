-- What is held of one account (SYNC S2a) is asked for by each of its pulls while any is; few rows are held, and many
-- are not.
CREATE INDEX action_outcome_held ON action_outcome (account_id) WHERE action IS NOT NULL;
