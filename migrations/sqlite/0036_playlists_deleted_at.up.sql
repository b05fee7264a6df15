-- revises: 0035

-- A deleted list can be had back for a day.
ALTER TABLE playlists ADD COLUMN deleted_at TIMESTAMP;
