-- revises: 0011

-- Deleting a playlist or a person looks for their schedules.
CREATE INDEX scheduled_playlists_playlist_id_idx ON scheduled_playlists (playlist_id);
CREATE INDEX scheduled_playlists_created_by_idx ON scheduled_playlists (created_by);
