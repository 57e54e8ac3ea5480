-- Version 1. Times are UTC milliseconds; secrets are stored as BLAKE3 hashes only.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
  id TEXT PRIMARY KEY,
  info TEXT NOT NULL,
  look_up_url TEXT NOT NULL,
  rules TEXT NOT NULL,
  offline_days INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- agencies an office draws codes for; any office may lease for any of them
CREATE TABLE agency (
  office TEXT NOT NULL REFERENCES office(id),
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (office, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_code ON agency(code);

CREATE TABLE department (
  office TEXT NOT NULL REFERENCES office(id),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (office, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
  login TEXT PRIMARY KEY,
  office TEXT NOT NULL REFERENCES office(id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE enrol_code (
  secret BLOB PRIMARY KEY,
  office TEXT NOT NULL REFERENCES office(id),
  label TEXT NOT NULL,
  reusable INTEGER NOT NULL,
  until INTEGER NOT NULL,
  desk TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
  id TEXT PRIMARY KEY,
  office TEXT NOT NULL REFERENCES office(id),
  label TEXT NOT NULL,
  key BLOB NOT NULL UNIQUE,
  machine TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  frozen INTEGER NOT NULL DEFAULT 0,
  enrolled_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- one life of a desk's journal
CREATE TABLE life (
  desk TEXT NOT NULL REFERENCES desk(id),
  incarnation INTEGER NOT NULL,
  acked INTEGER NOT NULL DEFAULT 0,
  head BLOB NOT NULL,
  durable INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (desk, incarnation)
) STRICT, WITHOUT ROWID;

-- sealed database keys are only ever added
CREATE TABLE sealed_key (
  desk TEXT NOT NULL REFERENCES desk(id),
  sealed BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (desk, sealed)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenge (
  nonce BLOB PRIMARY KEY,
  desk TEXT NOT NULL REFERENCES desk(id),
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_desk ON challenge(desk);

CREATE TABLE session (
  token BLOB PRIMARY KEY,
  desk TEXT NOT NULL REFERENCES desk(id),
  incarnation INTEGER NOT NULL,
  officer TEXT NOT NULL REFERENCES officer(login),
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_until ON session(until);

CREATE TABLE refresh (
  secret BLOB PRIMARY KEY,
  desk TEXT NOT NULL REFERENCES desk(id),
  officer TEXT NOT NULL REFERENCES officer(login),
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_until ON refresh(until);

-- every event as received; `no` is the centre's order
CREATE TABLE event (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  desk TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  dossier TEXT NOT NULL,
  envelope TEXT NOT NULL,
  body TEXT NOT NULL,
  head BLOB NOT NULL,
  issue TEXT NOT NULL DEFAULT '',
  applied INTEGER NOT NULL,
  admitted_at INTEGER NOT NULL,
  UNIQUE (desk, incarnation, seq)
) STRICT;
CREATE UNIQUE INDEX event_id ON event(id) WHERE issue <> 'duplicate_id';
CREATE INDEX event_dossier ON event(dossier, no) WHERE applied = 1;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;

-- pushes of desks out of service, as they came, for a person to decide over
CREATE TABLE quarantine (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  desk TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BLOB NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE dossier (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audience (
  dossier TEXT NOT NULL,
  feed TEXT NOT NULL,
  PRIMARY KEY (dossier, feed)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
  name TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_event (
  feed TEXT NOT NULL,
  position INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES event(no),
  PRIMARY KEY (feed, position),
  UNIQUE (feed, event)
) STRICT, WITHOUT ROWID;

-- blocks are never removed: a dead one keeps its numbers from being given again
CREATE TABLE lease (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  day TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  reserve INTEGER NOT NULL,
  desk TEXT NOT NULL REFERENCES desk(id),
  incarnation INTEGER NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL,
  void_at INTEGER,
  CHECK (first BETWEEN 1 AND last)
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_number ON lease(agency, day, last);

CREATE TABLE code (
  agency TEXT NOT NULL,
  day TEXT NOT NULL,
  n INTEGER NOT NULL,
  dossier TEXT NOT NULL,
  PRIMARY KEY (agency, day, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
  hash TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_want (
  dossier TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (dossier, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_want_hash ON blob_want(hash);

CREATE TABLE published (
  kind TEXT NOT NULL CHECK (kind IN ('catalogue', 'policy')),
  office TEXT NOT NULL,
  version INTEGER NOT NULL,
  json TEXT NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (kind, office, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE oddity (
  procedure TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (procedure, text)
) STRICT, WITHOUT ROWID;

INSERT INTO meta(name, value) VALUES ('feed_epoch', '1');
