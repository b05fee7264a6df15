-- revises: 0024

-- When to probe the station next; null is as soon as possible.
ALTER TABLE radio_streams ADD COLUMN probe_at TIMESTAMPTZ;
