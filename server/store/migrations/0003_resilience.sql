-- How providers, credentials and models are treated when they are busy or fail.

-- How long a slot rests after each request, drawn between the two; 0 and 0 = not at all (credentials: as the provider says).
ALTER TABLE providers ADD COLUMN cool_down_min_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE providers ADD COLUMN cool_down_max_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE credentials ADD COLUMN cool_down_min_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE credentials ADD COLUMN cool_down_max_ms INTEGER NOT NULL DEFAULT 0;

ALTER TABLE models ADD COLUMN breaker_failures INTEGER NOT NULL DEFAULT 5;
ALTER TABLE models ADD COLUMN breaker_success_percent INTEGER NOT NULL DEFAULT 50;
ALTER TABLE models ADD COLUMN breaker_min_requests INTEGER NOT NULL DEFAULT 20;
ALTER TABLE models ADD COLUMN breaker_slow_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE models ADD COLUMN breaker_pause_ms INTEGER NOT NULL DEFAULT 5000;
ALTER TABLE models ADD COLUMN breaker_longest_pause_ms INTEGER NOT NULL DEFAULT 1800000;
ALTER TABLE models ADD COLUMN affinity INTEGER NOT NULL DEFAULT 1;
ALTER TABLE models ADD COLUMN hedging INTEGER NOT NULL DEFAULT 0;
ALTER TABLE models ADD COLUMN cache INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN cache INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN queue_weight INTEGER NOT NULL DEFAULT 1;

-- What the pool must still know after a restart. A credential without a row is in order.
CREATE TABLE credential_memory (
    credential_id  INTEGER PRIMARY KEY, -- 0 does not stand here; providers' own days are in provider_memory
    refused_reason TEXT,                -- the provider's words when it refused the credential; NULL = it did not
    quota_until_ms INTEGER,             -- out of quota until then; NULL = not
    quota_reason   TEXT,
    day            INTEGER NOT NULL,    -- Julian day of the count
    day_count      INTEGER NOT NULL     -- requests of that day
) STRICT;

CREATE TABLE provider_memory (
    provider_id INTEGER PRIMARY KEY,
    day         INTEGER NOT NULL,
    day_count   INTEGER NOT NULL
) STRICT;
