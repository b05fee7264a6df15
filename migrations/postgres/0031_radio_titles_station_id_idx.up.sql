-- revises: 0030

-- The newest titles of a station.
CREATE INDEX radio_titles_station_id_idx ON radio_titles (station_id, id);
