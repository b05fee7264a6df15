-- revises: 0001

DROP TABLE playlists;
