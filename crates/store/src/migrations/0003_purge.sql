-- When the bytes of a page left this desk: the centre has them in a verified backup.
ALTER TABLE fact_blob ADD COLUMN purged_ms INTEGER;
CREATE INDEX fact_blob_here ON fact_blob (at_ms, hash) WHERE purged_ms IS NULL;
