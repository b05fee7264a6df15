-- revises: 0059

ALTER TABLE playlists DROP COLUMN is_unlisted;
