-- One UTC day of requests. No money authority: the file may be dropped at any time. Units as in the main database.
CREATE TABLE requests (
    row_id          INTEGER PRIMARY KEY, -- in the order of booking
    exchange_id     INTEGER NOT NULL UNIQUE,
    request_id      BLOB NOT NULL,       -- 16 bytes: a UUID, or the hash of another text
    request_text    TEXT,                -- as the client sent it; NULL when it was a UUID or got lost
    opened_ms       INTEGER NOT NULL,
    settled_ms      INTEGER NOT NULL,
    user_id         INTEGER NOT NULL,
    group_id        INTEGER NOT NULL,
    key_id          INTEGER NOT NULL,
    model_id        INTEGER NOT NULL,
    requested_model TEXT,
    provider_id     INTEGER NOT NULL,
    credential_id   INTEGER NOT NULL,
    status          INTEGER NOT NULL,    -- HTTP, towards the client
    outcome         INTEGER NOT NULL,
    basis           INTEGER NOT NULL,
    streamed        INTEGER NOT NULL,
    input           INTEGER NOT NULL,
    cached_input    INTEGER NOT NULL,
    cache_write_5m  INTEGER NOT NULL,
    cache_write_1h  INTEGER NOT NULL,
    output          INTEGER NOT NULL,
    reasoning       INTEGER NOT NULL,
    audio_input     INTEGER NOT NULL,
    audio_output    INTEGER NOT NULL,
    cost_nano       INTEGER NOT NULL,
    absorbed_nano   INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    first_byte_ms   INTEGER NOT NULL,
    total_ms        INTEGER NOT NULL,
    peer            BLOB NOT NULL,       -- 16 bytes: IPv6, or IPv4 mapped into it
    message         TEXT,
    explanation     TEXT
) STRICT;
CREATE INDEX requests_user ON requests(user_id);

CREATE TABLE attempts (
    exchange_id        INTEGER NOT NULL,
    attempt            INTEGER NOT NULL, -- from 1
    ended_ms           INTEGER NOT NULL,
    provider_id        INTEGER NOT NULL,
    credential_id      INTEGER NOT NULL,
    status             INTEGER NOT NULL, -- HTTP, from the provider; 0 = none
    outcome            INTEGER NOT NULL,
    failure            INTEGER NOT NULL, -- FailureClass
    prompt_tokens      INTEGER NOT NULL,
    completion_tokens  INTEGER NOT NULL,
    upstream_cost_nano INTEGER NOT NULL,
    first_byte_ms      INTEGER NOT NULL,
    total_ms           INTEGER NOT NULL,
    PRIMARY KEY (exchange_id, attempt)
) STRICT, WITHOUT ROWID;
