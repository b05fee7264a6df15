-- revises: 0045

DROP INDEX scheduled_playlists_planned_at_idx;
