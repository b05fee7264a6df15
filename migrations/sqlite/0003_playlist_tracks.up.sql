-- revises: 0002

-- What is on a playlist.
CREATE TABLE playlist_tracks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id BIGINT NOT NULL,
    -- Tracks play in this order. Not unique, so that two can change places.
    position BIGINT NOT NULL,
    -- What Telegram sends the file by; it is valid for this bot only.
    file_id VARCHAR(200) NOT NULL
        CONSTRAINT playlist_tracks_file_id_length CHECK (length(file_id) <= 200),
    -- What the same file is recognised by.
    file_unique_id VARCHAR(100) NOT NULL
        CONSTRAINT playlist_tracks_file_unique_id_length CHECK (length(file_unique_id) <= 100),
    title VARCHAR(200)
        CONSTRAINT playlist_tracks_title_length CHECK (length(title) <= 200),
    performer VARCHAR(200)
        CONSTRAINT playlist_tracks_performer_length CHECK (length(performer) <= 200),
    duration_seconds BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT playlist_tracks_duration_not_negative CHECK (duration_seconds >= 0),
    CONSTRAINT playlist_tracks_playlist_id_fkey FOREIGN KEY (playlist_id) REFERENCES playlists (id) ON DELETE CASCADE
);
