-- Budgets: no amount and no tokens = no budget. Limits of single users with single models. Alerts. What was paid in.
ALTER TABLE users ADD COLUMN budget_amount_nano INTEGER;
ALTER TABLE users ADD COLUMN budget_tokens INTEGER;
-- daily, weekly, monthly, total
ALTER TABLE users ADD COLUMN budget_period TEXT NOT NULL DEFAULT 'monthly';
-- IANA name; '' = this machine's
ALTER TABLE users ADD COLUMN budget_zone TEXT NOT NULL DEFAULT '';
-- JSON: [[glob, rpm, tpm, rpd, tpr, concurrency], ...]
ALTER TABLE users ADD COLUMN model_limits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE groups ADD COLUMN budget_amount_nano INTEGER;
ALTER TABLE groups ADD COLUMN budget_tokens INTEGER;
ALTER TABLE groups ADD COLUMN budget_period TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE groups ADD COLUMN budget_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN model_limits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_keys ADD COLUMN budget_amount_nano INTEGER;
ALTER TABLE api_keys ADD COLUMN budget_tokens INTEGER;
ALTER TABLE api_keys ADD COLUMN budget_period TEXT NOT NULL DEFAULT 'monthly';
ALTER TABLE api_keys ADD COLUMN budget_zone TEXT NOT NULL DEFAULT '';

-- What the owner was told, once for each mark of a budget's period.
CREATE TABLE alerts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms     INTEGER NOT NULL,
    owner     INTEGER NOT NULL,         -- 1 user, 2 API key, 3 group
    owner_id  INTEGER NOT NULL,
    period_ms INTEGER NOT NULL,         -- when the budget's period began
    percent   INTEGER NOT NULL,
    name      TEXT NOT NULL,            -- of the owner, then
    text      TEXT NOT NULL,
    UNIQUE (owner, owner_id, period_ms, percent)
) STRICT;

-- What was paid, in its own currency, and how many dollars one unit of it was worth.
ALTER TABLE deposits ADD COLUMN currency TEXT NOT NULL DEFAULT 'USD';
-- NULL = amount_nano
ALTER TABLE deposits ADD COLUMN paid_nano INTEGER;
-- USD for one unit; NULL = 1
ALTER TABLE deposits ADD COLUMN rate_nano INTEGER;
CREATE UNIQUE INDEX deposits_trial ON deposits(user_id) WHERE source = 'trial';

CREATE TABLE vouchers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    hash        BLOB NOT NULL UNIQUE,   -- BLAKE2b-256 of the code, keyed with the pepper
    prefix      TEXT NOT NULL,          -- first characters of the code
    amount_nano INTEGER NOT NULL,
    created_ms  INTEGER NOT NULL,
    expires_ms  INTEGER,
    note        TEXT NOT NULL,
    redeemed_ms INTEGER,
    user_id     INTEGER REFERENCES users(id),
    deposit_id  INTEGER REFERENCES deposits(id)
) STRICT;
