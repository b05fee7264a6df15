-- revises: 0031

DROP TABLE radio_songs;
