-- revises: 0058

-- The entries of a station that is removed.
CREATE INDEX playlist_tracks_station_id_idx ON playlist_tracks (station_id);
