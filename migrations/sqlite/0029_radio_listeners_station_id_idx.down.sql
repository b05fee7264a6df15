-- revises: 0028

DROP INDEX radio_listeners_station_id_idx;
