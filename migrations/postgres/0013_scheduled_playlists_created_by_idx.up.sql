-- revises: 0012

-- Deleting a person looks for the schedules they made.
CREATE INDEX scheduled_playlists_created_by_idx ON scheduled_playlists (created_by);
