-- What a person did with a task before it was settled, the desk that holds a dossier, and how an
-- outage was noticed.

ALTER TABLE fact_task ADD COLUMN state TEXT NOT NULL DEFAULT ''
  CHECK (state IN ('', 'handed', 'exported'));
CREATE INDEX fact_task_about ON fact_task (event) WHERE done_ms IS NULL;

ALTER TABLE fact_outage ADD COLUMN detected TEXT NOT NULL DEFAULT 'call'
  CHECK (detected IN ('call', 'start'));

ALTER TABLE view_dossier ADD COLUMN holder BLOB NOT NULL DEFAULT x'';
UPDATE view_dossier SET holder = desk;
CREATE INDEX view_dossier_holder ON view_dossier (holder, row);
