-- Answers to requests with an Idempotency-Key, for whoever repeats one after a restart. Not part of the book.
CREATE TABLE kept_answers (
    row_id   INTEGER PRIMARY KEY,       -- in the order they came
    key      BLOB NOT NULL UNIQUE,      -- 16 bytes: hash of API key, path and Idempotency-Key
    body     BLOB NOT NULL,             -- 16 bytes: hash of the request's body
    until_ms INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,          -- of the answer, sealed
    sealed   BLOB NOT NULL              -- status, headers and answer, sealed by the vault as ("answer", first four bytes of key)
) STRICT;
