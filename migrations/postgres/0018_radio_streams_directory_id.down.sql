-- revises: 0017

ALTER TABLE radio_streams DROP COLUMN directory_id;
