-- The Merkle log over all events (RFC 9162): the event `id` is the leaf id - 1. `earlier`: events that were stored before there
-- was a log; they are sealed with the first that comes.
CREATE TABLE ledger (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    size INTEGER NOT NULL,
    earlier INTEGER NOT NULL,
    origin TEXT NOT NULL,
    public_key TEXT NOT NULL
);

INSERT INTO ledger (only_row, size, earlier, origin, public_key)
SELECT 1, 0, coalesce(max(id), 0), '', '' FROM event;

CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never deleted');
END;

CREATE TRIGGER ledger_only_grows BEFORE UPDATE ON ledger WHEN NEW.size < OLD.size
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

-- Tile n of level l: up to 256 hashes of 32 bytes, of the complete subtrees of 256^l leaves from the (256 n)-th on.
CREATE TABLE ledger_tile (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TRIGGER ledger_tile_is_never_deleted BEFORE DELETE ON ledger_tile
BEGIN
    SELECT RAISE(ABORT, 'tiles of the audit log are never deleted');
END;

CREATE TRIGGER ledger_tile_only_grows BEFORE UPDATE ON ledger_tile
WHEN NEW.level IS NOT OLD.level OR NEW.number IS NOT OLD.number OR substr(NEW.hashes, 1, length(OLD.hashes)) IS NOT OLD.hashes
BEGIN
    SELECT RAISE(ABORT, 'hashes of the audit log are never changed');
END;

CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    note BLOB NOT NULL
);

CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are never changed');
END;

CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'checkpoints are never deleted');
END;
