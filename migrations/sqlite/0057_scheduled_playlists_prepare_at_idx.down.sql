-- revises: 0056

DROP INDEX scheduled_playlists_prepare_at_idx;
