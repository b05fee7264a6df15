-- revises: 0026

-- When the directory was last told that somebody listens: it counts once a day.
ALTER TABLE radio_streams ADD COLUMN clicked_at TIMESTAMP;
