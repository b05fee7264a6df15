-- revises: 0040

ALTER TABLE users DROP COLUMN timezone;
