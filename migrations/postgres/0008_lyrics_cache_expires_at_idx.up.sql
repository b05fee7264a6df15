-- revises: 0007

-- The sweep looks for what expired.
CREATE INDEX lyrics_cache_expires_at_idx ON lyrics_cache (expires_at);
