-- revises: none

-- The people something is kept about.
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- How Telegram numbers the person. Nothing else of what Telegram knows is kept.
    telegram_id BIGINT NOT NULL,
    -- Since when the bot is blocked by this person, and not to write to them.
    blocked_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
    CONSTRAINT users_telegram_id_key UNIQUE (telegram_id)
);
