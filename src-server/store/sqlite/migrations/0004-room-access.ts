/**
 * Who may enter a room, speak and pin in it; who belongs to it. A deleted room keeps its row, emptied,
 * as `kind` 'deleted': its id never comes back, and what was said in it can be erased bit by bit.
 */
export const roomAccess = `
ALTER TABLE rooms ADD COLUMN access            TEXT NOT NULL DEFAULT 'public';
ALTER TABLE rooms ADD COLUMN creator_id        TEXT;
ALTER TABLE rooms ADD COLUMN archived_at       INTEGER;
ALTER TABLE rooms ADD COLUMN slow_mode_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN speak_role        TEXT NOT NULL DEFAULT 'guest';
ALTER TABLE rooms ADD COLUMN pin_role          TEXT NOT NULL DEFAULT 'member';
ALTER TABLE rooms ADD COLUMN retention_days    INTEGER;
ALTER TABLE rooms ADD COLUMN password_hash     TEXT;

CREATE TABLE room_members (
  room_id   TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id),
  PRIMARY KEY (room_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX room_members_by_person ON room_members (person_id);
`
