-- revises: 0055

-- When the tracks of a schedule should be made ready for its next run.
ALTER TABLE scheduled_playlists ADD COLUMN prepare_at TIMESTAMPTZ;
