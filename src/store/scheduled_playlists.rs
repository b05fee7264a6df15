//! `scheduled_playlists`: which playlist plays when.

use crate::db::schema::{Column, Default, ForeignKey, Index, OnDelete, Table, Type};

pub const TABLE: Table = Table {
    name: "scheduled_playlists",
    columns: &[
        Column::ID,
        Column::new("playlist_id", Type::BigInt),
        Column::new("time", Type::Varchar(50)),
        Column::new("recurrence", Type::Varchar(20)).default(Default::Text("daily")),
        Column::new("timezone", Type::Varchar(50)).default(Default::Text("UTC")),
        Column::new("enabled", Type::Bool).default(Default::Bool(true)),
        Column::new("created_by", Type::BigInt),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("updated_at", Type::Time).default(Default::Now),
    ],
    foreign_keys: &[
        ForeignKey {
            name: "scheduled_playlists_playlist_id_fkey",
            columns: &["playlist_id"],
            table: "playlists",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
        ForeignKey {
            name: "scheduled_playlists_created_by_fkey",
            columns: &["created_by"],
            table: "users",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
    ],
    indexes: &[
        Index {
            name: "scheduled_playlists_playlist_id_idx",
            columns: &["playlist_id"],
            unique: false,
            filter: None,
        },
        Index {
            name: "scheduled_playlists_created_by_idx",
            columns: &["created_by"],
            unique: false,
            filter: None,
        },
    ],
    ..Table::EMPTY
};
