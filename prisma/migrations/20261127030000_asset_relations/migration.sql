-- 依賴: an asset that does not work without another one; every phone has it with the asset.
CREATE TABLE asset_relation (
  from_id uuid NOT NULL CONSTRAINT asset_relation_from_id_fkey REFERENCES asset (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  to_id uuid NOT NULL CONSTRAINT asset_relation_to_id_fkey REFERENCES asset (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT asset_relation_pkey PRIMARY KEY (from_id, to_id),
  CONSTRAINT asset_relation_apart CHECK (from_id <> to_id)
);
CREATE INDEX asset_relation_to_id_idx ON asset_relation (to_id);

CREATE FUNCTION sync_asset_relation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM sync_mark('asset', CASE WHEN TG_OP = 'DELETE' THEN OLD.from_id ELSE NEW.from_id END, '{desk}', '{desk}');
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_asset_relation AFTER INSERT OR DELETE ON asset_relation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_asset_relation();
