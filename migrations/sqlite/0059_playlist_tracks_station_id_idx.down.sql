-- revises: 0058

DROP INDEX playlist_tracks_station_id_idx;
