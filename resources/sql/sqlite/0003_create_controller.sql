CREATE TABLE repository (
    id TEXT PRIMARY KEY,
    alias TEXT NOT NULL UNIQUE,
    clone_url TEXT NOT NULL,
    default_branch TEXT NOT NULL,
    is_enabled INTEGER NOT NULL,
    settings TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_credential BLOB NOT NULL,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE TABLE ticket (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    labels TEXT NOT NULL,
    url TEXT NOT NULL,
    requester TEXT NOT NULL,
    priority INTEGER NOT NULL,
    refusal TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (source, key)
);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    ticket_id TEXT NOT NULL UNIQUE REFERENCES ticket (id),
    repository_id TEXT,
    ticket_key TEXT NOT NULL,
    title TEXT NOT NULL,
    repository TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    run_id TEXT,
    stage TEXT NOT NULL,
    reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    branch TEXT NOT NULL,
    worker TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    lease_id TEXT NOT NULL,
    context_repositories TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX job_in_queue_order ON job (state, priority DESC, queued_at, id);

CREATE INDEX job_by_repository ON job (repository_id, state);

CREATE INDEX job_by_run ON job (run_id);

CREATE TABLE lease_request (
    worker_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    lease_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (worker_id, request_id)
) WITHOUT ROWID;

CREATE INDEX lease_request_by_age ON lease_request (created_at);

CREATE TABLE run_command (
    number INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL,
    command TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    is_taken INTEGER NOT NULL
);

CREATE INDEX run_command_by_run ON run_command (run_id, is_taken, number);

CREATE TABLE run_result (
    lease_id TEXT PRIMARY KEY,
    job_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    result TEXT NOT NULL,
    is_late INTEGER NOT NULL,
    finished_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE worker (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    token_hash TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,
    platform TEXT NOT NULL,
    capabilities TEXT NOT NULL,
    status TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    is_revoked INTEGER NOT NULL
);

CREATE TABLE enrollment_token (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    uses_left INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    is_revoked INTEGER NOT NULL
);

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
