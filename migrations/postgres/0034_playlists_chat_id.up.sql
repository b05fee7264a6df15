-- revises: 0033

-- A list can be a chat's: people there hear it, and those who may change it do.
ALTER TABLE playlists ADD COLUMN chat_id BIGINT;
