//! Tables and columns that got another name: nobody but their author can tell that from one that went and one that came.

use std::str::FromStr;

use super::{Column, Constraint, Filled, Index, Rule, Schema, Table, Text};
use crate::db::Dialect;

/// What was renamed, in the order it is done: tables first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    pub tables: Vec<(String, String)>,
    /// The table (by its new name), the column before and after.
    pub columns: Vec<(String, String, String)>,
}

impl Renames {
    pub fn add(&mut self, other: Self) {
        self.tables.extend(other.tables);
        self.columns.extend(other.columns);
    }

    /// The same, backwards.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let old = |table: &String| {
            let mut tables = self.tables.iter();
            let known = tables.find(|(_, to)| to == table);
            known.map_or(table, |(from, _)| from).clone()
        };
        Self {
            tables: self
                .tables
                .iter()
                .map(|(from, to)| (to.clone(), from.clone()))
                .collect(),
            columns: self
                .columns
                .iter()
                .map(|(table, from, to)| (old(table), to.clone(), from.clone()))
                .collect(),
        }
    }
}

/// `--rename tracks:songs`, `--rename tracks.mood:feeling`.
impl FromStr for Renames {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("say `table:new_name` or `table.column:new_name`, not `{text}`");
        let (from, to) = text.split_once(':').ok_or_else(wrong)?;
        let is_name = |name: &str| !name.is_empty() && !name.contains(['.', ':', ' ']);
        let mut renames = Self::default();
        match from.split_once('.') {
            None if is_name(from) && is_name(to) => {
                renames.tables.push((from.to_owned(), to.to_owned()));
            }
            Some((table, column)) => {
                // `tracks.mood:tracks.feeling` says the table again.
                let to = to.strip_prefix(&format!("{table}.")).unwrap_or(to);
                if ![table, column, to].into_iter().all(is_name) {
                    return Err(wrong());
                }
                renames
                    .columns
                    .push((table.to_owned(), column.to_owned(), to.to_owned()));
            }
            None => return Err(wrong()),
        }
        Ok(renames)
    }
}

impl Schema {
    /// The schema after these renames. Names of constraints and indexes stay.
    #[must_use]
    pub fn renamed(&self, dialect: Dialect, renames: &Renames) -> Self {
        let mut schema = self.clone();
        for (from, to) in &renames.tables {
            if let Some(mut table) = schema.tables.remove(from) {
                table.name.clone_from(to);
                schema.tables.insert(to.clone(), table);
            }
            for constraint in schema.tables.values_mut().flat_map(|t| &mut t.constraints) {
                if let Rule::ForeignKey { table, .. } = &mut constraint.rule
                    && table == from
                {
                    table.clone_from(to);
                }
            }
        }
        for (in_table, from, to) in &renames.columns {
            if let Some(table) = schema.tables.get_mut(in_table) {
                table.rename_column(dialect, from, to);
            }
            for constraint in schema.tables.values_mut().flat_map(|t| &mut t.constraints) {
                if let Rule::ForeignKey {
                    table, references, ..
                } = &mut constraint.rule
                    && table == in_table
                {
                    rename(references, from, to);
                }
            }
        }
        schema
    }
}

impl Table {
    fn rename_column(&mut self, dialect: Dialect, from: &str, to: &str) {
        let renamed = |text: &Text| text.renamed(dialect, from, to);
        for Column { name, filled, .. } in &mut self.columns {
            if name == from {
                to.clone_into(name);
            }
            if let Filled::Computed { from, .. } = filled {
                *from = renamed(from);
            }
        }
        for Constraint { rule, beside, .. } in &mut self.constraints {
            match rule {
                Rule::PrimaryKey(columns)
                | Rule::Unique(columns)
                | Rule::ForeignKey { columns, .. } => rename(columns, from, to),
                Rule::Check(text) | Rule::Other(text) => *text = renamed(text),
            }
            if beside.as_deref() == Some(from) {
                *beside = Some(to.to_owned());
            }
        }
        for Index { on, filter, .. } in &mut self.indexes {
            *on = renamed(on);
            *filter = filter.as_ref().map(renamed);
        }
        for trigger in self.triggers.values_mut() {
            *trigger = renamed(trigger);
        }
    }
}

fn rename(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types() {
        let check = |typed: &str, expect: &str| {
            let got = match typed.parse::<Renames>() {
                Ok(renames) => format!("{:?} {:?}", renames.tables, renames.columns),
                Err(error) => error,
            };
            assert_eq!(got, expect, "{typed}");
        };
        check("a:b", r#"[("a", "b")] []"#);
        check("a.x:y", r#"[] [("a", "x", "y")]"#);
        check("a.x:a.y", r#"[] [("a", "x", "y")]"#);
        check(
            "a",
            "say `table:new_name` or `table.column:new_name`, not `a`",
        );
        check(
            "a.x:b.y",
            "say `table:new_name` or `table.column:new_name`, not `a.x:b.y`",
        );
    }
    #[test]
    fn backwards_a_column_is_in_the_table_of_before() {
        let mut renames: Renames = "a:b".parse().unwrap();
        renames.add("b.x:y".parse().unwrap());
        let back = renames.inverse();
        assert_eq!(back.tables, [("b".to_owned(), "a".to_owned())]);
        assert_eq!(
            back.columns,
            [("a".to_owned(), "y".to_owned(), "x".to_owned())]
        );
    }
}
