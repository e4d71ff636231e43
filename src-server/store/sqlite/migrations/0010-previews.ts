/**
 * A message refers to the previews of its pictures as it does to the pictures. The triggers of migration
 * 0007 give way to those that know of both; no message from before has a preview.
 */
const NOTE_BLOBS = `
  INSERT OR IGNORE INTO message_blobs (blob_id, message_id)
    SELECT json_extract(value, '$.blobId'), NEW.id FROM json_each(NEW.attachments)
    UNION ALL
    SELECT json_extract(value, '$.preview.blobId'), NEW.id FROM json_each(NEW.attachments)
    WHERE json_extract(value, '$.preview.blobId') IS NOT NULL;
`

export const previews = `
DROP TRIGGER message_blobs_appended;
CREATE TRIGGER message_blobs_appended AFTER INSERT ON messages WHEN NEW.attachments <> '[]'
BEGIN
  ${NOTE_BLOBS}
END;

DROP TRIGGER message_blobs_changed;
CREATE TRIGGER message_blobs_changed AFTER UPDATE OF attachments ON messages
  WHEN NEW.attachments <> OLD.attachments
BEGIN
  DELETE FROM message_blobs WHERE message_id = NEW.id;
  ${NOTE_BLOBS}
END;
`
