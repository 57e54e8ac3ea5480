-- Pieces that begin with three letters are listed beside the pieces; those with four are few enough to be read from
-- the pieces themselves, and their list made a third of the work of taking in a dossier. Filled by the program.
DROP TABLE view_fragments;
CREATE VIRTUAL TABLE view_fragments USING fts5 (
  pieces, content = '', contentless_delete = 1, detail = none, prefix = '3', tokenize = 'ascii'
);
