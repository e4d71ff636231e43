/**
 * Edits, deletions, replies and reactions. What is there already was changed last when it was said.
 * A reply has no foreign key: a message keeps its row when it is deleted, and a room goes as a whole.
 */
export const changesRepliesReactions = `
ALTER TABLE messages ADD COLUMN change_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_at  INTEGER;
ALTER TABLE messages ADD COLUMN deleted_at INTEGER;
ALTER TABLE messages ADD COLUMN reply_to   TEXT;

UPDATE messages SET change_seq = seq;

CREATE UNIQUE INDEX messages_by_change ON messages (room_id, change_seq);

-- The number of the change that added a reaction is its position: it only ever grows.
CREATE TABLE reactions (
  message_id  TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  emoji       TEXT NOT NULL,
  person_id   TEXT NOT NULL REFERENCES people (id),
  person_name TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (message_id, emoji, person_id)
) STRICT, WITHOUT ROWID;
`
