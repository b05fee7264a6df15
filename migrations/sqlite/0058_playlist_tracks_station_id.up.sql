-- revises: 0057

-- A station on a playlist: it has no file, and is recorded when its turn comes. It goes with its station.
ALTER TABLE playlist_tracks ADD COLUMN station_id BIGINT
    CONSTRAINT playlist_tracks_station_id_fkey REFERENCES radio_streams (id) ON DELETE CASCADE;
