-- Every start of the service, so that a gap in the numbers of its exchanges can be told from a crash.
CREATE TABLE starts (
    epoch      INTEGER PRIMARY KEY, -- boot epoch: the upper part of its exchanges' ids
    started_ms INTEGER NOT NULL,
    ended_ms   INTEGER,             -- when the books were closed; NULL = it runs, or it was killed
    program    TEXT NOT NULL        -- version
) STRICT;
