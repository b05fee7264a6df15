-- revises: 0033

ALTER TABLE playlists DROP COLUMN chat_id;
