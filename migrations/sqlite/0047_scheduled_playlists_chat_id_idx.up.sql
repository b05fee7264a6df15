-- revises: 0046

-- What plays in a chat.
CREATE INDEX scheduled_playlists_chat_id_idx ON scheduled_playlists (chat_id);
