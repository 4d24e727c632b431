ALTER TABLE access_token ADD COLUMN expires_at bigint;

-- Who is signed in by a browser; of the cookie only its SHA-256. token_id is empty for the login link of a start.
CREATE TABLE browser_session (
    id plain_text PRIMARY KEY,
    cookie_hash plain_text NOT NULL UNIQUE,
    token_id plain_text NOT NULL,
    name plain_text NOT NULL,
    role plain_text NOT NULL,
    address plain_text NOT NULL,
    browser plain_text NOT NULL,
    opened_at bigint NOT NULL,
    used_at bigint NOT NULL,
    ends_at bigint NOT NULL
);
