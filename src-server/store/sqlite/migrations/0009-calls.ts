/**
 * Calls between two people: those that are going on, of which a person has one, those that are over and
 * wait for their entry in the conversation, and all others. The record is JSON; what is asked for is
 * beside it.
 */
export const calls = `
CREATE TABLE calls (
  id         TEXT PRIMARY KEY,
  caller_id  TEXT NOT NULL,
  callee_id  TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  revision   INTEGER NOT NULL,
  -- 'live', 'unwritten' or 'over'
  stage      TEXT NOT NULL,
  is_missed  INTEGER NOT NULL,
  record     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX calls_live_by_caller ON calls (caller_id) WHERE stage = 'live';
CREATE UNIQUE INDEX calls_live_by_callee ON calls (callee_id) WHERE stage = 'live';
CREATE INDEX calls_unwritten ON calls (started_at) WHERE stage = 'unwritten';
CREATE INDEX calls_by_caller ON calls (caller_id, started_at, id);
CREATE INDEX calls_by_callee ON calls (callee_id, started_at, id);
CREATE INDEX calls_by_time ON calls (started_at);

-- JSON of what a message of type 'call' says of it.
ALTER TABLE messages ADD COLUMN call TEXT;
`
