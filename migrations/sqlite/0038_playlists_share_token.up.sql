-- revises: 0037

-- Whoever has the link with it may take a copy of the list.
ALTER TABLE playlists ADD COLUMN share_token VARCHAR(40)
    CONSTRAINT playlists_share_token_length CHECK (length(share_token) <= 40);
