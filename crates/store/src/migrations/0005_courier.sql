-- Bundles carried to the centre by hand: which events and files lie in each, and when the centre's
-- answer came. What was made is never changed but by the two moments that follow.

CREATE TABLE fact_courier (
  id          BLOB    PRIMARY KEY CHECK (length(id) = 16),
  number      INTEGER NOT NULL UNIQUE,
  officer     TEXT    NOT NULL,
  place       TEXT    NOT NULL,              -- the folder, as the officer chose it
  file        TEXT    NOT NULL,
  begun_ms    INTEGER NOT NULL,
  epoch       INTEGER NOT NULL,              -- of the centre's feed then: an older answer says nothing
  verified_ms INTEGER,                       -- written, read back and found right
  bytes       INTEGER NOT NULL DEFAULT 0,
  answered_ms INTEGER
) STRICT;
CREATE INDEX fact_courier_open ON fact_courier (number) WHERE answered_ms IS NULL;

CREATE TABLE fact_courier_life (
  bundle      BLOB    NOT NULL REFERENCES fact_courier (id),
  incarnation INTEGER NOT NULL,
  first       INTEGER NOT NULL,
  last        INTEGER NOT NULL,
  PRIMARY KEY (bundle, incarnation)
) STRICT;
CREATE INDEX fact_courier_life_reach ON fact_courier_life (incarnation, first, last);

CREATE TABLE fact_courier_file (
  bundle BLOB NOT NULL REFERENCES fact_courier (id),
  hash   BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (bundle, hash)
) STRICT;
CREATE INDEX fact_courier_file_hash ON fact_courier_file (hash);
