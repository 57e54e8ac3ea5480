-- A person ends the freeze of a desk whose journal forked. What the centre does not have of the
-- earlier lives goes on in the new one under the same event ids; where it stood before is written
-- down first, or it may not be moved.

CREATE TABLE fact_thaw (
  id          INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL UNIQUE,          -- the life that began with it
  at_ms       INTEGER NOT NULL,
  officer     TEXT    NOT NULL,
  reason      TEXT    NOT NULL
) STRICT;
CREATE TRIGGER fact_thaw_stays BEFORE UPDATE ON fact_thaw
BEGIN SELECT RAISE(ABORT, 'a decision stays'); END;
CREATE TRIGGER fact_thaw_is_kept BEFORE DELETE ON fact_thaw
BEGIN SELECT RAISE(ABORT, 'a decision stays'); END;

CREATE TABLE fact_former_place (
  event       BLOB    NOT NULL CHECK (length(event) = 16),
  incarnation INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  head        BLOB    NOT NULL CHECK (length(head) = 32),
  thaw        INTEGER NOT NULL REFERENCES fact_thaw (id),
  PRIMARY KEY (event, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER fact_former_place_stays BEFORE UPDATE ON fact_former_place
BEGIN SELECT RAISE(ABORT, 'where an event stood stays'); END;
CREATE TRIGGER fact_former_place_is_kept BEFORE DELETE ON fact_former_place
BEGIN SELECT RAISE(ABORT, 'where an event stood stays'); END;

DROP TRIGGER fact_event_sealed;
CREATE TRIGGER fact_event_sealed BEFORE UPDATE OF incarnation, seq, head ON fact_event
WHEN OLD.incarnation <> 0 AND NOT EXISTS (
  SELECT 1 FROM fact_former_place AS f
  WHERE f.event = OLD.id AND f.incarnation = OLD.incarnation AND f.seq = OLD.seq
    AND f.head = OLD.head)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
