-- revises: 0006

DROP TABLE lyrics_cache;
