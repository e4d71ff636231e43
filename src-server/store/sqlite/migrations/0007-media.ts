/**
 * Which message has which blob, kept by triggers: whoever appends, empties or deletes messages, in
 * whatever way, need not know of it. And who uploaded what, until it is too long ago to be sent.
 */
export const media = `
CREATE TABLE message_blobs (
  blob_id    TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (blob_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_blobs_by_message ON message_blobs (message_id);

CREATE TRIGGER message_blobs_appended AFTER INSERT ON messages WHEN NEW.attachments <> '[]'
BEGIN
  INSERT OR IGNORE INTO message_blobs (blob_id, message_id)
    SELECT json_extract(value, '$.blobId'), NEW.id FROM json_each(NEW.attachments);
END;

CREATE TRIGGER message_blobs_changed AFTER UPDATE OF attachments ON messages
  WHEN NEW.attachments <> OLD.attachments
BEGIN
  DELETE FROM message_blobs WHERE message_id = NEW.id;
  INSERT OR IGNORE INTO message_blobs (blob_id, message_id)
    SELECT json_extract(value, '$.blobId'), NEW.id FROM json_each(NEW.attachments);
END;

CREATE TABLE uploads (
  blob_id     TEXT NOT NULL,
  person_id   TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL,
  PRIMARY KEY (blob_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX uploads_by_time ON uploads (uploaded_at);

CREATE INDEX people_by_avatar ON people (avatar) WHERE avatar IS NOT NULL;

-- One row: which files belong to this database.
CREATE TABLE media_mark (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  mark TEXT NOT NULL
) STRICT;
`
