-- What the list of runs is filtered by. The index run_by_start holds all of it, so that any combination is decided without
-- reading a row; a filter that stands alone has an index of its own.
ALTER TABLE run ADD COLUMN reason TEXT NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN requester TEXT NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN model TEXT NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN branch TEXT NOT NULL DEFAULT '';

ALTER TABLE run ADD COLUMN is_pushed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE run ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0;

UPDATE run SET
    reason = coalesce(json_extract(summary, '$.reason'), ''),
    requester = substr(coalesce(json_extract(summary, '$.requester'), ''), 1, 200),
    model = substr(coalesce(json_extract(summary, '$.model'), ''), 1, 200),
    branch = substr(coalesce(json_extract(summary, '$.branch'), ''), 1, 200),
    is_pushed = coalesce(json_extract(summary, '$.is_pushed'), 0),
    tokens = coalesce(json_extract(summary, '$.usage.input_tokens'), 0) + coalesce(json_extract(summary, '$.usage.output_tokens'), 0)
        + coalesce(json_extract(summary, '$.usage.cached_tokens'), 0)
        + coalesce(json_extract(summary, '$.usage.cache_write_tokens'), 0);

DROP INDEX run_by_start;

CREATE INDEX run_by_start ON run (started_at, id, state, reason, repository, provider, model, requester, is_pushed, tokens, cost_usd);

CREATE INDEX run_by_reason ON run (reason, started_at, id);

CREATE INDEX run_by_requester ON run (requester, started_at, id);

CREATE INDEX run_by_model ON run (model, started_at, id);

CREATE INDEX run_by_branch ON run (branch, started_at, id);
