-- revises: 0034

-- The lists of a chat.
CREATE INDEX playlists_chat_id_idx ON playlists (chat_id, id);
