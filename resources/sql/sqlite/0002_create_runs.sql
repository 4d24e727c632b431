CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    job_id TEXT NOT NULL,
    ticket_key TEXT NOT NULL,
    repository TEXT NOT NULL,
    provider TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    cost_usd REAL,
    summary TEXT NOT NULL,
    search_hash BLOB NOT NULL
);

CREATE INDEX run_by_start ON run (started_at, id);

CREATE INDEX run_by_state ON run (state, started_at, id);

CREATE INDEX run_by_repository ON run (repository, started_at, id);

CREATE INDEX run_by_ticket ON run (ticket_key, started_at, id);

CREATE INDEX run_by_provider ON run (provider, started_at, id);

CREATE INDEX run_by_job ON run (job_id, started_at, id);

CREATE INDEX run_by_end ON run (finished_at, state, cost_usd);

-- rowid is run.number
CREATE VIRTUAL TABLE run_text USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE run_snapshot (
    run_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    view BLOB NOT NULL
) WITHOUT ROWID;
