-- revises: 0036

-- The lists whose day is over.
CREATE INDEX playlists_deleted_at_idx ON playlists (deleted_at);
