-- revises: 0030

DROP INDEX radio_titles_station_id_idx;
