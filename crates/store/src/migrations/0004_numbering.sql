-- Numbers that went back to the centre, and how often: a database that has given back less than its
-- mark says was put back from a copy. And why no official number may be given after a restore, for
-- the words in the window.

ALTER TABLE fact_lease ADD COLUMN returned INTEGER NOT NULL DEFAULT 0
  CHECK (returned IN (0, 1, 2));              -- 0 kept, 1 to be told, 2 the centre knows
CREATE INDEX fact_lease_returned ON fact_lease (day, first) WHERE returned = 1;
CREATE TRIGGER fact_lease_returned_is_void BEFORE UPDATE OF returned ON fact_lease
  WHEN NEW.returned > 0 AND NEW.void = 0
BEGIN SELECT RAISE(ABORT, 'what went back is void'); END;

ALTER TABLE fact_numbering ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fact_numbering ADD COLUMN restored_why TEXT NOT NULL DEFAULT ''
  CHECK (restored_why IN ('', 'announced', 'older', 'moved'));

CREATE INDEX view_dossier_provisional ON view_dossier (row) WHERE provisional = 1;

-- The day confirmed by officer and lead: never changed, the newest counts.
CREATE TABLE fact_day_confirmed (
  id       INTEGER PRIMARY KEY,
  at_ms    INTEGER NOT NULL,                  -- the clock that was confirmed
  over_ms  INTEGER,                           -- the centre's last word then
  officer  TEXT    NOT NULL,
  lead     TEXT    NOT NULL,                  -- empty: by a telephone code
  floor_ms INTEGER NOT NULL                   -- the newest act then
) STRICT;
CREATE TRIGGER fact_day_confirmed_stays BEFORE UPDATE ON fact_day_confirmed
BEGIN SELECT RAISE(ABORT, 'a confirmation stays'); END;
CREATE TRIGGER fact_day_confirmed_is_kept BEFORE DELETE ON fact_day_confirmed
BEGIN SELECT RAISE(ABORT, 'a confirmation stays'); END;
