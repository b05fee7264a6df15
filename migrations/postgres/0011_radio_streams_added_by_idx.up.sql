-- revises: 0010

-- Deleting a person looks for the stations they added.
CREATE INDEX radio_streams_added_by_idx ON radio_streams (added_by);
