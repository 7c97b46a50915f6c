-- Those of these hashes that an attachment has. $1 hashes.
SELECT coalesce(jsonb_agg(DISTINCT sha256), '[]') AS answer FROM attachment WHERE sha256 = ANY ($1::text[])
