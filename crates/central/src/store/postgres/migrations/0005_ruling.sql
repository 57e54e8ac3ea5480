-- What a person decided over events that were held without effect; the events themselves never change. A released one
-- took effect with the decision: among the events of its dossier it stands behind number `behind`, in the order of the
-- decisions. NULL where it took effect in its own place, or never will.
CREATE TABLE ruling (
  no      bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  event   bigint NOT NULL UNIQUE REFERENCES event (no),
  dossier uuid   NOT NULL,
  kind    text   NOT NULL CHECK (kind IN ('released', 'refused')),
  behind  bigint,
  issue   text COLLATE "C" NOT NULL,             -- what is still to be told about it
  officer text   NOT NULL,
  reason  text   NOT NULL,
  at      bigint NOT NULL
);
CREATE INDEX ruling_dossier ON ruling (dossier) WHERE behind IS NOT NULL;
CREATE FUNCTION ruling_stays() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''decisions are never changed or removed''; END';
CREATE TRIGGER ruling_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ruling
  FOR EACH STATEMENT EXECUTE FUNCTION ruling_stays();
CREATE INDEX event_held ON event (dossier, no) WHERE NOT applied;
