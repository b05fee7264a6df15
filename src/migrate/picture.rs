//! The tables as they are described, to look at: what they hold and what refers to what. Pure, apart from [`write()`].

use std::{fmt::Write as _, fs, path::Path};

use super::{error::EngineError, refusal::Refusal};
use crate::db::{
    Dialect,
    schema::{OnDelete, Table},
};

/// A line for each table and each column.
pub fn text(tables: &[&Table]) -> Vec<String> {
    let schema = super::schema::of_models(Dialect::Postgres, tables);
    let mut lines = Vec::new();
    for table in tables {
        lines.push(table.name.to_owned());
        for column in &schema.tables[table.name].columns {
            let text = super::schema::column(Dialect::Postgres, column);
            let refers = table
                .foreign_keys
                .iter()
                .find(|key| key.columns == [column.name.as_str()]);
            let refers = refers.map_or(String::new(), |key| format!(" → {}", key.table));
            lines.push(format!("    {text}{refers}"));
        }
    }
    lines
}

/// An entity diagram: a line for each link, and one for a table that has none.
pub fn mermaid(tables: &[&Table]) -> String {
    let mut diagram = "erDiagram\n".to_owned();
    for table in tables {
        let is_named =
            |other: &&Table| other.foreign_keys.iter().any(|key| key.table == table.name);
        if table.foreign_keys.is_empty() && !tables.iter().any(is_named) {
            let _ = writeln!(diagram, "    {}", table.name);
        }
        for key in table.foreign_keys {
            let is_one = table
                .uniques
                .iter()
                .any(|unique| unique.columns == key.columns)
                || table.primary_key == key.columns;
            let nullable =
                |name: &&str| table.columns.iter().any(|c| c.name == *name && c.nullable);
            let one = if key.columns.iter().any(nullable) {
                "|o"
            } else {
                "||"
            };
            let many = if is_one { "o|" } else { "o{" };
            let then = match key.on_delete {
                OnDelete::Cascade => "goes with it",
                OnDelete::SetNull => "stays without it",
                OnDelete::Refuse => "keeps it",
            };
            let columns = key.columns.join(", ");
            let _ = writeln!(
                diagram,
                "    {} {one}--{many} {} : \"{columns}, {then}\"",
                key.table, table.name
            );
        }
    }
    diagram
}

/// Puts the diagram into a document, in the place of the one that is there.
pub fn write(file: &Path, tables: &[&Table]) -> Result<(), EngineError> {
    let io = |source| EngineError::io("putting the diagram into the document", file, source);
    let text = fs::read_to_string(file).map_err(io)?;
    let Some(new) = with_diagram(&text, &mermaid(tables)) else {
        let why = format!(
            "{} has no ```mermaid block with an erDiagram",
            file.display()
        );
        return Err(Refusal::Other(why).into());
    };
    fs::write(file, new).map_err(io)
}

/// The document with another diagram.
fn with_diagram(document: &str, diagram: &str) -> Option<String> {
    let fence = "```mermaid\n";
    let from = document.find(&format!("{fence}erDiagram\n"))? + fence.len();
    let to = from + document[from..].find("```")?;
    Some(format!("{}{diagram}{}", &document[..from], &document[to..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diagram_is_put_in_the_place_of_the_old_one() {
        let document = "a\n```mermaid\nerDiagram\n    old\n```\nb\n";
        assert_eq!(
            with_diagram(document, "erDiagram\n    new\n").as_deref(),
            Some("a\n```mermaid\nerDiagram\n    new\n```\nb\n")
        );
        assert_eq!(with_diagram("a", ""), None);
    }
}
