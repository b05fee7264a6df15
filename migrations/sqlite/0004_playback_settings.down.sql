-- revises: 0003

DROP TABLE playback_settings;
