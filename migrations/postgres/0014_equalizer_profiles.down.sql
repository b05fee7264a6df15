-- revises: 0013

-- Whoever listens with one of theirs goes on hearing it.
UPDATE playback_settings SET
    equalizer_custom = coalesce(
        (SELECT bands FROM equalizer_profiles WHERE playback_settings.equalizer_preset = 'my:' || equalizer_profiles.id), equalizer_custom),
    equalizer_preset = 'custom'
WHERE equalizer_preset LIKE 'my:%';

DROP TABLE equalizer_profiles;
