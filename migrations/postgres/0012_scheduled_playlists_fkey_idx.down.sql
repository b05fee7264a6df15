-- revises: 0011

DROP INDEX scheduled_playlists_created_by_idx;
DROP INDEX scheduled_playlists_playlist_id_idx;
