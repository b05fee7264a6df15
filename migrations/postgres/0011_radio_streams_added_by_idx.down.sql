-- revises: 0010

DROP INDEX radio_streams_added_by_idx;
