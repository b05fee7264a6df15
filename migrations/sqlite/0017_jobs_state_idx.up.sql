-- revises: 0016

-- The line, for the workers of a kind.
CREATE INDEX jobs_state_idx ON jobs (kind, state, run_at);
