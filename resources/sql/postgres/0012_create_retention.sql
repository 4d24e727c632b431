-- An event whose line was removed keeps its row: `removal` is the event that says so, `line` what stays of it. encoding 2: a part
-- of what it said is left out, 3: all but the fact that the run was.
ALTER TABLE event ADD COLUMN removal bigint;

CREATE INDEX event_of_retention ON event (id)
WHERE type IN ('hold.placed', 'hold.released', 'retention.changed', 'retention.removed');

CREATE INDEX event_by_removal ON event (removal) WHERE removal IS NOT NULL;

CREATE INDEX event_of_job_end ON event (id) WHERE type = 'job.finished';

CREATE INDEX run_result_by_run ON run_result (run_id);

CREATE TABLE retention (
    only_row bigint PRIMARY KEY CHECK (only_row = 1),
    policies plain_text NOT NULL,
    version bigint NOT NULL,
    changed_at bigint,
    changed_by plain_text NOT NULL,
    ran_at bigint,
    is_sweep_due bigint NOT NULL
);

INSERT INTO retention (only_row, policies, version, changed_at, changed_by, ran_at, is_sweep_due) VALUES (1, '[]', 1, NULL, '', NULL, 0);

CREATE TABLE legal_hold (
    run_id plain_text PRIMARY KEY,
    reason plain_text NOT NULL,
    placed_by plain_text NOT NULL,
    placed_at bigint NOT NULL
);

-- What the database holds of runs that have ended, measured once.
CREATE TABLE run_kept (
    run_id plain_text PRIMARY KEY,
    transcript_events bigint NOT NULL,
    transcript_bytes bigint NOT NULL,
    output_events bigint NOT NULL,
    output_bytes bigint NOT NULL,
    all_events bigint NOT NULL,
    all_bytes bigint NOT NULL
);

-- The one way past event_is_never_changed: within the transaction that seals the event which says what it removes.
CREATE TABLE removal_permit (
    removal bigint NOT NULL,
    stream bigint NOT NULL,
    PRIMARY KEY (removal, stream)
);

CREATE FUNCTION refuse_unsaid_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event.id = NEW.removal AND event.type = 'retention.removed' AND event_stream.name = 'controller'
            AND event.id = (SELECT size FROM ledger))
        OR EXISTS (SELECT 1 FROM event WHERE removal = NEW.removal) THEN
        RAISE EXCEPTION 'events are removed by retention policies alone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER removal_is_said_first BEFORE INSERT ON removal_permit FOR EACH ROW EXECUTE FUNCTION refuse_unsaid_removal();

CREATE FUNCTION refuse_unsaid_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.stream <> OLD.stream OR NEW.seq <> OLD.seq OR NEW.type <> OLD.type
        OR NEW.encoding NOT IN (2, 3) OR NEW.removal IS NULL OR NEW.removal <= OLD.id
        OR NOT EXISTS (SELECT 1 FROM removal_permit WHERE stream = OLD.stream AND removal = NEW.removal)
        OR EXISTS (SELECT 1 FROM event_stream WHERE number = OLD.stream
            AND ((name = 'controller' AND OLD.type <> 'job.finished') OR name IN (SELECT run_id FROM legal_hold))) THEN
        RAISE EXCEPTION 'audit events are never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

DROP TRIGGER event_is_never_changed ON event;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION refuse_unsaid_change_of_event();
