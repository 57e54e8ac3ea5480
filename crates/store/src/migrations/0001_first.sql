-- fact_: the truth. view_: rebuilt from the events. cache_: may be lost.

CREATE TABLE fact_schema (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  compat INTEGER NOT NULL                       -- oldest schema number a program must know to write
) STRICT;
INSERT INTO fact_schema (one, compat) VALUES (1, 1);

CREATE TABLE fact_identity (
  one            INTEGER PRIMARY KEY CHECK (one = 1),
  desk           BLOB    NOT NULL CHECK (length(desk) = 16),
  incarnation    INTEGER NOT NULL CHECK (incarnation >= 1),
  office         TEXT    NOT NULL,
  office_name    TEXT    NOT NULL,
  agency         TEXT    NOT NULL,
  label          TEXT    NOT NULL,
  centre_url     TEXT    NOT NULL,
  ca_certificate BLOB    NOT NULL,
  centre_key     TEXT    NOT NULL,
  seal_key       TEXT    NOT NULL,
  offline_days   INTEGER NOT NULL
) STRICT;

CREATE TABLE fact_setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_cursor (
  feed     TEXT PRIMARY KEY,
  position INTEGER NOT NULL DEFAULT 0,
  epoch    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_published (
  kind      TEXT    NOT NULL CHECK (kind IN ('catalogue', 'policy')),
  version   INTEGER NOT NULL,
  json      TEXT    NOT NULL,
  signature TEXT    NOT NULL,
  at_ms     INTEGER NOT NULL,
  PRIMARY KEY (kind, version)
) STRICT;

-- The journal. Incarnation 0 holds what a restored database recorded before the centre gave it a
-- new life; such events have been sent nowhere and are sealed anew then.

CREATE TABLE fact_life (
  incarnation INTEGER PRIMARY KEY CHECK (incarnation >= 0),
  recorded    INTEGER NOT NULL DEFAULT 0,
  head        BLOB    NOT NULL CHECK (length(head) = 32),
  acked       INTEGER NOT NULL DEFAULT 0 CHECK (acked <= recorded),
  durable     INTEGER NOT NULL DEFAULT 0 CHECK (durable <= acked)
) STRICT;

CREATE TABLE fact_dossier (
  row INTEGER PRIMARY KEY,                      -- in order of arrival, dense, never reused
  id  BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
) STRICT;
CREATE TRIGGER fact_dossier_kept BEFORE DELETE ON fact_dossier
BEGIN SELECT RAISE(ABORT, 'row ids are never reused'); END;

CREATE TABLE fact_event (
  row               INTEGER PRIMARY KEY,        -- in order of arrival
  id                BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  origin            BLOB    NOT NULL CHECK (length(origin) = 16),
  incarnation       INTEGER NOT NULL,
  seq               INTEGER NOT NULL CHECK (seq >= 1),
  dossier           INTEGER NOT NULL REFERENCES fact_dossier (row),
  at_ms             INTEGER NOT NULL,
  officer           TEXT    NOT NULL,
  own_epoch         INTEGER NOT NULL,
  skew_ms           INTEGER NOT NULL,
  heard_at_ms       INTEGER,
  procedure_version INTEGER NOT NULL,
  calendar_version  INTEGER NOT NULL,
  policy_version    INTEGER NOT NULL,
  kind              TEXT    NOT NULL,
  body              TEXT    NOT NULL,
  own               INTEGER NOT NULL CHECK (own IN (0, 1)),  -- recorded in this journal
  head              BLOB    CHECK (head IS NULL OR length(head) = 32),
  acked             INTEGER NOT NULL DEFAULT 0 CHECK (acked IN (0, 1)),
  feed              TEXT,
  position          INTEGER,
  verdict           TEXT    NOT NULL DEFAULT '',             -- what the centre said against it
  UNIQUE (origin, incarnation, seq),
  CHECK ((own = 1) = (head IS NOT NULL)),
  CHECK ((feed IS NULL) = (position IS NULL))
) STRICT;
CREATE UNIQUE INDEX fact_event_feed ON fact_event (feed, position) WHERE position IS NOT NULL;
CREATE INDEX fact_event_dossier ON fact_event (dossier, position);
CREATE INDEX fact_event_own ON fact_event (incarnation, seq) WHERE own = 1;
CREATE INDEX fact_event_unsent ON fact_event (incarnation, seq) WHERE own = 1 AND acked = 0;
CREATE INDEX fact_event_unsent_dossier ON fact_event (dossier) WHERE own = 1 AND acked = 0;
CREATE TRIGGER fact_event_kept BEFORE DELETE ON fact_event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER fact_event_fixed BEFORE UPDATE OF
  row, id, origin, dossier, at_ms, officer, own_epoch, skew_ms, heard_at_ms, procedure_version,
  calendar_version, policy_version, kind, body, own ON fact_event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER fact_event_sealed BEFORE UPDATE OF incarnation, seq, head ON fact_event
WHEN OLD.incarnation <> 0
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE fact_request (
  request BLOB    NOT NULL CHECK (length(request) = 16),
  dossier INTEGER NOT NULL REFERENCES fact_dossier (row),
  PRIMARY KEY (request, dossier)
) STRICT, WITHOUT ROWID;

-- Numbers.

CREATE TABLE fact_numbering (
  one            INTEGER PRIMARY KEY CHECK (one = 1),
  restored       INTEGER NOT NULL DEFAULT 0 CHECK (restored IN (0, 1)),
  frozen         INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
  clock_floor_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO fact_numbering (one) VALUES (1);

CREATE TABLE fact_provisional (
  day  TEXT PRIMARY KEY,
  used INTEGER NOT NULL                         -- highest number of a temporary slip that day
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_lease (
  id          BLOB    PRIMARY KEY CHECK (length(id) = 16),
  agency      TEXT    NOT NULL,
  day         TEXT    NOT NULL,
  first       INTEGER NOT NULL CHECK (first >= 1),
  last        INTEGER NOT NULL,
  next        INTEGER NOT NULL,
  desk        BLOB    NOT NULL CHECK (length(desk) = 16),
  incarnation INTEGER NOT NULL,
  reserve     INTEGER NOT NULL CHECK (reserve IN (0, 1)),
  signature   TEXT    NOT NULL,
  void        INTEGER NOT NULL DEFAULT 0 CHECK (void IN (0, 1)),
  CHECK (last >= first),
  CHECK (next BETWEEN first AND last + 1)
) STRICT;
CREATE INDEX fact_lease_day ON fact_lease (agency, day, reserve, first);
CREATE TRIGGER fact_lease_grows BEFORE UPDATE OF next ON fact_lease WHEN NEW.next < OLD.next
BEGIN SELECT RAISE(ABORT, 'a lease only grows'); END;
CREATE TRIGGER fact_lease_void_stays BEFORE UPDATE OF void ON fact_lease WHEN NEW.void < OLD.void
BEGIN SELECT RAISE(ABORT, 'a void lease stays void'); END;

CREATE TABLE fact_number_used (
  agency  TEXT    NOT NULL,
  day     TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  dossier BLOB    NOT NULL CHECK (length(dossier) = 16),
  PRIMARY KEY (agency, day, n)
) STRICT, WITHOUT ROWID;

-- Rows of daily work.

CREATE TABLE fact_draft (
  request   BLOB    PRIMARY KEY CHECK (length(request) = 16),
  officer   TEXT    NOT NULL,
  json      TEXT    NOT NULL,
  person    TEXT    NOT NULL DEFAULT '',
  procedure TEXT    NOT NULL DEFAULT '',
  parked_ms INTEGER,
  saved_ms  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_draft_current ON fact_draft (officer) WHERE parked_ms IS NULL;
CREATE INDEX fact_draft_parked ON fact_draft (officer, parked_ms) WHERE parked_ms IS NOT NULL;

CREATE TABLE fact_blob (
  hash             BLOB    PRIMARY KEY CHECK (length(hash) = 32),
  size_bytes       INTEGER NOT NULL,
  origin           TEXT    NOT NULL CHECK (origin IN ('here', 'centre')),
  at_ms            INTEGER NOT NULL,
  sent_offset      INTEGER NOT NULL DEFAULT 0,
  done             INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  done_incarnation INTEGER NOT NULL DEFAULT 0,  -- where the journal stood when the centre had it:
  done_seq         INTEGER NOT NULL DEFAULT 0   -- durable once the journal is durable beyond that
) STRICT;
CREATE INDEX fact_blob_waiting ON fact_blob (hash, size_bytes) WHERE done = 0;

CREATE TABLE fact_attachment (
  row        INTEGER PRIMARY KEY,
  id         BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  request    BLOB    REFERENCES fact_draft (request) ON DELETE CASCADE,
  dossier    INTEGER REFERENCES fact_dossier (row),
  component  TEXT    NOT NULL,
  blob       BLOB    NOT NULL REFERENCES fact_blob (hash),
  size_bytes INTEGER NOT NULL,
  media_type TEXT    NOT NULL,
  pages      INTEGER NOT NULL,
  source     TEXT    NOT NULL,
  at_ms      INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  CHECK ((request IS NULL) <> (dossier IS NULL))
) STRICT;
CREATE INDEX fact_attachment_request ON fact_attachment (request) WHERE request IS NOT NULL;
CREATE INDEX fact_attachment_dossier ON fact_attachment (dossier) WHERE dossier IS NOT NULL;
CREATE INDEX fact_attachment_blob ON fact_attachment (blob);

CREATE TABLE cache_thumbnail (
  attachment BLOB PRIMARY KEY CHECK (length(attachment) = 16),
  bytes      BLOB NOT NULL
) STRICT;

CREATE TABLE fact_print_job (
  row        INTEGER PRIMARY KEY,
  id         BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  dossier    INTEGER NOT NULL REFERENCES fact_dossier (row),
  copies     INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 99),
  reprint_no INTEGER NOT NULL,
  snapshot   TEXT    NOT NULL,
  state      TEXT    NOT NULL
             CHECK (state IN ('waiting', 'created', 'sent', 'done', 'held', 'failed')),
  queue_job  INTEGER,
  reason     TEXT    NOT NULL DEFAULT '',
  made_ms    INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_print_job_dossier ON fact_print_job (dossier);
CREATE INDEX fact_print_job_unfinished ON fact_print_job (row) WHERE state <> 'done';

CREATE TABLE fact_outage (
  row     INTEGER PRIMARY KEY,
  from_ms INTEGER NOT NULL,
  to_ms   INTEGER,
  reason  TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_outage_now ON fact_outage ((to_ms IS NULL)) WHERE to_ms IS NULL;

CREATE TABLE fact_task (
  row     INTEGER PRIMARY KEY,
  kind    TEXT    NOT NULL,
  dossier BLOB    CHECK (dossier IS NULL OR length(dossier) = 16),
  event   BLOB    CHECK (event IS NULL OR length(event) = 16),
  detail  TEXT    NOT NULL DEFAULT '',
  made_ms INTEGER NOT NULL,
  done_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX fact_task_event ON fact_task (kind, event) WHERE event IS NOT NULL;
CREATE INDEX fact_task_open ON fact_task (row) WHERE done_ms IS NULL;

-- Views of the journal.

CREATE TABLE view_dossier (
  row            INTEGER PRIMARY KEY,
  id             BLOB    NOT NULL UNIQUE,
  code           TEXT    NOT NULL,              -- not unique: a cloned desk may have doubled it
  provisional    INTEGER NOT NULL,
  alias          TEXT    NOT NULL,
  person         TEXT    NOT NULL,
  procedure      TEXT    NOT NULL,
  procedure_name TEXT    NOT NULL,
  status         TEXT    NOT NULL,
  money          TEXT    NOT NULL,
  delivery       TEXT    NOT NULL,
  received_ms    INTEGER NOT NULL,
  due_ms         INTEGER,
  clock_due_ms   INTEGER,                       -- only while the clock runs
  desk           BLOB    NOT NULL,
  officer        TEXT    NOT NULL,
  owner          TEXT    NOT NULL,
  forwarded_to   TEXT    NOT NULL,
  to_forward     INTEGER NOT NULL,
  digitise       INTEGER NOT NULL,
  unsent         INTEGER NOT NULL
) STRICT;
CREATE INDEX view_dossier_desk ON view_dossier (desk);
CREATE INDEX view_dossier_officer ON view_dossier (officer);
CREATE INDEX view_dossier_clock ON view_dossier (clock_due_ms) WHERE clock_due_ms IS NOT NULL;
CREATE INDEX view_dossier_to_forward ON view_dossier (row) WHERE to_forward = 1;
CREATE INDEX view_dossier_digitise ON view_dossier (row) WHERE digitise = 1;
CREATE INDEX view_dossier_unsent ON view_dossier (row) WHERE unsent = 1;

CREATE TABLE view_state (
  row   INTEGER PRIMARY KEY,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE view_attachment (
  attachment BLOB    PRIMARY KEY,
  dossier    INTEGER NOT NULL,
  blob       BLOB    NOT NULL,
  media_type TEXT    NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX view_attachment_blob ON view_attachment (blob, dossier);
CREATE INDEX view_attachment_dossier ON view_attachment (dossier);

CREATE TABLE view_key (
  kind    TEXT    NOT NULL,
  key     TEXT    NOT NULL,
  dossier INTEGER NOT NULL,
  PRIMARY KEY (kind, key, dossier)
) STRICT, WITHOUT ROWID;

CREATE TABLE view_search (
  row          INTEGER PRIMARY KEY,
  search_key   TEXT NOT NULL,                   -- folded words, as the index has them
  fragment_key TEXT NOT NULL                    -- numbers, telephones and codes, `|` around each
) STRICT;

CREATE TABLE view_word (
  block INTEGER NOT NULL,                       -- of 2,048 row ids
  word  TEXT    NOT NULL,
  rows  BLOB    NOT NULL,                       -- of the block: a bitmap, or a list while it is shorter
  PRIMARY KEY (block, word)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE view_fragments USING fts5 (
  pieces, content = '', contentless_delete = 1, detail = none, prefix = '3 4', tokenize = 'ascii'
);
