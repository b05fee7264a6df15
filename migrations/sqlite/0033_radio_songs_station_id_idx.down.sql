-- revises: 0032

DROP INDEX radio_songs_station_id_idx;
