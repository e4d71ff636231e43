/** Rooms with their running number, people with their hashed token, messages with their place. */
export const roomsPeopleMessages = `
CREATE TABLE rooms (
  id       TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  icon     TEXT NOT NULL,
  topic    TEXT NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  token_hash   TEXT NOT NULL UNIQUE,
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  room_id     TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  seq         INTEGER NOT NULL,
  id          TEXT NOT NULL,
  author_id   TEXT NOT NULL REFERENCES people (id),
  author_name TEXT NOT NULL,
  text        TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  client_id   TEXT,
  UNIQUE (room_id, seq)
) STRICT;

-- One row, written again and again to see whether the disk takes it.
CREATE TABLE probe (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  filler BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX messages_by_id ON messages (id);

CREATE UNIQUE INDEX messages_by_client_id ON messages (author_id, client_id)
  WHERE client_id IS NOT NULL;
`
