ALTER TABLE access_token ADD COLUMN expires_at INTEGER;

-- Who is signed in by a browser; of the cookie only its SHA-256. token_id is empty for the login link of a start.
CREATE TABLE browser_session (
    id TEXT PRIMARY KEY,
    cookie_hash TEXT NOT NULL UNIQUE,
    token_id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
);
