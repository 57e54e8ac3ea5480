-- From when on an officer's role no longer acts at the counter: what was recorded before stands.
ALTER TABLE officer ADD COLUMN left_counter_at INTEGER;
UPDATE officer SET left_counter_at = 0 WHERE role NOT IN ('"counter"', '"lead"');
