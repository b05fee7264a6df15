-- revises: 0004

DROP TABLE radio_streams;
