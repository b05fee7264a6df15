//! `radio_streams`: internet radio stations, by their addresses.

use crate::db::schema::{Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique};

pub const TABLE: Table = Table {
    name: "radio_streams",
    columns: &[
        Column::ID,
        Column::new("url", Type::Varchar(500)),
        Column::new("name", Type::Varchar(100)),
        Column::new("genre", Type::Varchar(50)).nullable(),
        Column::new("country", Type::Varchar(50)).nullable(),
        Column::new("added_by", Type::BigInt).nullable(),
        Column::new("active", Type::Bool).default(Default::Bool(true)),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("updated_at", Type::Time).default(Default::Now),
    ],
    uniques: &[Unique {
        name: "radio_streams_url_key",
        columns: &["url"],
    }],
    // A station outlives the person who found it.
    foreign_keys: &[ForeignKey {
        name: "radio_streams_added_by_fkey",
        columns: &["added_by"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::SetNull,
    }],
    indexes: &[Index {
        name: "radio_streams_added_by_idx",
        columns: &["added_by"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};
