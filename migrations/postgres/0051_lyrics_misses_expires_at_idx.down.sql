-- revises: 0050

DROP INDEX lyrics_misses_expires_at_idx;
