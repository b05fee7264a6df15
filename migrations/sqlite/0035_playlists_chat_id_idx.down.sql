-- revises: 0034

DROP INDEX playlists_chat_id_idx;
