-- revises: 0038

-- The list a link leads to.
CREATE UNIQUE INDEX playlists_share_token_idx ON playlists (share_token);
