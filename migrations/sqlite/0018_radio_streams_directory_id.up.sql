-- revises: 0017

-- The station's number in the public directory, where it was found there.
ALTER TABLE radio_streams ADD COLUMN directory_id VARCHAR(36)
    CONSTRAINT radio_streams_directory_id_length CHECK (length(directory_id) <= 36);
