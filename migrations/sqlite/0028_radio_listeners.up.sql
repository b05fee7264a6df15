-- revises: 0027

-- What a person has to do with a station.
CREATE TABLE radio_listeners (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    station_id BIGINT NOT NULL,
    -- Since when it is one of their favourites.
    favourite_at TIMESTAMP,
    -- When they last looked at it, listened to it or recorded it.
    heard_at TIMESTAMP,
    CONSTRAINT radio_listeners_user_id_key UNIQUE (user_id, station_id),
    CONSTRAINT radio_listeners_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT radio_listeners_station_id_fkey FOREIGN KEY (station_id) REFERENCES radio_streams (id) ON DELETE CASCADE
);
