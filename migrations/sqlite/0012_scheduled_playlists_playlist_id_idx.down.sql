-- revises: 0011

DROP INDEX scheduled_playlists_playlist_id_idx;
