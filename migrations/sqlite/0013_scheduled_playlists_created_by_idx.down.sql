-- revises: 0012

DROP INDEX scheduled_playlists_created_by_idx;
