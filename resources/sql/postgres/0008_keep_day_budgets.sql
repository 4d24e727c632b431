-- What each run has spent, and what of the budgets of its day is held for it until it has ended. The day is that of its lease, in
-- days since 1970 (UTC).
CREATE TABLE run_spend (
    run_id plain_text PRIMARY KEY,
    job_id plain_text NOT NULL,
    repository_id plain_text NOT NULL,
    day bigint NOT NULL,
    reserved_tokens bigint NOT NULL,
    reserved_usd double precision NOT NULL,
    tokens bigint NOT NULL,
    usd double precision NOT NULL,
    is_settled bigint NOT NULL
);

CREATE INDEX run_spend_of_day ON run_spend (day, repository_id);

CREATE INDEX run_spend_of_job ON run_spend (job_id);

-- Why a queued job is not given out, in plain words.
ALTER TABLE job ADD COLUMN waits_for plain_text NOT NULL DEFAULT '';
