-- revises: 0019

ALTER TABLE radio_streams DROP COLUMN charset;
