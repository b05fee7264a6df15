-- revises: 0022

-- Probes that failed since the last one that did not.
ALTER TABLE radio_streams ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;
