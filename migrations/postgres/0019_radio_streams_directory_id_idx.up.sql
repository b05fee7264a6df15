-- revises: 0018

-- A station of the directory is here once.
CREATE UNIQUE INDEX radio_streams_directory_id_idx ON radio_streams (directory_id);
