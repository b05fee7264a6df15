-- revises: 0047

-- One row a run of a schedule, and how far it got.
CREATE TABLE schedule_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule_id BIGINT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    state VARCHAR(10) NOT NULL DEFAULT 'open'
        CONSTRAINT schedule_runs_state_length CHECK (length(state) <= 10),
    -- What is said to whoever made the schedule instead of playing.
    note VARCHAR(20)
        CONSTRAINT schedule_runs_note_length CHECK (length(note) <= 20),
    -- When somebody may take it up: at once, or when the lease of whoever has it ends.
    run_at TIMESTAMP NOT NULL,
    -- How many of its messages are done with, and how many of those may not have arrived.
    sent BIGINT NOT NULL DEFAULT 0,
    uncertain BIGINT NOT NULL DEFAULT 0,
    -- The next message is on the wire.
    is_sending BOOLEAN NOT NULL DEFAULT FALSE
        CONSTRAINT schedule_runs_is_sending_bool CHECK (is_sending IN (0, 1)),
    attempts BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT schedule_runs_state_known CHECK (state IN ('open', 'done')),
    CONSTRAINT schedule_runs_due_at_key UNIQUE (schedule_id, due_at),
    CONSTRAINT schedule_runs_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES scheduled_playlists (id) ON DELETE CASCADE
);
