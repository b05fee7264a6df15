-- revises: 0035

ALTER TABLE playlists DROP COLUMN deleted_at;
