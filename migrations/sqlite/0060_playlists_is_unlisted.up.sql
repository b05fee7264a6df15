-- revises: 0059

-- A list that was made for one schedule, which plays a station: it stands in no list of lists.
ALTER TABLE playlists ADD COLUMN is_unlisted BOOLEAN NOT NULL DEFAULT FALSE
    CONSTRAINT playlists_is_unlisted_bool CHECK (is_unlisted IN (0, 1));
