//! How one schema differs from another, part by part. Pure.

use std::collections::BTreeSet;

use crate::migrate::schema::{Column, Constraint, Index, Rule, Schema, Table, Text};

/// One difference: what is there, and what should be. Only one of them where something is too much or missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The table it is in; of a view, its name.
    pub table: String,
    pub from: Option<Part>,
    pub to: Option<Part>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Table(Box<Table>),
    Column(Column),
    Constraint(Constraint),
    Index(Index),
    Trigger {
        name: String,
        sql: Text,
    },
    View(Text),
    /// What stands behind the brackets of a table.
    Options(Text),
}

/// What has to change so that `from` becomes `to`, in an order in which each change is possible after those before it.
pub fn diff(from: &Schema, to: &Schema) -> Vec<Change> {
    let mut changes = Vec::new();
    for name in from.by_dependency().into_iter().rev() {
        if !to.tables.contains_key(name) {
            changes.push(one(name, Some(&from.tables[name]), None, boxed));
        }
    }
    for name in to.by_dependency() {
        let wanted = &to.tables[name];
        match from.tables.get(name) {
            None => changes.push(one(name, None, Some(wanted), boxed)),
            Some(table) => in_table(table, wanted, &mut changes),
        }
    }
    let views: BTreeSet<&String> = from.views.keys().chain(to.views.keys()).collect();
    for view in views {
        let (was, is) = (from.views.get(view), to.views.get(view));
        if was == is {
            continue;
        }
        if was.is_some_and(|sql| leans_on_what_goes(sql, &changes)) {
            // It has to be out of the way first.
            changes.push(one(view, was, None, Part::View));
            changes.push(one(view, None, is, Part::View));
        } else {
            changes.push(one(view, was, is, Part::View));
        }
    }
    changes.sort_by_key(rank); // Stable: tables keep their order.
    changes
}

/// Whether a view names a table or a column that goes.
fn leans_on_what_goes(view: &Text, changes: &[Change]) -> bool {
    changes
        .iter()
        .any(|change| match (&change.from, &change.to) {
            (Some(Part::Table(table)), None) => view.mentions(&table.name),
            (Some(Part::Column(column)), None) => view.mentions(&column.name),
            _ => false,
        })
}

fn boxed(table: Table) -> Part {
    Part::Table(Box::new(table))
}

fn one<T: Clone>(
    table: &str,
    from: Option<&T>,
    to: Option<&T>,
    part: impl Fn(T) -> Part,
) -> Change {
    Change {
        table: table.to_owned(),
        from: from.cloned().map(&part),
        to: to.cloned().map(&part),
    }
}

fn in_table(from: &Table, to: &Table, changes: &mut Vec<Change>) {
    let table = &to.name;
    if from.options != to.options {
        changes.push(one(
            table,
            Some(&from.options),
            Some(&to.options),
            Part::Options,
        ));
    }
    let same_name = |a: &Column, b: &Column| a.name == b.name;
    for (from, to) in pairs(&from.columns, &to.columns, &[&same_name]) {
        changes.push(one(table, from, to, Part::Column));
    }
    let same_name = |a: &Constraint, b: &Constraint| a.name.is_some() && a.name == b.name;
    let same_meaning = |a: &Constraint, b: &Constraint| a.means_the_same(b);
    let both_keys = |a: &Constraint, b: &Constraint| {
        matches!(
            (&a.rule, &b.rule),
            (Rule::PrimaryKey(_), Rule::PrimaryKey(_))
        )
    };
    let alike: [Alike<'_, Constraint>; 3] = [&same_name, &same_meaning, &both_keys];
    for (from, to) in pairs(&from.constraints, &to.constraints, &alike) {
        changes.push(one(table, from, to, Part::Constraint));
    }
    let same_name = |a: &Index, b: &Index| a.name == b.name;
    let same_meaning = |a: &Index, b: &Index| {
        (a.unique, &a.on, &a.filter, &a.rest) == (b.unique, &b.on, &b.filter, &b.rest)
    };
    for (from, to) in pairs(&from.indexes, &to.indexes, &[&same_name, &same_meaning]) {
        changes.push(one(table, from, to, Part::Index));
    }
    let names: BTreeSet<&String> = from.triggers.keys().chain(to.triggers.keys()).collect();
    for name in names {
        let (from, to) = (from.triggers.get(name), to.triggers.get(name));
        if from != to {
            changes.push(one(table, from, to, |sql| Part::Trigger {
                name: name.clone(),
                sql,
            }));
        }
    }
}

/// Whether two parts are each other's counterpart.
type Alike<'f, T> = &'f dyn Fn(&T, &T) -> bool;

/// Finds for each part its counterpart, by the first likeness, then the next; tells those that are not equal to theirs.
fn pairs<'t, T: PartialEq>(
    from: &'t [T],
    to: &'t [T],
    alike: &[Alike<'_, T>],
) -> Vec<(Option<&'t T>, Option<&'t T>)> {
    let mut left: Vec<&T> = from.iter().collect();
    let mut right: Vec<&T> = to.iter().collect();
    let mut found = Vec::new();
    // What is equal goes first, so that it is nobody else's counterpart.
    let equal = |a: &T, b: &T| a == b;
    for like in std::iter::once(&equal as Alike<'_, T>).chain(alike.iter().copied()) {
        left.retain(|a| {
            let Some(at) = right.iter().position(|b| like(a, b)) else {
                return true;
            };
            let b = right.remove(at);
            if *a != b {
                found.push((Some(*a), Some(b)));
            }
            false
        });
    }
    found.extend(left.into_iter().map(|a| (Some(a), None)));
    found.extend(right.into_iter().map(|b| (None, Some(b))));
    found
}

/// Where a change stands among the others: what hangs on something goes before it and comes after it.
fn rank(change: &Change) -> u8 {
    use Part as P;
    match (&change.from, &change.to) {
        (Some(P::View(_) | P::Trigger { .. }), None) => 0,
        (Some(P::Index(_)), None) => 1,
        (Some(P::Constraint(constraint)), None) => match constraint.rule {
            Rule::ForeignKey { .. } => 2, // Before the key it leans on.
            _ => 3,
        },
        (Some(P::Table(_)), None) => 4,
        (Some(P::Options(_)), _) | (None, Some(P::Options(_))) => 5,
        (None, Some(P::Table(_))) => 6,
        (None, Some(P::Column(_))) => 7,
        (Some(P::Column(_)), Some(_)) => 8,
        (_, Some(P::Constraint(constraint))) => match constraint.rule {
            Rule::ForeignKey { .. } => 11,
            _ => 10,
        },
        (_, Some(P::Index(_))) => 12,
        (Some(P::Column(_)), None) => 13,
        _ => 14,
    }
}

/// The schema after one change.
#[must_use]
pub fn applied(schema: &Schema, change: &Change) -> Schema {
    let mut schema = schema.clone();
    match change.from.as_ref().or(change.to.as_ref()) {
        Some(Part::Table(_)) => {
            schema.tables.remove(&change.table);
            if let Some(Part::Table(table)) = &change.to {
                schema.tables.insert(change.table.clone(), *table.clone());
            }
        }
        Some(Part::View(_)) => {
            schema.views.remove(&change.table);
            if let Some(Part::View(sql)) = &change.to {
                schema.views.insert(change.table.clone(), sql.clone());
            }
        }
        _ => {
            if let Some(table) = schema.tables.get_mut(&change.table) {
                in_its_table(table, change);
            }
        }
    }
    schema
}

fn in_its_table(table: &mut Table, change: &Change) {
    match &change.from {
        Some(Part::Column(column)) if change.to.is_none() => table.columns.retain(|c| c != column),
        Some(Part::Constraint(constraint)) => remove_one(&mut table.constraints, constraint),
        Some(Part::Index(index)) => remove_one(&mut table.indexes, index),
        Some(Part::Trigger { name, .. }) => {
            table.triggers.remove(name);
        }
        _ => {}
    }
    match &change.to {
        Some(Part::Column(column)) => {
            match table.columns.iter_mut().find(|c| c.name == column.name) {
                Some(place) => place.clone_from(column),
                None => table.columns.push(column.clone()),
            }
        }
        Some(Part::Constraint(constraint)) => table.constraints.push(constraint.clone()),
        Some(Part::Index(index)) => table.indexes.push(index.clone()),
        Some(Part::Trigger { name, sql }) => {
            table.triggers.insert(name.clone(), sql.clone());
        }
        Some(Part::Options(options)) => table.options = options.clone(),
        _ => {}
    }
}

fn remove_one<T: PartialEq>(list: &mut Vec<T>, item: &T) {
    if let Some(at) = list.iter().position(|other| other == item) {
        list.remove(at);
    }
}
