-- revises: 0026

ALTER TABLE radio_streams DROP COLUMN clicked_at;
