-- revises: 0021

ALTER TABLE radio_streams DROP COLUMN hidden;
