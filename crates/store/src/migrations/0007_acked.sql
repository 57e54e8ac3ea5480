-- How far the centre has a life of the journal is one number, fact_life.acked: a mark on every event would be written
-- again, with the page of its body, at every answer. The state of a dossier is folded from its events when it is asked
-- for: kept beside them, it was the same bytes twice.

DROP INDEX fact_event_unsent;
DROP INDEX fact_event_unsent_dossier;
DROP INDEX fact_event_own;
ALTER TABLE fact_event DROP COLUMN acked;
CREATE INDEX fact_event_own ON fact_event (incarnation, seq, dossier) WHERE own = 1;
CREATE INDEX fact_event_own_dossier ON fact_event (dossier, incarnation, seq) WHERE own = 1;

DROP TABLE view_state;

UPDATE fact_schema SET compat = 7; -- a program that marks events cannot write here
