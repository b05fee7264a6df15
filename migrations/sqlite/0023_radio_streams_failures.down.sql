-- revises: 0022

ALTER TABLE radio_streams DROP COLUMN failures;
