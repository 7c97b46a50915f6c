-- $1 client, $2 account. Another connection of the same phone may have been first.
INSERT INTO sync_client (id, account_id) VALUES ($1::uuid, $2::uuid) ON CONFLICT (id) DO NOTHING
