-- revises: 0052

-- A person's tracks, the newest first.
CREATE INDEX tracks_seen_at_idx ON tracks (user_id, seen_at);
