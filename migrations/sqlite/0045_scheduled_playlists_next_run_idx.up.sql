-- revises: 0044

-- What is due, however many there are.
CREATE INDEX scheduled_playlists_next_run_idx ON scheduled_playlists (next_run);
