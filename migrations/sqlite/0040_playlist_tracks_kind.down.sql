-- revises: 0039

ALTER TABLE playlist_tracks DROP COLUMN kind;
