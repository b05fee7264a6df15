-- revises: 0004

-- Internet radio stations.
CREATE TABLE radio_streams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url VARCHAR(500) NOT NULL
        CONSTRAINT radio_streams_url_length CHECK (length(url) <= 500),
    name VARCHAR(100) NOT NULL
        CONSTRAINT radio_streams_name_length CHECK (length(name) <= 100),
    genre VARCHAR(50)
        CONSTRAINT radio_streams_genre_length CHECK (length(genre) <= 50),
    country VARCHAR(50)
        CONSTRAINT radio_streams_country_length CHECK (length(country) <= 50),
    -- Null once that person is gone: a station outlives who found it.
    added_by BIGINT,
    active BOOLEAN NOT NULL DEFAULT TRUE
        CONSTRAINT radio_streams_active_bool CHECK (active IN (0, 1)),
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT radio_streams_url_key UNIQUE (url),
    CONSTRAINT radio_streams_added_by_fkey FOREIGN KEY (added_by) REFERENCES users (id) ON DELETE SET NULL
);
