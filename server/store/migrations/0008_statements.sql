-- Statements that do not grow slower with the book, re-rated charges, and charges folded into months.

-- Sums a UTC day of one dimension each, from `rollups`: 0 user, 1 group, 2 API key, 3 model, 4 provider, 5 credential, 6 all together (id 0).
CREATE TABLE dimension_sums (
    dimension          INTEGER NOT NULL,
    day                INTEGER NOT NULL,
    id                 INTEGER NOT NULL,
    requests           INTEGER NOT NULL,
    failed             INTEGER NOT NULL,
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
    PRIMARY KEY (dimension, day, id)
) STRICT, WITHOUT ROWID;
INSERT INTO dimension_sums SELECT 0, day, user_id, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day, user_id;
INSERT INTO dimension_sums SELECT 1, day, group_id, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day, group_id;
INSERT INTO dimension_sums SELECT 2, day, key_id, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day, key_id;
INSERT INTO dimension_sums SELECT 3, day, model_id, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day, model_id;
INSERT INTO dimension_sums SELECT 4, day, provider_id, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day, provider_id;
INSERT INTO dimension_sums SELECT 5, day, credential_id, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day, credential_id;
INSERT INTO dimension_sums SELECT 6, day, 0, sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM rollups GROUP BY day;

-- The audit trail: each time prices of the past were put right.
CREATE TABLE reratings (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    made_ms       INTEGER NOT NULL,
    since_ms      INTEGER NOT NULL,
    until_ms      INTEGER NOT NULL,
    model         TEXT NOT NULL,         -- name; '' = all
    user          TEXT NOT NULL,         -- name; '' = all
    reason        TEXT NOT NULL,
    changed       INTEGER NOT NULL,      -- charges
    before_nano   INTEGER NOT NULL,      -- what was due for them, paid or absorbed
    after_nano    INTEGER NOT NULL,
    absorbed_nano INTEGER NOT NULL       -- what balances did not cover of the difference
) STRICT;

-- What a re-rating changes of a charge; the charge itself stays as it was booked.
CREATE TABLE adjustments (
    rerating_id   INTEGER NOT NULL REFERENCES reratings(id),
    exchange_id   INTEGER NOT NULL,
    settled_ms    INTEGER NOT NULL,      -- as the charge's
    user_id       INTEGER NOT NULL,
    group_id      INTEGER NOT NULL,
    key_id        INTEGER NOT NULL,
    model_id      INTEGER NOT NULL,
    provider_id   INTEGER NOT NULL,
    credential_id INTEGER NOT NULL,
    cost_nano     INTEGER NOT NULL,      -- difference, below zero where money went back
    absorbed_nano INTEGER NOT NULL,      -- difference
    PRIMARY KEY (exchange_id, rerating_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX adjustments_settled ON adjustments(settled_ms);

-- Charges, side costs and adjustments of a whole UTC month in one row for each line.
CREATE TABLE folded_charges (
    until_day          INTEGER NOT NULL, -- the first day after the month
    user_id            INTEGER NOT NULL,
    group_id           INTEGER NOT NULL,
    key_id             INTEGER NOT NULL,
    model_id           INTEGER NOT NULL,
    provider_id        INTEGER NOT NULL,
    credential_id      INTEGER NOT NULL,
    requests           INTEGER NOT NULL,
    failed             INTEGER NOT NULL,
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
    PRIMARY KEY (until_day, user_id, group_id, key_id, model_id, provider_id, credential_id)
) STRICT, WITHOUT ROWID;

-- How many charges of each lane (exchange_id >> 32: start and worker) were folded.
CREATE TABLE folded_numbers (
    lane    INTEGER PRIMARY KEY,
    charges INTEGER NOT NULL
) STRICT;

-- Everything that a sum is made of, a row each.
CREATE VIEW cells AS
    SELECT settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, outcome <= 3 AS requests, outcome > 3 AS failed, input, cached_input,
    cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, cost_nano, absorbed_nano, upstream_cost_nano FROM charges
    UNION ALL
    SELECT settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, upstream_cost_nano FROM side_costs
    UNION ALL
SELECT settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, cost_nano, absorbed_nano, 0 FROM adjustments;
