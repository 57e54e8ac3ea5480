-- What a person at the centre decided over events of this desk that it held without effect: they never take effect there.
-- From the desk's own feed, `desk:<id>`, and forgotten with it when the centre was restored.
CREATE TABLE fact_refusal (
  event     BLOB    PRIMARY KEY,
  officer   TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  reason    TEXT    NOT NULL,
  at_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
