-- revises: 0049

-- Songs nobody has lyrics of, so that they are not asked for again at once.
CREATE TABLE lyrics_misses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- As in lyrics_cache.
    track_id VARCHAR(100) NOT NULL
        CONSTRAINT lyrics_misses_track_id_length CHECK (length(track_id) <= 100),
    looked_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    -- From here on it is worth another try.
    expires_at TIMESTAMP NOT NULL,
    CONSTRAINT lyrics_misses_track_id_key UNIQUE (track_id)
);
