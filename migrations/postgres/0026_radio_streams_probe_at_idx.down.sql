-- revises: 0025

DROP INDEX radio_streams_probe_at_idx;
