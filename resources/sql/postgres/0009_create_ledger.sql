-- The Merkle log over all events (RFC 9162): the event `id` is the leaf id - 1. `earlier`: events that were stored before there
-- was a log; they are sealed with the first that comes.
CREATE TABLE ledger (
    only_row bigint PRIMARY KEY CHECK (only_row = 1),
    size bigint NOT NULL,
    earlier bigint NOT NULL,
    origin plain_text NOT NULL,
    public_key plain_text NOT NULL
);

INSERT INTO ledger (only_row, size, earlier, origin, public_key)
SELECT 1, 0, coalesce(max(id), 0), '', '' FROM event;

CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log only grows: its % is never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER ledger_is_never_truncated BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER ledger_only_grows BEFORE UPDATE ON ledger FOR EACH ROW WHEN (NEW.size < OLD.size)
    EXECUTE FUNCTION refuse_change_of_ledger();

-- Tile n of level l: up to 256 hashes of 32 bytes, of the complete subtrees of 256^l leaves from the (256 n)-th on.
CREATE TABLE ledger_tile (
    level bigint NOT NULL,
    number bigint NOT NULL,
    hashes bytea NOT NULL,
    PRIMARY KEY (level, number)
);

-- Hashes do not get smaller by compression.
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE TRIGGER ledger_tile_is_never_deleted BEFORE DELETE ON ledger_tile FOR EACH ROW
    EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER ledger_tile_is_never_truncated BEFORE TRUNCATE ON ledger_tile FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER ledger_tile_only_grows BEFORE UPDATE ON ledger_tile FOR EACH ROW
    WHEN (NEW.level <> OLD.level OR NEW.number <> OLD.number
        OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes)
    EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TABLE checkpoint (
    size bigint PRIMARY KEY,
    made_at bigint NOT NULL,
    note bytea NOT NULL
);

CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint FOR EACH ROW
    EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint FOR EACH ROW
    EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER checkpoint_is_never_truncated BEFORE TRUNCATE ON checkpoint FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_change_of_ledger();
