-- revises: 0009

-- A playlist's tracks, in the order they play.
CREATE INDEX playlist_tracks_position_idx ON playlist_tracks (playlist_id, position);
