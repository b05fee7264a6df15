-- revises: 0016

DROP INDEX jobs_state_idx;
