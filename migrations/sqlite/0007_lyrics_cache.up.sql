-- revises: 0006

-- Lyrics that were found, until they expire.
CREATE TABLE lyrics_cache (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- A readable form of artist and title, and a hash of it.
    track_id VARCHAR(100) NOT NULL
        CONSTRAINT lyrics_cache_track_id_length CHECK (length(track_id) <= 100),
    artist VARCHAR(200) NOT NULL
        CONSTRAINT lyrics_cache_artist_length CHECK (length(artist) <= 200),
    title VARCHAR(200) NOT NULL
        CONSTRAINT lyrics_cache_title_length CHECK (length(title) <= 200),
    lyrics TEXT NOT NULL,
    cached_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    -- From here on the copy is old. It is still better than nothing.
    expires_at TIMESTAMP NOT NULL,
    ttl_days BIGINT NOT NULL DEFAULT 7,
    CONSTRAINT lyrics_cache_track_id_key UNIQUE (track_id)
);
