-- revises: 0054

DROP INDEX renders_used_at_idx;
