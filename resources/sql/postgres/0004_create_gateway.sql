CREATE TABLE provider_profile (
    id plain_text PRIMARY KEY,
    kind plain_text NOT NULL,
    name plain_text NOT NULL,
    model plain_text NOT NULL,
    endpoint plain_text NOT NULL,
    options plain_text NOT NULL,
    is_default bigint NOT NULL,
    sealed_secret bytea NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE access_token (
    id plain_text PRIMARY KEY,
    name plain_text NOT NULL,
    role plain_text NOT NULL,
    hash plain_text NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    last_used_at bigint,
    revoked_at bigint
);

CREATE TABLE idempotent_reply (
    principal plain_text NOT NULL,
    route plain_text NOT NULL,
    key plain_text NOT NULL,
    request_hash plain_text NOT NULL,
    status bigint NOT NULL,
    content_type bytea NOT NULL,
    body bytea NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (principal, route, key)
);

CREATE INDEX idempotent_reply_by_age ON idempotent_reply (created_at);
