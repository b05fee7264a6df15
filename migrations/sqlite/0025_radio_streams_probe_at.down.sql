-- revises: 0024

ALTER TABLE radio_streams DROP COLUMN probe_at;
