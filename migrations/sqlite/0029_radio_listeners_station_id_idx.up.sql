-- revises: 0028

-- Deleting a station looks for those who listen to it.
CREATE INDEX radio_listeners_station_id_idx ON radio_listeners (station_id);
