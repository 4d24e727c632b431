-- What each run has spent, and what of the budgets of its day is held for it until it has ended. The day is that of its lease, in
-- days since 1970 (UTC).
CREATE TABLE run_spend (
    run_id TEXT PRIMARY KEY,
    job_id TEXT NOT NULL,
    repository_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    reserved_tokens INTEGER NOT NULL,
    reserved_usd REAL NOT NULL,
    tokens INTEGER NOT NULL,
    usd REAL NOT NULL,
    is_settled INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX run_spend_of_day ON run_spend (day, repository_id);

CREATE INDEX run_spend_of_job ON run_spend (job_id);

-- Why a queued job is not given out, in plain words.
ALTER TABLE job ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';
