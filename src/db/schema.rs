//! What a table is, described once for both databases. Types only.
//!
//! Every `store/x.rs` has its `const TABLE: Table` beside its queries. The parity test, drift, autogenerate and the
//! picture of the schema read these. How each part reads in either dialect, checks that stand in for types included, is a
//! table in `migrations/README.md`; the parity test holds both to it.

/// A table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
    /// The columns that tell its rows apart, where there is no `Id`.
    pub primary_key: &'static [&'static str],
    /// Conditions on rows, by name. Those that follow from a column's type are not repeated here.
    pub checks: &'static [Check],
    pub uniques: &'static [Unique],
    pub foreign_keys: &'static [ForeignKey],
    pub indexes: &'static [Index],
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    pub name: &'static str,
    pub ty: Type,
    pub nullable: bool,
    pub default: Option<Default>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// The primary key: a number the database gives, never twice.
    Id,
    BigInt,
    Float,
    Bool,
    /// Text of at most so many characters.
    Varchar(u16),
    Text,
    Json,
    /// An instant.
    Time,
}

/// What a column holds when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Default {
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(&'static str),
    Now,
}

/// A condition every row meets. `sql` reads the same in both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    pub name: &'static str,
    pub sql: &'static str,
}

/// Columns that together are there once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unique {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

/// A column that names a row of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKey {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub table: &'static str,
    pub references: &'static [&'static str],
    pub on_delete: OnDelete,
}

/// What becomes of a row when the one it names is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    Cascade,
    SetNull,
    /// The other row cannot be deleted.
    Refuse,
}

/// An index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub unique: bool,
    /// The rows it holds, where it does not hold them all.
    pub filter: Option<&'static str>,
}

impl Table {
    /// A table to fill in: `Table { name, columns, ..Table::EMPTY }`.
    pub const EMPTY: Self = Self {
        name: "",
        columns: &[],
        primary_key: &[],
        checks: &[],
        uniques: &[],
        foreign_keys: &[],
        indexes: &[],
    };
}

impl Column {
    /// The primary key `id`.
    pub const ID: Self = Self::new("id", Type::Id);

    /// A column that is never null and has no default.
    pub const fn new(name: &'static str, ty: Type) -> Self {
        Self {
            name,
            ty,
            nullable: false,
            default: None,
        }
    }

    #[must_use]
    pub const fn nullable(self) -> Self {
        Self {
            nullable: true,
            ..self
        }
    }

    #[must_use]
    pub const fn default(self, default: Default) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }
}
