-- revises: 0023

ALTER TABLE radio_streams DROP COLUMN answered_at;
