-- Bodies and states are written once and read rarely: lz4 is several times faster than the default at nearly the same
-- size. A server built without it keeps the default.
DO $$
BEGIN
  ALTER TABLE event ALTER COLUMN body SET COMPRESSION lz4;
  ALTER TABLE dossier ALTER COLUMN state SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN NULL;
END $$;

-- NULL until an event follows those that a dossier began with: most of what is written is receptions, whose state is
-- their own body over again. It is folded from the events when the next one comes, and then kept.
ALTER TABLE dossier ALTER COLUMN state DROP NOT NULL;

-- An event is never removed and its number is given in the transaction that writes the feed: the check would lock every
-- event's row once more.
ALTER TABLE feed_event DROP CONSTRAINT feed_event_event_fkey;
