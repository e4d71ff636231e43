/**
 * Direct conversations, what a message can be beside text, pins, mentions, and what each person has to
 * do with each conversation. A direct conversation has a row among the rooms, because it counts its
 * changes like one. The key of a sender is unique within a conversation, no longer within the server.
 */
export const conversations = `
ALTER TABLE rooms ADD COLUMN kind TEXT NOT NULL DEFAULT 'room';

ALTER TABLE messages ADD COLUMN type           TEXT NOT NULL DEFAULT 'text';
ALTER TABLE messages ADD COLUMN attachments    TEXT NOT NULL DEFAULT '[]';
ALTER TABLE messages ADD COLUMN mentions       TEXT NOT NULL DEFAULT '[]';
ALTER TABLE messages ADD COLUMN mentions_here  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN pinned_at      INTEGER;
ALTER TABLE messages ADD COLUMN pinned_by_id   TEXT;
ALTER TABLE messages ADD COLUMN pinned_by_name TEXT;

CREATE INDEX messages_pinned ON messages (room_id, pinned_at) WHERE pinned_at IS NOT NULL;

DROP INDEX messages_by_client_id;
CREATE UNIQUE INDEX messages_by_client_id ON messages (author_id, room_id, client_id)
  WHERE client_id IS NOT NULL;

-- What one person has to do with one conversation; no row says what every default says.
CREATE TABLE reading (
  person_id  TEXT NOT NULL REFERENCES people (id),
  room_id    TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  read_seq   INTEGER NOT NULL DEFAULT 0,
  notify     TEXT,
  PRIMARY KEY (person_id, room_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reading_by_room ON reading (room_id);

-- Off the list when nothing was said after hidden_seq.
CREATE TABLE direct_people (
  person_id  TEXT NOT NULL,
  room_id    TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  hidden_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (person_id, room_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX direct_by_room ON direct_people (room_id);

-- Who was last here under which name. Letters without case in ASCII; the others come with their people.
CREATE TABLE names (
  key       TEXT PRIMARY KEY,
  person_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT OR REPLACE INTO names (key, person_id)
  SELECT lower(name), id FROM people ORDER BY last_seen_at;

CREATE TABLE blocks (
  person_id TEXT NOT NULL REFERENCES people (id),
  other_id  TEXT NOT NULL REFERENCES people (id),
  PRIMARY KEY (person_id, other_id)
) STRICT, WITHOUT ROWID;
`
