-- revises: 0045

-- What a clock misled, however many there are.
CREATE INDEX scheduled_playlists_planned_at_idx ON scheduled_playlists (planned_at);
