-- A blank line ends a statement. Times are microseconds since 1970, UTC.

CREATE TABLE event_stream (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
);

-- encoding 0: the line as it is; 1: zstd.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES event_stream (number),
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    encoding INTEGER NOT NULL,
    line BLOB NOT NULL,
    UNIQUE (stream, seq)
);

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'audit events are never changed');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'audit events are never deleted');
END;
