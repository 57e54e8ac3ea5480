-- A desk whose secrets are lost is given a new key by a code of its own; the one before still proves what it signed.
ALTER TABLE enrol_code ADD COLUMN again uuid;
CREATE TABLE former_key (
  key bytea PRIMARY KEY,
  desk uuid NOT NULL REFERENCES desk(id),
  until bigint NOT NULL
);
