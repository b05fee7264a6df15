-- revises: 0054

-- What was of use longest ago goes first.
CREATE INDEX renders_used_at_idx ON renders (used_at);
