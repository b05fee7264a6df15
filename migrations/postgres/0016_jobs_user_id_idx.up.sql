-- revises: 0015

-- A person's jobs: whose turn it is, and what /cancel stops.
CREATE INDEX jobs_user_id_idx ON jobs (user_id, kind, state);
