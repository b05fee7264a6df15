//! `lyrics_cache`: lyrics that were found, until they expire. About tracks, not about people.

use crate::db::schema::{Column, Default, Index, Table, Type, Unique};

pub const TABLE: Table = Table {
    name: "lyrics_cache",
    columns: &[
        Column::ID,
        Column::new("track_id", Type::Varchar(100)),
        Column::new("artist", Type::Varchar(200)),
        Column::new("title", Type::Varchar(200)),
        Column::new("lyrics", Type::Text),
        Column::new("cached_at", Type::Time).default(Default::Now),
        Column::new("expires_at", Type::Time),
        Column::new("ttl_days", Type::BigInt).default(Default::Int(7)),
    ],
    uniques: &[Unique {
        name: "lyrics_cache_track_id_key",
        columns: &["track_id"],
    }],
    indexes: &[Index {
        name: "lyrics_cache_expires_at_idx",
        columns: &["expires_at"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};
