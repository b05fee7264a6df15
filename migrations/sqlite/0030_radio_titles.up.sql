-- revises: 0029

-- What a station played while somebody listened, the last fifty.
CREATE TABLE radio_titles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id BIGINT NOT NULL,
    title VARCHAR(301) NOT NULL
        CONSTRAINT radio_titles_title_length CHECK (length(title) <= 301),
    heard_at TIMESTAMP NOT NULL,
    CONSTRAINT radio_titles_station_id_fkey FOREIGN KEY (station_id) REFERENCES radio_streams (id) ON DELETE CASCADE
);
