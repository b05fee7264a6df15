-- revises: 0041

-- Groups and channels the bot is in, to be offered as places to play.
CREATE TABLE chats (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- As Telegram numbers it.
    chat_id BIGINT NOT NULL,
    title VARCHAR(255) NOT NULL
        CONSTRAINT chats_title_length CHECK (length(title) <= 255),
    -- Whoever brought the bot there.
    added_by BIGINT,
    is_there BOOLEAN NOT NULL DEFAULT TRUE
        CONSTRAINT chats_is_there_bool CHECK (is_there IN (0, 1)),
    updated_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT chats_chat_id_key UNIQUE (chat_id),
    CONSTRAINT chats_added_by_fkey FOREIGN KEY (added_by) REFERENCES users (id) ON DELETE SET NULL
);
