-- revises: 0047

DROP TABLE schedule_runs;
