-- What the list of runs is filtered by; indexes of several filters are put together.
ALTER TABLE run ADD COLUMN reason plain_text NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN requester plain_text NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN model plain_text NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN branch plain_text NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN is_pushed bigint NOT NULL DEFAULT 0;

ALTER TABLE run ADD COLUMN tokens bigint NOT NULL DEFAULT 0;

UPDATE run SET
    reason = coalesce(CAST(summary AS json) ->> 'reason', ''),
    requester = left(coalesce(CAST(summary AS json) ->> 'requester', ''), 200),
    model = left(coalesce(CAST(summary AS json) ->> 'model', ''), 200),
    branch = left(coalesce(CAST(summary AS json) ->> 'branch', ''), 200),
    is_pushed = CASE CAST(summary AS json) ->> 'is_pushed' WHEN 'true' THEN 1 ELSE 0 END,
    tokens = coalesce(CAST(CAST(summary AS json) -> 'usage' ->> 'input_tokens' AS bigint), 0)
        + coalesce(CAST(CAST(summary AS json) -> 'usage' ->> 'output_tokens' AS bigint), 0)
        + coalesce(CAST(CAST(summary AS json) -> 'usage' ->> 'cached_tokens' AS bigint), 0)
        + coalesce(CAST(CAST(summary AS json) -> 'usage' ->> 'cache_write_tokens' AS bigint), 0);

CREATE INDEX run_by_reason ON run (reason, started_at, id);

CREATE INDEX run_by_requester ON run (requester, started_at, id);

CREATE INDEX run_by_model ON run (model, started_at, id);

CREATE INDEX run_by_branch ON run (branch, started_at, id);

CREATE INDEX run_by_cost ON run (cost_usd);

CREATE INDEX run_by_tokens ON run (tokens);
