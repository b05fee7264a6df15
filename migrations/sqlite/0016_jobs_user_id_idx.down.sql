-- revises: 0015

DROP INDEX jobs_user_id_idx;
