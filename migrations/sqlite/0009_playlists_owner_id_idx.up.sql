-- revises: 0008

-- Somebody's lists, in the order they were made.
CREATE INDEX playlists_owner_id_idx ON playlists (owner_id, id);
