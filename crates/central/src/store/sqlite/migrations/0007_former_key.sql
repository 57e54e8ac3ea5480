-- A desk whose secrets are lost is given a new key by a code of its own; the one before still proves what it signed.
ALTER TABLE enrol_code ADD COLUMN again TEXT;
CREATE TABLE former_key (
  key BLOB PRIMARY KEY,
  desk TEXT NOT NULL REFERENCES desk(id),
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
