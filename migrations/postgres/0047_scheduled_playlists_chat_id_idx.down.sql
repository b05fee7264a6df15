-- revises: 0046

DROP INDEX scheduled_playlists_chat_id_idx;
