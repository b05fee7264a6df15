-- revises: 0038

DROP INDEX playlists_share_token_idx;
