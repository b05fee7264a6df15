-- revises: 0043

ALTER TABLE scheduled_playlists DROP COLUMN language;
ALTER TABLE scheduled_playlists DROP COLUMN paused_because;
ALTER TABLE scheduled_playlists DROP COLUMN planned_at;
ALTER TABLE scheduled_playlists DROP COLUMN next_run;
ALTER TABLE scheduled_playlists DROP COLUMN chat_id;
ALTER TABLE scheduled_playlists DROP COLUMN week_days;
