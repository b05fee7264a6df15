"""Makes a database as another program left it: tables by SQLAlchemy and Alembic, with rows in them."""

import pathlib
import sys

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

url = sys.argv[1].replace("postgres://", "postgresql+psycopg://")
config = Config()
config.set_main_option("script_location", str(pathlib.Path(__file__).parent / "history"))
config.attributes["url"] = url
command.upgrade(config, "head")

ROWS = [
    "INSERT INTO users (id, telegram_id, username) VALUES (1, 1001, 'anna'), (2, 1002, NULL)",
    "INSERT INTO playlists (id, owner_id, name) VALUES (1, 1, 'morning'), (2, 2, 'evening')",
    "INSERT INTO playback_settings (id, user_id, speed, pitch_correction, equalizer_preset, equalizer_custom, language, show_lyrics)"
    " VALUES (1, 1, 1.25, true, 'flat', NULL, 'ru', true), (4, 2, 0.75, false, 'rock', '{\"v\": 1}', 'uk', false)",
    "INSERT INTO radio_streams (id, url, name, genre, country, added_by, active) VALUES"
    " (1, 'http://one.example/stream', 'One', 'jazz', 'UA', 1, true), (2, 'http://two.example/stream', 'Two', NULL, NULL, NULL, false)",
    "INSERT INTO scheduled_playlists (id, playlist_id, time, recurrence, timezone, enabled, created_by) VALUES"
    " (1, 1, '07:30', 'daily', 'Europe/Kyiv', true, 1), (2, 2, '0 8 * * 1', 'cron', 'UTC', false, 2)",
    "INSERT INTO lyrics_cache (id, track_id, artist, title, lyrics, expires_at, ttl_days) VALUES"
    " (1, 'one-0123456789abcdef0123456789abcdef', 'A', 'B', 'la la', '2026-02-01 12:30:00', 7)",
]
with create_engine(url).begin() as connection:
    for statement in ROWS:
        connection.execute(text(statement.replace(":", "\\:")))
