-- Requests that were turned away before anybody knew whose they were, counted.
CREATE TABLE refusals (
    minute_ms INTEGER NOT NULL,
    address   BLOB NOT NULL,            -- 16 bytes: IPv6, or IPv4 mapped into it; all zero = various
    reason    TEXT NOT NULL,
    requests  INTEGER NOT NULL,
    PRIMARY KEY (minute_ms, address, reason)
) STRICT, WITHOUT ROWID;
