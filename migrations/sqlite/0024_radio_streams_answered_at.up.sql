-- revises: 0023

-- When the station last answered a probe.
ALTER TABLE radio_streams ADD COLUMN answered_at TIMESTAMP;
