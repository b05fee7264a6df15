//! `playlist_tracks`: what is on a playlist, in order. A track is a file Telegram keeps, named by its ids.

use crate::db::schema::{Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type};

pub const TABLE: Table = Table {
    name: "playlist_tracks",
    columns: &[
        Column::ID,
        Column::new("playlist_id", Type::BigInt),
        Column::new("position", Type::BigInt),
        Column::new("file_id", Type::Varchar(200)),
        Column::new("file_unique_id", Type::Varchar(100)),
        Column::new("title", Type::Varchar(200)).nullable(),
        Column::new("performer", Type::Varchar(200)).nullable(),
        Column::new("duration_seconds", Type::BigInt),
        Column::new("created_at", Type::Time).default(Default::Now),
    ],
    checks: &[Check {
        name: "playlist_tracks_duration_not_negative",
        sql: "duration_seconds >= 0",
    }],
    foreign_keys: &[ForeignKey {
        name: "playlist_tracks_playlist_id_fkey",
        columns: &["playlist_id"],
        table: "playlists",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    indexes: &[Index {
        name: "playlist_tracks_position_idx",
        columns: &["playlist_id", "position"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};
