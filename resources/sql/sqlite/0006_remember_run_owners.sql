-- Who a run was given to: a worker ships the journals of its own runs alone, also when it has lost their jobs.

CREATE TABLE run_owner (
    run_id TEXT PRIMARY KEY,
    worker_id TEXT NOT NULL
) WITHOUT ROWID;
