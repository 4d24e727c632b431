-- Who a run was given to: a worker ships the journals of its own runs alone, also when it has lost their jobs.

CREATE TABLE run_owner (
    run_id plain_text PRIMARY KEY,
    worker_id plain_text NOT NULL
);
