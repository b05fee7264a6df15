-- revises: 0014

-- Work that outlives an update, and what became of it until it is told. A done row is soon forgotten.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind VARCHAR(32) NOT NULL
        CONSTRAINT jobs_kind_length CHECK (length(kind) <= 32),
    -- Of those with the same kind and key, one is open at a time.
    key VARCHAR(200)
        CONSTRAINT jobs_key_length CHECK (length(key) <= 200),
    payload TEXT NOT NULL
        CONSTRAINT jobs_payload_json CHECK (json_valid(payload)),
    -- What it is about, for the line that shows how far it is.
    subject VARCHAR(200) NOT NULL DEFAULT ''
        CONSTRAINT jobs_subject_length CHECK (length(subject) <= 200),
    user_id BIGINT,
    chat_id BIGINT,
    reply_to BIGINT,
    language VARCHAR(5) NOT NULL
        CONSTRAINT jobs_language_length CHECK (length(language) <= 5),
    state VARCHAR(10) NOT NULL DEFAULT 'waiting'
        CONSTRAINT jobs_state_length CHECK (length(state) <= 10),
    run_at TIMESTAMP NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- The worker that has it, for as long as it gives signs of life.
    lease_owner VARCHAR(64)
        CONSTRAINT jobs_lease_owner_length CHECK (length(lease_owner) <= 64),
    lease_until TIMESTAMP,
    is_cancelled BOOLEAN NOT NULL DEFAULT FALSE
        CONSTRAINT jobs_is_cancelled_bool CHECK (is_cancelled IN (0, 1)),
    -- The message that shows how far it is.
    progress_message BIGINT,
    told_at TIMESTAMP,
    outcome TEXT
        CONSTRAINT jobs_outcome_json CHECK (json_valid(outcome)),
    -- How many messages of the outcome are known to be out, and whether the next was about to be.
    delivered BIGINT NOT NULL DEFAULT 0,
    is_sending BOOLEAN NOT NULL DEFAULT FALSE
        CONSTRAINT jobs_is_sending_bool CHECK (is_sending IN (0, 1)),
    started_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT jobs_state_known CHECK (state IN ('waiting', 'running', 'finished', 'done')),
    CONSTRAINT jobs_key_key UNIQUE (kind, key),
    CONSTRAINT jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
