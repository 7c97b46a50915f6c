-- Search by pairs of characters: Chinese words have two of them and no blanks between (docs/decisions/0047-search.md).

-- Every pair of characters that stand beside each other, none of them a blank: both code points in one number.
CREATE FUNCTION search_pairs(words text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT first::bigint << 21 | second), '{}')
  FROM (
    SELECT ascii(letter) AS first, ascii(next) AS second
    FROM string_to_array(lower(words), NULL) AS letters, unnest(letters, letters[2:]) AS beside (letter, next)
  ) AS pairs
  -- 12288 is the blank that is as wide as a Chinese character. The last letter has none beside it.
  WHERE first > 32 AND second > 32 AND first <> 12288 AND second <> 12288
$$;

-- Beside the ticket, as its row is written anew with every action and its words are not.
CREATE TABLE ticket_search (
  ticket_id uuid NOT NULL,
  pairs bigint[] NOT NULL,
  CONSTRAINT ticket_search_pkey PRIMARY KEY (ticket_id)
);
ALTER TABLE ticket_search ADD CONSTRAINT ticket_search_ticket_id_fkey
  FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO ticket_search (ticket_id, pairs)
SELECT id, search_pairs(title || ' ' || description) FROM ticket;
CREATE INDEX ticket_search_pairs_idx ON ticket_search USING gin (pairs);

CREATE FUNCTION ticket_search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticket_search (ticket_id, pairs) VALUES (NEW.id, search_pairs(NEW.title || ' ' || NEW.description))
  ON CONFLICT (ticket_id) DO UPDATE SET pairs = excluded.pairs;
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_search_opened AFTER INSERT ON ticket FOR EACH ROW EXECUTE FUNCTION ticket_search_keep();
CREATE TRIGGER ticket_search_edited AFTER UPDATE ON ticket FOR EACH ROW
  WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.description IS DISTINCT FROM NEW.description)
  EXECUTE FUNCTION ticket_search_keep();
