-- revises: 0037

ALTER TABLE playlists DROP COLUMN share_token;
