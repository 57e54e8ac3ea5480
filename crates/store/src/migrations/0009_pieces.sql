-- Pieces that begin with three letters are listed beside the pieces; those with four are few enough to be read from
-- the pieces themselves, and their list made a third of the work of taking in a dossier. Filled by the program.
DROP TABLE view_fragments;
CREATE VIRTUAL TABLE view_fragments USING fts5 (
  pieces, content = '', contentless_delete = 1, detail = none, prefix = '3', tokenize = 'ascii'
);

-- Files that wait are put in order from the index alone: their rows lie all over the table.
DROP INDEX fact_blob_waiting;
CREATE INDEX fact_blob_waiting ON fact_blob (hash, size_bytes, sent_offset, done) WHERE done = 0;
