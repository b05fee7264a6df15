-- revises: 0057

-- Without its station nobody could play an entry.
DELETE FROM playlist_tracks WHERE station_id IS NOT NULL;
ALTER TABLE playlist_tracks DROP COLUMN station_id;
