-- revises: 0020

ALTER TABLE radio_streams DROP COLUMN folded;
