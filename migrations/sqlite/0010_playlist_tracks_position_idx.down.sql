-- revises: 0009

DROP INDEX playlist_tracks_position_idx;
