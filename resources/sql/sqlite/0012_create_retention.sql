-- An event whose line was removed keeps its row: `removal` is the event that says so, `line` what stays of it. encoding 2: a part
-- of what it said is left out, 3: all but the fact that the run was.
ALTER TABLE event ADD COLUMN removal INTEGER;

CREATE INDEX event_of_retention ON event (id)
WHERE type IN ('hold.placed', 'hold.released', 'retention.changed', 'retention.removed');

CREATE INDEX event_by_removal ON event (removal) WHERE removal IS NOT NULL;

CREATE INDEX event_of_job_end ON event (id) WHERE type = 'job.finished';

CREATE INDEX run_result_by_run ON run_result (run_id);

CREATE TABLE retention (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    policies TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_at INTEGER,
    changed_by TEXT NOT NULL,
    ran_at INTEGER,
    is_sweep_due INTEGER NOT NULL
);

INSERT INTO retention (only_row, policies, version, changed_at, changed_by, ran_at, is_sweep_due) VALUES (1, '[]', 1, NULL, '', NULL, 0);

CREATE TABLE legal_hold (
    run_id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    placed_by TEXT NOT NULL,
    placed_at INTEGER NOT NULL
) WITHOUT ROWID;

-- What the database holds of runs that have ended, measured once.
CREATE TABLE run_kept (
    run_id TEXT PRIMARY KEY,
    transcript_events INTEGER NOT NULL,
    transcript_bytes INTEGER NOT NULL,
    output_events INTEGER NOT NULL,
    output_bytes INTEGER NOT NULL,
    all_events INTEGER NOT NULL,
    all_bytes INTEGER NOT NULL
) WITHOUT ROWID;

-- The one way past event_is_never_changed: within the transaction that seals the event which says what it removes.
CREATE TABLE removal_permit (
    removal INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    PRIMARY KEY (removal, stream)
) WITHOUT ROWID;

CREATE TRIGGER removal_is_said_first BEFORE INSERT ON removal_permit
WHEN NOT EXISTS (SELECT 1 FROM event JOIN event_stream ON event_stream.number = event.stream
    WHERE event.id = NEW.removal AND event.type = 'retention.removed' AND event_stream.name = 'controller'
        AND event.id = (SELECT size FROM ledger))
    OR EXISTS (SELECT 1 FROM event WHERE removal = NEW.removal)
BEGIN
    SELECT RAISE(ABORT, 'events are removed by retention policies alone');
END;

DROP TRIGGER event_is_never_changed;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
WHEN NEW.id <> OLD.id OR NEW.stream <> OLD.stream OR NEW.seq <> OLD.seq OR NEW.type <> OLD.type
    OR NEW.encoding NOT IN (2, 3) OR NEW.removal IS NULL OR NEW.removal <= OLD.id
    OR NOT EXISTS (SELECT 1 FROM removal_permit WHERE stream = OLD.stream AND removal = NEW.removal)
    OR EXISTS (SELECT 1 FROM event_stream WHERE number = OLD.stream
        AND ((name = 'controller' AND OLD.type <> 'job.finished') OR name IN (SELECT run_id FROM legal_hold)))
BEGIN
    SELECT RAISE(ABORT, 'audit events are never changed');
END;
