-- revises: 0051

-- What people sent to listen to, so that it can be asked for again. The oldest of a person go.
CREATE TABLE tracks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    -- Where it was seen last; who is there may ask for it, too.
    chat_id BIGINT NOT NULL,
    -- What it was sent together with.
    album VARCHAR(64)
        CONSTRAINT tracks_album_length CHECK (length(album) <= 64),
    kind VARCHAR(12) NOT NULL
        CONSTRAINT tracks_kind_length CHECK (length(kind) <= 12),
    file_id VARCHAR(200) NOT NULL
        CONSTRAINT tracks_file_id_length CHECK (length(file_id) <= 200),
    file_unique_id VARCHAR(100) NOT NULL
        CONSTRAINT tracks_file_unique_id_length CHECK (length(file_unique_id) <= 100),
    name VARCHAR(200)
        CONSTRAINT tracks_name_length CHECK (length(name) <= 200),
    mime VARCHAR(100)
        CONSTRAINT tracks_mime_length CHECK (length(mime) <= 100),
    bytes BIGINT,
    seconds BIGINT,
    title VARCHAR(200)
        CONSTRAINT tracks_title_length CHECK (length(title) <= 200),
    performer VARCHAR(200)
        CONSTRAINT tracks_performer_length CHECK (length(performer) <= 200),
    seen_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT tracks_kind_known CHECK (kind IN ('audio', 'voice', 'video_note', 'document')),
    CONSTRAINT tracks_file_unique_id_key UNIQUE (user_id, file_unique_id),
    CONSTRAINT tracks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
