-- revises: 0011

-- Deleting a playlist looks for its schedules.
CREATE INDEX scheduled_playlists_playlist_id_idx ON scheduled_playlists (playlist_id);
