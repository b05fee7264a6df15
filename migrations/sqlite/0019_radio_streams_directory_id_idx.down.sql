-- revises: 0018

DROP INDEX radio_streams_directory_id_idx;
