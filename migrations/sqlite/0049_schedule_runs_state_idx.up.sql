-- revises: 0048

-- The runs to be taken up.
CREATE INDEX schedule_runs_state_idx ON schedule_runs (state, run_at);
