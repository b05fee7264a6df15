-- revises: 0025

-- The stations whose probe is due.
CREATE INDEX radio_streams_probe_at_idx ON radio_streams (probe_at);
