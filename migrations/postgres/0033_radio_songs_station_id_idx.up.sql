-- revises: 0032

-- Deleting a station looks for the songs heard on it.
CREATE INDEX radio_songs_station_id_idx ON radio_songs (station_id);
