-- revises: 0056

-- What is due soon, however many there are.
CREATE INDEX scheduled_playlists_prepare_at_idx ON scheduled_playlists (prepare_at);
