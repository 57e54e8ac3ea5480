-- Times are UTC milliseconds; secrets are stored as BLAKE3 hashes only. Texts that are compared or ordered use the
-- collation "C", so that the order is that of the bytes whatever the database's own is.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE meta (
  name text COLLATE "C" PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE office (
  id text COLLATE "C" PRIMARY KEY,
  info text NOT NULL,
  look_up_url text NOT NULL,
  rules text NOT NULL,
  offline_days bigint NOT NULL
);

-- agencies an office draws codes for; any office may lease for any of them
CREATE TABLE agency (
  office text COLLATE "C" NOT NULL REFERENCES office(id),
  position bigint NOT NULL,
  code text COLLATE "C" NOT NULL,
  PRIMARY KEY (office, position)
);
CREATE INDEX agency_code ON agency(code);

CREATE TABLE department (
  office text COLLATE "C" NOT NULL REFERENCES office(id),
  position bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (office, position)
);

CREATE TABLE officer (
  login text COLLATE "C" PRIMARY KEY,
  office text COLLATE "C" NOT NULL REFERENCES office(id),
  position bigint NOT NULL,
  name text NOT NULL,
  phone text NOT NULL,
  role text NOT NULL,
  password text NOT NULL,
  failures bigint NOT NULL DEFAULT 0,
  locked_until bigint NOT NULL DEFAULT 0,
  revoked_at bigint
);

CREATE TABLE enrol_code (
  secret bytea PRIMARY KEY,
  office text COLLATE "C" NOT NULL REFERENCES office(id),
  label text NOT NULL,
  reusable boolean NOT NULL,
  until bigint NOT NULL,
  desk uuid
);

CREATE TABLE desk (
  id uuid PRIMARY KEY,
  office text COLLATE "C" NOT NULL REFERENCES office(id),
  label text NOT NULL,
  key bytea NOT NULL UNIQUE,
  machine text NOT NULL,
  incarnation bigint NOT NULL,
  frozen boolean NOT NULL DEFAULT false,
  enrolled_at bigint NOT NULL,
  revoked_at bigint
);
CREATE INDEX desk_office ON desk(office);

-- one life of a desk's journal
CREATE TABLE life (
  desk uuid NOT NULL REFERENCES desk(id),
  incarnation bigint NOT NULL,
  acked bigint NOT NULL DEFAULT 0,
  head bytea NOT NULL,
  durable bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (desk, incarnation)
);

-- sealed database keys are only ever added
CREATE TABLE sealed_key (
  desk uuid NOT NULL REFERENCES desk(id),
  sealed bytea NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (desk, sealed)
);

CREATE TABLE challenge (
  nonce bytea PRIMARY KEY,
  desk uuid NOT NULL REFERENCES desk(id),
  until bigint NOT NULL
);
CREATE INDEX challenge_desk ON challenge(desk);
CREATE INDEX challenge_until ON challenge(until);

CREATE TABLE session (
  token bytea PRIMARY KEY,
  desk uuid NOT NULL REFERENCES desk(id),
  incarnation bigint NOT NULL,
  officer text COLLATE "C" NOT NULL REFERENCES officer(login),
  until bigint NOT NULL
);
CREATE INDEX session_until ON session(until);

CREATE TABLE refresh (
  secret bytea PRIMARY KEY,
  desk uuid NOT NULL REFERENCES desk(id),
  officer text COLLATE "C" NOT NULL REFERENCES officer(login),
  until bigint NOT NULL
);
CREATE INDEX refresh_until ON refresh(until);

-- every event as received, so the text and not jsonb, which would change its bytes; `no` is the centre's order of the
-- events of one dossier, whose row is locked while they are written
CREATE TABLE event (
  no bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  id uuid NOT NULL,
  desk uuid NOT NULL,
  incarnation bigint NOT NULL,
  seq bigint NOT NULL,
  dossier uuid NOT NULL,
  envelope text NOT NULL,
  body text NOT NULL,
  head bytea NOT NULL,
  issue text COLLATE "C" NOT NULL DEFAULT '',
  applied boolean NOT NULL,
  admitted_at bigint NOT NULL,
  UNIQUE (desk, incarnation, seq)
);
CREATE UNIQUE INDEX event_id ON event(id) WHERE issue <> 'duplicate_id';
CREATE INDEX event_dossier ON event(dossier, no) WHERE applied;

CREATE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''events are never changed or removed''; END';
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION event_stays();

-- pushes of desks out of service, as they came, for a person to decide over
CREATE TABLE quarantine (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  desk uuid NOT NULL,
  incarnation bigint NOT NULL,
  seq bigint NOT NULL,
  envelope text NOT NULL,
  body text NOT NULL,
  digest bytea NOT NULL UNIQUE,
  at bigint NOT NULL
);

CREATE TABLE dossier (
  id uuid PRIMARY KEY,
  state text NOT NULL
);

CREATE TABLE audience (
  dossier uuid NOT NULL,
  feed text COLLATE "C" NOT NULL,
  PRIMARY KEY (dossier, feed)
);

CREATE TABLE feed (
  name text COLLATE "C" PRIMARY KEY,
  position bigint NOT NULL
);

CREATE TABLE feed_event (
  feed text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  event bigint NOT NULL REFERENCES event(no),
  PRIMARY KEY (feed, position),
  UNIQUE (feed, event)
);

-- one row per agency and day somebody leased for: whoever cuts a block there locks it
CREATE TABLE lease_day (
  agency text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL,
  PRIMARY KEY (agency, day)
);

-- blocks are never removed: a dead one keeps its numbers from being given again
CREATE TABLE lease (
  id uuid PRIMARY KEY,
  agency text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  reserve boolean NOT NULL,
  desk uuid NOT NULL REFERENCES desk(id),
  incarnation bigint NOT NULL,
  seen bigint NOT NULL DEFAULT 0,
  at bigint NOT NULL,
  void_at bigint,
  CHECK (first BETWEEN 1 AND last),
  EXCLUDE USING gist (agency WITH =, day WITH =, int8range(first, last, '[]') WITH &&)
);
CREATE INDEX lease_number ON lease(agency, day, last);
CREATE INDEX lease_desk ON lease(desk);

CREATE TABLE code (
  agency text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL,
  n bigint NOT NULL,
  dossier uuid NOT NULL,
  PRIMARY KEY (agency, day, n)
);

CREATE TABLE blob (
  hash text COLLATE "C" PRIMARY KEY,
  size bigint NOT NULL,
  at bigint NOT NULL
);

CREATE TABLE blob_want (
  dossier uuid NOT NULL,
  hash text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  PRIMARY KEY (dossier, hash)
);
CREATE INDEX blob_want_hash ON blob_want(hash);

CREATE TABLE published (
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('catalogue', 'policy')),
  office text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  json text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (kind, office, version)
);

CREATE TABLE oddity (
  procedure text COLLATE "C" NOT NULL,
  digest bytea NOT NULL, -- of the text, which may be too long for an index
  text text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (procedure, digest)
);

-- the row `catalogue` is there to be locked by whoever publishes one
INSERT INTO meta(name, value) VALUES ('feed_epoch', '1'), ('catalogue', '');
