-- revises: 0043

-- What running them needs.
-- The days of a weekly one, Monday being 1.
ALTER TABLE scheduled_playlists ADD COLUMN week_days VARCHAR(7);
-- Where it plays; without one, to whoever made it.
ALTER TABLE scheduled_playlists ADD COLUMN chat_id BIGINT;
-- When it is due next; nothing while it is paused.
ALTER TABLE scheduled_playlists ADD COLUMN next_run TIMESTAMPTZ;
-- When that was reckoned. In the future: by a clock that has been set back since.
ALTER TABLE scheduled_playlists ADD COLUMN planned_at TIMESTAMPTZ;
-- Why it paused by itself.
ALTER TABLE scheduled_playlists ADD COLUMN paused_because VARCHAR(20);
-- What its maker was spoken to in when they made it, for those who chose no language.
ALTER TABLE scheduled_playlists ADD COLUMN language VARCHAR(5);
