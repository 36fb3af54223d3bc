-- The first schema. Money is in nano-USD, times are milliseconds since 1970 UTC, ids are permanent and never used again.
-- Migration files: a statement ends with a semicolon at the end of a line that is not indented.

-- What this installation is: installation_id, master_key_id, pepper_id, boot_epoch, config_version.
CREATE TABLE installation (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last id given out, per kind of object.
CREATE TABLE id_counters (
    kind    TEXT PRIMARY KEY,
    last_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Configuration. A removed object is archived and keeps its name for the rows that speak of it; its secret goes.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE proxies (
    id              INTEGER PRIMARY KEY,
    position        INTEGER NOT NULL,
    name            TEXT NOT NULL,
    url             TEXT NOT NULL,
    username        TEXT NOT NULL,
    password_sealed BLOB,               -- sealed by the vault as ("proxy", id); NULL = empty
    archived_ms     INTEGER
) STRICT;
CREATE UNIQUE INDEX proxies_name ON proxies(name) WHERE archived_ms IS NULL;

CREATE TABLE providers (
    id            INTEGER PRIMARY KEY,
    position      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL,        -- as in the declarative file: openai, demo
    base_url      TEXT NOT NULL,
    proxy_id      INTEGER REFERENCES proxies(id),
    headers       TEXT NOT NULL,        -- JSON: [[name, value], ...]
    options       TEXT NOT NULL,        -- JSON: [[name, value], ...]
    enabled       INTEGER NOT NULL,
    connect_ms    INTEGER NOT NULL,     -- time limits; 0 = none
    first_byte_ms INTEGER NOT NULL,
    whole_ms      INTEGER NOT NULL,
    idle_ms       INTEGER NOT NULL,
    total_ms      INTEGER NOT NULL,
    rpm           INTEGER,              -- limits; NULL = none
    tpm           INTEGER,
    rpd           INTEGER,
    tpr           INTEGER,
    concurrency   INTEGER,
    archived_ms   INTEGER
) STRICT;
CREATE UNIQUE INDEX providers_name ON providers(name) WHERE archived_ms IS NULL;

CREATE TABLE credentials (
    id          INTEGER PRIMARY KEY,
    provider_id INTEGER NOT NULL REFERENCES providers(id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    key_sealed  BLOB,                   -- sealed by the vault as ("credential", id); NULL = empty
    key_prefix  TEXT NOT NULL,
    weight      INTEGER NOT NULL,
    enabled     INTEGER NOT NULL,
    rpm         INTEGER,
    tpm         INTEGER,
    rpd         INTEGER,
    tpr         INTEGER,
    concurrency INTEGER,
    archived_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX credentials_name ON credentials(provider_id, name) WHERE archived_ms IS NULL;

CREATE TABLE models (
    id                        INTEGER PRIMARY KEY,
    position                  INTEGER NOT NULL,
    name                      TEXT NOT NULL,
    enabled                   INTEGER NOT NULL,
    strategy                  TEXT NOT NULL,
    aliases                   TEXT NOT NULL, -- JSON: [name, ...]
    max_output                INTEGER,       -- tokens
    price_input_nano          INTEGER,       -- per million tokens; NULL here = the model has no price
    price_output_nano         INTEGER,
    price_cached_input_nano   INTEGER,
    price_cache_write_5m_nano INTEGER,
    price_cache_write_1h_nano INTEGER,
    price_reasoning_nano      INTEGER,
    price_audio_input_nano    INTEGER,
    price_audio_output_nano   INTEGER,
    price_per_call_nano       INTEGER,
    archived_ms               INTEGER
) STRICT;
CREATE UNIQUE INDEX models_name ON models(name) WHERE archived_ms IS NULL;

CREATE TABLE routes (
    id             INTEGER PRIMARY KEY,
    model_id       INTEGER NOT NULL REFERENCES models(id),
    position       INTEGER NOT NULL,
    provider_id    INTEGER NOT NULL REFERENCES providers(id),
    upstream_model TEXT NOT NULL,
    priority       INTEGER NOT NULL,
    weight         INTEGER NOT NULL,
    enabled        INTEGER NOT NULL,
    archived_ms    INTEGER
) STRICT;

CREATE TABLE groups (
    id               INTEGER PRIMARY KEY,
    position         INTEGER NOT NULL,
    name             TEXT NOT NULL,
    multiplier_micro INTEGER NOT NULL,  -- millionths: 1000000 = 1.0
    models           TEXT NOT NULL,     -- JSON: [glob, ...]
    rpm              INTEGER,
    tpm              INTEGER,
    rpd              INTEGER,
    tpr              INTEGER,
    concurrency      INTEGER,
    archived_ms      INTEGER
) STRICT;
CREATE UNIQUE INDEX groups_name ON groups(name) WHERE archived_ms IS NULL;

CREATE TABLE users (
    id          INTEGER PRIMARY KEY,
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    group_id    INTEGER REFERENCES groups(id),
    enabled     INTEGER NOT NULL,
    frozen      INTEGER NOT NULL,
    rpm         INTEGER,
    tpm         INTEGER,
    rpd         INTEGER,
    tpr         INTEGER,
    concurrency INTEGER,
    archived_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX users_name ON users(name) WHERE archived_ms IS NULL;

CREATE TABLE api_keys (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users(id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    hash        BLOB UNIQUE,            -- BLAKE2b-256 keyed with the pepper; NULL when archived
    prefix      TEXT NOT NULL,
    enabled     INTEGER NOT NULL,
    revoked     INTEGER NOT NULL,
    models      TEXT NOT NULL,          -- JSON: [glob, ...]
    ips         TEXT NOT NULL,          -- JSON: [address or block, ...]
    expires_ms  INTEGER,
    rpm         INTEGER,
    tpm         INTEGER,
    rpd         INTEGER,
    tpr         INTEGER,
    concurrency INTEGER,
    archived_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX api_keys_name ON api_keys(user_id, name) WHERE archived_ms IS NULL;

-- The money book. Append-only. In these tables an id of 0 means "none", and no id refers by foreign key: rows outlive all.
-- Tokens are in disjoint buckets.
CREATE TABLE charges (
    exchange_id        INTEGER PRIMARY KEY,
    settled_ms         INTEGER NOT NULL,
    user_id            INTEGER NOT NULL,
    group_id           INTEGER NOT NULL,
    key_id             INTEGER NOT NULL,
    model_id           INTEGER NOT NULL,
    provider_id        INTEGER NOT NULL, -- of the attempt that answered
    credential_id      INTEGER NOT NULL,
    outcome            INTEGER NOT NULL, -- 1 ok, 2 client_gone, 3 truncated, 4 failed, 5 refused, 6 lost
    basis              INTEGER NOT NULL, -- of the tokens: 0 none, 1 reported, 2 counted, 3 estimated
    input              INTEGER NOT NULL,
    cached_input       INTEGER NOT NULL,
    cache_write_5m     INTEGER NOT NULL,
    cache_write_1h     INTEGER NOT NULL,
    output             INTEGER NOT NULL,
    reasoning          INTEGER NOT NULL,
    audio_input        INTEGER NOT NULL,
    audio_output       INTEGER NOT NULL,
    cost_nano          INTEGER NOT NULL, -- what the user pays
    absorbed_nano      INTEGER NOT NULL, -- what the balance did not cover
    upstream_cost_nano INTEGER NOT NULL  -- what the provider bills for attempts with the answering credential
) STRICT;
CREATE INDEX charges_settled ON charges(settled_ms);

-- What providers bill for other attempts: with another credential, or ended after the exchange was settled.
CREATE TABLE side_costs (
    exchange_id        INTEGER NOT NULL,
    attempt            INTEGER NOT NULL,
    settled_ms         INTEGER NOT NULL,
    user_id            INTEGER NOT NULL,
    group_id           INTEGER NOT NULL,
    key_id             INTEGER NOT NULL,
    model_id           INTEGER NOT NULL,
    provider_id        INTEGER NOT NULL,
    credential_id      INTEGER NOT NULL,
    upstream_cost_nano INTEGER NOT NULL,
    PRIMARY KEY (exchange_id, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX side_costs_settled ON side_costs(settled_ms);

-- Sums of the two above, per UTC day (days since 1970).
CREATE TABLE rollups (
    day                INTEGER NOT NULL,
    user_id            INTEGER NOT NULL,
    group_id           INTEGER NOT NULL,
    key_id             INTEGER NOT NULL,
    model_id           INTEGER NOT NULL,
    provider_id        INTEGER NOT NULL,
    credential_id      INTEGER NOT NULL,
    requests           INTEGER NOT NULL, -- outcomes ok, client_gone, truncated
    failed             INTEGER NOT NULL, -- the others
    input              INTEGER NOT NULL,
    cached_input       INTEGER NOT NULL,
    cache_write_5m     INTEGER NOT NULL,
    cache_write_1h     INTEGER NOT NULL,
    output             INTEGER NOT NULL,
    reasoning          INTEGER NOT NULL,
    audio_input        INTEGER NOT NULL,
    audio_output       INTEGER NOT NULL,
    cost_nano          INTEGER NOT NULL,
    absorbed_nano      INTEGER NOT NULL,
    upstream_cost_nano INTEGER NOT NULL,
    PRIMARY KEY (day, user_id, group_id, key_id, model_id, provider_id, credential_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE deposits (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL REFERENCES users(id),
    made_ms     INTEGER NOT NULL,
    amount_nano INTEGER NOT NULL,
    source      TEXT NOT NULL,          -- opening, deposit
    note        TEXT NOT NULL
) STRICT;
CREATE INDEX deposits_user ON deposits(user_id);

-- How far the journal is in this book.
CREATE TABLE journal_cursors (
    epoch         INTEGER NOT NULL,
    worker        INTEGER NOT NULL,
    next_sequence INTEGER NOT NULL,
    PRIMARY KEY (epoch, worker)
) STRICT, WITHOUT ROWID;

-- Records of open exchanges whose journal segment is gone, as they stood there.
CREATE TABLE journal_carried (
    exchange_id INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    record      BLOB NOT NULL,
    PRIMARY KEY (exchange_id, kind, attempt)
) STRICT, WITHOUT ROWID;
