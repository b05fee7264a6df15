-- revises: 0053

-- Which file at Telegram is a track with a chain of effects, so that a repeat by anybody is instant. Swept.
CREATE TABLE renders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_unique_id VARCHAR(100) NOT NULL
        CONSTRAINT renders_file_unique_id_length CHECK (length(file_unique_id) <= 100),
    -- What was done to it.
    chain VARCHAR(64) NOT NULL
        CONSTRAINT renders_chain_length CHECK (length(chain) <= 64),
    file_id VARCHAR(200) NOT NULL
        CONSTRAINT renders_file_id_length CHECK (length(file_id) <= 200),
    seconds BIGINT NOT NULL,
    used_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT renders_file_unique_id_key UNIQUE (file_unique_id, chain)
);
