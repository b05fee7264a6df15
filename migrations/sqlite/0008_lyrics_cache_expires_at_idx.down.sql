-- revises: 0007

DROP INDEX lyrics_cache_expires_at_idx;
