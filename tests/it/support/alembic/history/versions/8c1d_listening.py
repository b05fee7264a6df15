"""Listening: settings, radio, schedules, lyrics."""

import sqlalchemy as sa
from alembic import op

revision = "8c1d0f27a9b3"
down_revision = None


def now(name):
    return sa.Column(name, sa.DateTime(), server_default=sa.func.now())


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False, unique=True),
        sa.Column("username", sa.String(64)),
        now("created_at"),
    )
    op.create_table(
        "playlists",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        now("created_at"),
    )
    op.create_table(
        "playback_settings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, unique=True),
        sa.Column("speed", sa.Float(), server_default="1.0"),
        sa.Column("pitch_correction", sa.Boolean(), server_default=sa.true()),
        sa.Column("equalizer_preset", sa.String(50), server_default="flat"),
        sa.Column("equalizer_custom", sa.JSON()),
        sa.Column("language", sa.String(5), server_default="ru"),
        sa.Column("show_lyrics", sa.Boolean(), server_default=sa.true()),
        sa.CheckConstraint("speed >= 0.5 AND speed <= 2.0", name="speed_range"),
    )
    op.create_table(
        "radio_streams",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("url", sa.String(500), nullable=False, unique=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("genre", sa.String(50)),
        sa.Column("country", sa.String(50)),
        sa.Column("added_by", sa.Integer(), sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("active", sa.Boolean(), server_default=sa.true()),
        now("created_at"),
        now("updated_at"),
    )
    op.create_table(
        "scheduled_playlists",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("playlist_id", sa.Integer(), sa.ForeignKey("playlists.id", ondelete="CASCADE"), nullable=False),
        sa.Column("time", sa.String(50), nullable=False),
        sa.Column("recurrence", sa.String(20), server_default="daily"),
        sa.Column("timezone", sa.String(50), server_default="UTC"),
        sa.Column("enabled", sa.Boolean(), server_default=sa.true()),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        now("created_at"),
        now("updated_at"),
    )
    op.create_table(
        "lyrics_cache",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("track_id", sa.String(100), nullable=False, unique=True),
        sa.Column("artist", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("lyrics", sa.Text(), nullable=False),
        now("cached_at"),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ttl_days", sa.Integer(), server_default="7"),
    )
    op.create_index("ix_lyrics_cache_expires_at", "lyrics_cache", ["expires_at"])


def downgrade():
    for table in ("lyrics_cache", "scheduled_playlists", "radio_streams", "playback_settings", "playlists", "users"):
        op.drop_table(table)
