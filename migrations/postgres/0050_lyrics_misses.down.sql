-- revises: 0049

DROP TABLE lyrics_misses;
