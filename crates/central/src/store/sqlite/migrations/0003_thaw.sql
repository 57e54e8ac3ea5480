-- Freezes that a person lifted after a desk's journal had forked.
CREATE TABLE thaw (
  desk        TEXT    NOT NULL REFERENCES desk (id),
  incarnation INTEGER NOT NULL,                  -- the life that began with it
  officer     TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (desk, incarnation)
) STRICT;
