//! Names of tables, columns and indexes.

use std::fmt;

/// The name of a table, column or index, folded as the databases fold it, without the schema everybody has.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Name(pub String);

impl Name {
    /// Quoted for use in a statement.
    pub fn quoted(&self) -> String {
        let parts: Vec<_> = self
            .0
            .split('.')
            .map(|part| format!("\"{}\"", part.replace('"', "\"\"")))
            .collect();
        parts.join(".")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}
