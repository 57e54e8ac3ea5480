-- When it was ordered that a desk out of service be wiped.
ALTER TABLE desk ADD COLUMN wipe_at INTEGER;
