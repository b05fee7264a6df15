-- revises: 0001

-- A person's lists of tracks.
CREATE TABLE playlists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner_id BIGINT NOT NULL,
    name VARCHAR(100) NOT NULL
        CONSTRAINT playlists_name_length CHECK (length(name) <= 100),
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT playlists_name_not_empty CHECK (name <> ''),
    CONSTRAINT playlists_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE CASCADE
);
