-- revises: 0005

DROP TABLE scheduled_playlists;
