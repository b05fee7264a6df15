-- revises: 0005

-- Which playlist plays when.
CREATE TABLE scheduled_playlists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id BIGINT NOT NULL,
    -- HH:MM, or a cron expression where recurrence is 'cron'.
    "time" VARCHAR(50) NOT NULL
        CONSTRAINT scheduled_playlists_time_length CHECK (length("time") <= 50),
    recurrence VARCHAR(20) NOT NULL DEFAULT 'daily'
        CONSTRAINT scheduled_playlists_recurrence_length CHECK (length(recurrence) <= 20),
    -- An IANA name: the wall clock the time is read on.
    timezone VARCHAR(50) NOT NULL DEFAULT 'UTC'
        CONSTRAINT scheduled_playlists_timezone_length CHECK (length(timezone) <= 50),
    enabled BOOLEAN NOT NULL DEFAULT TRUE
        CONSTRAINT scheduled_playlists_enabled_bool CHECK (enabled IN (0, 1)),
    created_by BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT scheduled_playlists_playlist_id_fkey FOREIGN KEY (playlist_id) REFERENCES playlists (id) ON DELETE CASCADE,
    CONSTRAINT scheduled_playlists_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE CASCADE
);
