-- revises: 0052

DROP INDEX tracks_seen_at_idx;
