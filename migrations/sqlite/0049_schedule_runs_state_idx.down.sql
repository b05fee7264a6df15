-- revises: 0048

DROP INDEX schedule_runs_state_idx;
