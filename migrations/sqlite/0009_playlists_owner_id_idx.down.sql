-- revises: 0008

DROP INDEX playlists_owner_id_idx;
