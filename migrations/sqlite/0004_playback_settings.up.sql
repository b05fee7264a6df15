-- revises: 0003

-- How a person likes to listen, and in which language they are spoken to.
CREATE TABLE playback_settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    speed REAL NOT NULL DEFAULT 1.0,
    pitch_correction BOOLEAN NOT NULL DEFAULT TRUE
        CONSTRAINT playback_settings_pitch_correction_bool CHECK (pitch_correction IN (0, 1)),
    -- A preset's name, or my:<id> for one of the person's own.
    equalizer_preset VARCHAR(50) NOT NULL DEFAULT 'flat'
        CONSTRAINT playback_settings_equalizer_preset_length CHECK (length(equalizer_preset) <= 50),
    -- Ten band gains in dB: {"v":1,"bands":[…]}.
    equalizer_custom TEXT
        CONSTRAINT playback_settings_equalizer_custom_json CHECK (json_valid(equalizer_custom)),
    language VARCHAR(5) NOT NULL DEFAULT 'ru'
        CONSTRAINT playback_settings_language_length CHECK (length(language) <= 5),
    show_lyrics BOOLEAN NOT NULL DEFAULT TRUE
        CONSTRAINT playback_settings_show_lyrics_bool CHECK (show_lyrics IN (0, 1)),
    CONSTRAINT playback_settings_speed_range CHECK (speed >= 0.5 AND speed <= 2.0),
    CONSTRAINT playback_settings_language_known CHECK (language IN ('ru', 'en', 'uk', 'es')),
    CONSTRAINT playback_settings_user_id_key UNIQUE (user_id),
    CONSTRAINT playback_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
