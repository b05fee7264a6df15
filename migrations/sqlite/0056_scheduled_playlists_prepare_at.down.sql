-- revises: 0055

ALTER TABLE scheduled_playlists DROP COLUMN prepare_at;
