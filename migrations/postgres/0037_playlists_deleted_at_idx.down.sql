-- revises: 0036

DROP INDEX playlists_deleted_at_idx;
