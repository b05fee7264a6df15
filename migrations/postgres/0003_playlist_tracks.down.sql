-- revises: 0002

DROP TABLE playlist_tracks;
