-- revises: 0044

DROP INDEX scheduled_playlists_next_run_idx;
