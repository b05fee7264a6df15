-- revises: 0039

-- As what Telegram keeps the file; it can be sent again as nothing else.
ALTER TABLE playlist_tracks ADD COLUMN kind VARCHAR(20) NOT NULL DEFAULT 'audio';
