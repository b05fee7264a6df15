-- revises: 0057

-- Without its station nobody could play an entry: those stay behind.
CREATE TABLE playlist_tracks_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    file_id VARCHAR(200) NOT NULL
        CONSTRAINT playlist_tracks_file_id_length CHECK (length(file_id) <= 200),
    file_unique_id VARCHAR(100) NOT NULL
        CONSTRAINT playlist_tracks_file_unique_id_length CHECK (length(file_unique_id) <= 100),
    title VARCHAR(200)
        CONSTRAINT playlist_tracks_title_length CHECK (length(title) <= 200),
    performer VARCHAR(200)
        CONSTRAINT playlist_tracks_performer_length CHECK (length(performer) <= 200),
    duration_seconds BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    kind VARCHAR(20) NOT NULL DEFAULT 'audio'
        CONSTRAINT playlist_tracks_kind_length CHECK (length(kind) <= 20),
    CONSTRAINT playlist_tracks_duration_not_negative CHECK (duration_seconds >= 0),
    CONSTRAINT playlist_tracks_playlist_id_fkey FOREIGN KEY (playlist_id) REFERENCES playlists (id) ON DELETE CASCADE
);
INSERT INTO sqlite_sequence (name, seq) SELECT 'playlist_tracks_new', seq FROM sqlite_sequence WHERE name = 'playlist_tracks';
INSERT INTO playlist_tracks_new (id, playlist_id, position, file_id, file_unique_id, title, performer, duration_seconds, created_at, kind)
SELECT id, playlist_id, position, file_id, file_unique_id, title, performer, duration_seconds, created_at, kind FROM playlist_tracks
WHERE station_id IS NULL;
DROP TABLE playlist_tracks;
ALTER TABLE playlist_tracks_new RENAME TO playlist_tracks;
CREATE INDEX playlist_tracks_position_idx ON playlist_tracks (playlist_id, position);
