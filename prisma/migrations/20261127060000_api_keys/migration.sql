-- Keys of other programs (server/api-keys): kept as SHA-256 only, each with an account and a numbering of actions of its own.
CREATE TABLE api_key (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  scopes text[] NOT NULL,
  account_id uuid NOT NULL,
  client_id uuid NOT NULL,
  key_hash text NOT NULL,
  previous_key_hash text,
  previous_key_until timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT api_key_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX api_key_key_hash_key ON api_key (key_hash);
CREATE UNIQUE INDEX api_key_previous_key_hash_key ON api_key (previous_key_hash);
CREATE UNIQUE INDEX api_key_client_id_key ON api_key (client_id);
CREATE INDEX api_key_account_id_idx ON api_key (account_id);
ALTER TABLE api_key ADD CONSTRAINT api_key_account_id_fkey
  FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE api_key ADD CONSTRAINT api_key_client_id_fkey
  FOREIGN KEY (client_id) REFERENCES sync_client (id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- Lists of tickets, newest change first, page by page.
CREATE INDEX ticket_updated_at_id_idx ON ticket (updated_at DESC, id DESC);
