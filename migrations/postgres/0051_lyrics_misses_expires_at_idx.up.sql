-- revises: 0050

-- The sweep looks for what does not hold any more.
CREATE INDEX lyrics_misses_expires_at_idx ON lyrics_misses (expires_at);
