-- revises: 0031

-- Songs that people heard on the radio and kept.
CREATE TABLE radio_songs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    -- Empty where the station names none.
    artist VARCHAR(200) NOT NULL
        CONSTRAINT radio_songs_artist_length CHECK (length(artist) <= 200),
    title VARCHAR(301) NOT NULL
        CONSTRAINT radio_songs_title_length CHECK (length(title) <= 301),
    -- Null once the station is gone.
    station_id BIGINT,
    saved_at TIMESTAMP NOT NULL,
    CONSTRAINT radio_songs_user_id_key UNIQUE (user_id, artist, title),
    CONSTRAINT radio_songs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT radio_songs_station_id_fkey FOREIGN KEY (station_id) REFERENCES radio_streams (id) ON DELETE SET NULL
);
