/**
 * Where in a conversation there are pictures, files and voice messages: one entry for each kind that a
 * message carries, so that a page of them is read without looking at what was said in between. Kept by
 * triggers, as the references to blobs are. What counts as a picture is `isPicture` of
 * src-shared/domain/media.ts; tests hold the two against each other.
 */
export const mediaList = `
CREATE TABLE message_media (
  room_id TEXT NOT NULL,
  kind    TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  PRIMARY KEY (room_id, kind, seq)
) STRICT, WITHOUT ROWID;

CREATE VIEW attachment_kinds AS
  SELECT messages.id, messages.room_id, messages.seq,
    CASE
      WHEN messages.type = 'voice' THEN 'voice'
      WHEN json_extract(attachment.value, '$.mimeType') IN
        ('image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif') THEN 'pictures'
      ELSE 'files'
    END AS kind
  FROM messages, json_each(messages.attachments) AS attachment;

INSERT OR IGNORE INTO message_media (room_id, kind, seq)
  SELECT room_id, kind, seq FROM attachment_kinds
  WHERE id IN (SELECT message_id FROM message_blobs);

CREATE TRIGGER message_media_appended AFTER INSERT ON messages WHEN NEW.attachments <> '[]'
BEGIN
  INSERT OR IGNORE INTO message_media (room_id, kind, seq)
    SELECT room_id, kind, seq FROM attachment_kinds
    WHERE room_id = NEW.room_id AND seq = NEW.seq;
END;

CREATE TRIGGER message_media_changed AFTER UPDATE OF attachments ON messages
  WHEN NEW.attachments <> OLD.attachments
BEGIN
  DELETE FROM message_media
    WHERE room_id = NEW.room_id AND kind IN ('pictures', 'files', 'voice') AND seq = NEW.seq;
  INSERT OR IGNORE INTO message_media (room_id, kind, seq)
    SELECT room_id, kind, seq FROM attachment_kinds
    WHERE room_id = NEW.room_id AND seq = NEW.seq;
END;

CREATE TRIGGER message_media_deleted AFTER DELETE ON messages WHEN OLD.attachments <> '[]'
BEGIN
  DELETE FROM message_media
    WHERE room_id = OLD.room_id AND kind IN ('pictures', 'files', 'voice') AND seq = OLD.seq;
END;
`
