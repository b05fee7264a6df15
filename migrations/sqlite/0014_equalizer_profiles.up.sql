-- revises: 0013

-- The equalizer curves people saved under a name. A person's playback_settings say my:<id> for one of them.
CREATE TABLE equalizer_profiles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner_id BIGINT NOT NULL,
    name VARCHAR(40) NOT NULL
        CONSTRAINT equalizer_profiles_name_length CHECK (length(name) <= 40),
    -- Ten band gains in dB: {"v":1,"bands":[…]}.
    bands TEXT NOT NULL
        CONSTRAINT equalizer_profiles_bands_json CHECK (json_valid(bands)),
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT equalizer_profiles_name_not_empty CHECK (name <> ''),
    CONSTRAINT equalizer_profiles_owner_id_name_key UNIQUE (owner_id, name),
    CONSTRAINT equalizer_profiles_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE CASCADE
);
