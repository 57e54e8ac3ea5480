-- What a person decided over events that were held without effect; the events themselves never change. A released one
-- took effect with the decision: among the events of its dossier it stands behind number `behind`, in the order of the
-- decisions. NULL where it took effect in its own place, or never will.
CREATE TABLE ruling (
  no      INTEGER PRIMARY KEY AUTOINCREMENT,
  event   INTEGER NOT NULL UNIQUE REFERENCES event (no),
  dossier TEXT    NOT NULL,
  kind    TEXT    NOT NULL CHECK (kind IN ('released', 'refused')),
  behind  INTEGER,
  issue   TEXT    NOT NULL,                      -- what is still to be told about it
  officer TEXT    NOT NULL,
  reason  TEXT    NOT NULL,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX ruling_dossier ON ruling (dossier) WHERE behind IS NOT NULL;
CREATE TRIGGER ruling_is_never_changed BEFORE UPDATE ON ruling
  BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER ruling_is_never_removed BEFORE DELETE ON ruling
  BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
CREATE INDEX event_held ON event (dossier, no) WHERE applied = 0;
