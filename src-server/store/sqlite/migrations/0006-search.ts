/**
 * Full text of all messages. Words are cut by our own rules (src-shared/domain/search-words.ts), so the
 * tokenizer only splits at spaces. The table keeps the words of each message beside the index, so that
 * they are taken out exactly, whatever cut them. `secure-delete` takes a word out of the index at once,
 * instead of noting that it no longer counts. It needs a table with content of its own: without one
 * (`content=''`) an index from which much was deleted looks damaged to the check of SQLite 3.45, and a
 * damaged database is set aside at the next start.
 *
 * A message is known to the index by `search_id`, which grows with time: the newest first is the order
 * of the index. Messages that are there already get theirs bit by bit while the server runs.
 */
export const search = `
ALTER TABLE messages ADD COLUMN search_id INTEGER;

CREATE UNIQUE INDEX messages_by_search_id ON messages (search_id) WHERE search_id IS NOT NULL;
CREATE INDEX messages_not_indexed ON messages (room_id, seq) WHERE search_id IS NULL;

CREATE VIRTUAL TABLE message_words USING fts5 (
  words, facets, columnsize = 0, tokenize = "ascii tokenchars '-_@#~='"
);
INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);

-- Messages of the room up to this number are gone.
ALTER TABLE rooms ADD COLUMN trimmed_seq INTEGER NOT NULL DEFAULT 0;
`
