//! The statements that turn one schema into another on SQLite, which can add, rename and drop a column and nothing else: the rest
//! is a new table in the old one's place. Pure.

use std::collections::BTreeSet;

use super::{
    convert::{converted, is_constant, no_stand_in, stand_in},
    diff::{Change, Part},
    script::Script,
};
use crate::{
    db::Dialect::Sqlite,
    migrate::schema::{
        Column, Constraint, Filled, Renames, Rule, Schema, Table, column, constraint, create_index,
        create_table, name,
    },
};

/// `schema` is what is there after the renames.
pub(super) fn script(
    schema: &Schema,
    to: &Schema,
    renames: &Renames,
    changes: &[Change],
) -> String {
    let mut script = Script::default();
    let rebuilt: Vec<&str> = to
        .by_dependency()
        .into_iter()
        .filter(|name| is_rebuilt(schema, to, name, &of_table(changes, name)))
        .collect();
    let drops = changes
        .iter()
        .any(|c| matches!((&c.from, &c.to), (Some(Part::Table(_)), None)));
    rename(&mut script, renames, drops || !rebuilt.is_empty());
    let disturbed = disturbed_views(schema, to, changes);
    for view in &disturbed {
        script.add(format!("DROP VIEW {}", name(view)));
    }
    for change in changes {
        if let (Some(Part::Table(_)), None) = (&change.from, &change.to) {
            script.add(format!("DROP TABLE {}", name(&change.table)));
        }
    }
    for table in to.by_dependency() {
        let changes = of_table(changes, table);
        let wanted = &to.tables[table];
        match schema.tables.get(table) {
            None => create(&mut script, wanted),
            Some(there) if rebuilt.contains(&table) => {
                rebuild(&mut script, schema, to, there, wanted);
            }
            Some(there) => alter(&mut script, there, wanted, &changes),
        }
    }
    for (view, sql) in &to.views {
        if disturbed.contains(view) || !schema.views.contains_key(view) {
            script.add(sql.as_str());
        }
    }
    script.finish()
}

fn of_table<'c>(changes: &'c [Change], table: &str) -> Vec<&'c Change> {
    changes
        .iter()
        .filter(|change| change.table == table)
        .collect()
}

/// The engine has `legacy_alter_table` on while tables are dropped; then a rename would not be followed by what refers to it.
fn rename(script: &mut Script, renames: &Renames, is_legacy: bool) {
    if renames == &Renames::default() {
        return;
    }
    if is_legacy {
        script.add("PRAGMA legacy_alter_table = OFF");
    }
    for (from, to) in &renames.tables {
        script.add(format!("ALTER TABLE {} RENAME TO {}", name(from), name(to)));
    }
    for (table, from, to) in &renames.columns {
        script.add(format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}",
            name(table),
            name(from),
            name(to)
        ));
    }
    if is_legacy {
        script.add("PRAGMA legacy_alter_table = ON");
    }
}

/// Views that change, and those over a table of which something goes or that is made anew.
fn disturbed_views(from: &Schema, to: &Schema, changes: &[Change]) -> BTreeSet<String> {
    let touched: BTreeSet<&str> = changes
        .iter()
        .filter(|change| {
            !matches!(
                change.to.as_ref().or(change.from.as_ref()),
                Some(Part::View(_))
            )
        })
        .map(|change| change.table.as_str())
        .collect();
    let is_disturbed = |view: &str, sql: &crate::migrate::schema::Text| {
        to.views.get(view) != Some(sql) || touched.iter().any(|table| sql.mentions(table))
    };
    let views = from
        .views
        .iter()
        .filter(|(view, sql)| is_disturbed(view, sql));
    views.map(|(view, _)| view.clone()).collect()
}

/// Whether these changes of a table need a new one.
fn is_rebuilt(from: &Schema, to: &Schema, table: &str, changes: &[&Change]) -> bool {
    let (Some(there), Some(wanted)) = (from.tables.get(table), to.tables.get(table)) else {
        return false;
    };
    changes
        .iter()
        .any(|change| match (&change.from, &change.to) {
            (_, Some(Part::Options(_)))
            | (Some(Part::Column(_) | Part::Constraint(_)), Some(_)) => true,
            (None, Some(Part::Column(column))) => !can_be_added(wanted, column),
            (Some(Part::Column(column)), None) => !can_be_dropped(from, there, wanted, column),
            (None, Some(Part::Constraint(constraint))) => {
                let mut added = wanted
                    .columns
                    .iter()
                    .filter(|c| there.column(&c.name).is_none());
                !added.any(|column| is_own(wanted, constraint, column))
            }
            (Some(Part::Constraint(constraint)), None) => {
                let mut gone = there
                    .columns
                    .iter()
                    .filter(|c| wanted.column(&c.name).is_none());
                !gone.any(|column| constraint.beside.as_ref() == Some(&column.name))
            }
            _ => false,
        })
}

/// Whether a constraint can stand beside a column, being about nothing else.
fn is_own(table: &Table, constraint: &Constraint, column: &Column) -> bool {
    matches!(constraint.rule, Rule::Check(_) | Rule::ForeignKey { .. })
        && constraint.is_only_about(&column.name, table)
}

fn can_be_added(table: &Table, column: &Column) -> bool {
    let has_value = column
        .default
        .as_ref()
        .is_some_and(|d| is_constant(d) && d.as_str() != "NULL");
    let filled = match column.filled {
        Filled::Plain => (column.nullable && column.default.is_none()) || has_value,
        Filled::Computed { stored, .. } => !stored,
        Filled::Counted | Filled::AlwaysCounted => false,
    };
    let mut about = table
        .constraints
        .iter()
        .filter(|c| c.mentions(&column.name));
    filled
        && about.all(|constraint| {
            let is_key = matches!(constraint.rule, Rule::ForeignKey { .. });
            is_own(table, constraint, column) && !(is_key && has_value)
        })
}

fn can_be_dropped(from: &Schema, there: &Table, wanted: &Table, column: &Column) -> bool {
    let mut about = there
        .constraints
        .iter()
        .filter(|c| c.mentions(&column.name));
    let is_beside = |c: &Constraint| {
        matches!(c.rule, Rule::Check(_)) && c.beside.as_ref() == Some(&column.name)
    };
    let computed = there.columns.iter().any(|other| {
        matches!(&other.filled, Filled::Computed { from, .. } if from.mentions(&column.name))
    });
    let mut triggers = from
        .tables
        .values()
        .flat_map(|table| table.triggers.values());
    about.all(is_beside)
        && !computed
        && column.filled == Filled::Plain
        && !triggers.any(|sql| sql.mentions(&column.name))
        && wanted
            .columns
            .iter()
            .any(|c| there.column(&c.name).is_some())
}

fn create(script: &mut Script, table: &Table) {
    script.add(create_table(Sqlite, table, &table.name));
    belongings(script, table);
}

fn belongings(script: &mut Script, table: &Table) {
    for index in &table.indexes {
        script.add(create_index(index, &table.name));
    }
    for sql in table.triggers.values() {
        script.add(sql.as_str());
    }
}

fn alter(script: &mut Script, there: &Table, wanted: &Table, changes: &[&Change]) {
    let called = name(&wanted.name);
    for change in changes {
        match &change.from {
            Some(Part::Trigger { name: trigger, .. }) => {
                script.add(format!("DROP TRIGGER {}", name(trigger)));
            }
            Some(Part::Index(index)) => script.add(format!("DROP INDEX {}", name(&index.name))),
            _ => {}
        }
    }
    for change in changes {
        match (&change.from, &change.to) {
            (Some(Part::Column(gone)), None) => {
                script.add(format!(
                    "ALTER TABLE {called} DROP COLUMN {}",
                    name(&gone.name)
                ));
            }
            (None, Some(Part::Column(new))) => {
                let text = beside(wanted, new);
                script.add(format!("ALTER TABLE {called} ADD COLUMN {text}"));
            }
            _ => {}
        }
    }
    for change in changes {
        match &change.to {
            Some(Part::Trigger { sql, .. }) => script.add(sql.as_str()),
            Some(Part::Index(index)) => script.add(create_index(index, &there.name)),
            _ => {}
        }
    }
}

/// A column with the constraints that are about it alone.
fn beside(table: &Table, new: &Column) -> String {
    let own = table.constraints.iter().filter(|c| is_own(table, c, new));
    own.fold(column(Sqlite, new), |text, own| {
        let text_of_own = constraint(own);
        let short = match &own.rule {
            // Beside its column a key does not name it again.
            Rule::ForeignKey { .. } => match text_of_own.split_once("FOREIGN KEY ") {
                Some((named, key)) => {
                    let (_, reference) = key.split_once(") ").unwrap_or(("", key));
                    format!("{named}{reference}")
                }
                None => text_of_own,
            },
            _ => text_of_own,
        };
        format!("{text}\n    {short}")
    })
}

/// Makes the table anew, with its rows. Its counter goes on where it was: a number is never given twice.
fn rebuild(script: &mut Script, from: &Schema, to: &Schema, there: &Table, wanted: &Table) {
    let is_taken = |name: &String| from.tables.contains_key(name) || to.tables.contains_key(name);
    let mut new = format!("{}_new", wanted.name);
    while is_taken(&new) {
        new.push('_');
    }
    let (mut into, mut values) = (Vec::new(), Vec::new());
    for column in &wanted.columns {
        if let Some(value) = value(script, there, wanted, column) {
            into.push(name(&column.name));
            values.push(value);
        }
    }
    // What falls with the old table and is not wanted any more; the engine would bring it back otherwise.
    let stays = |name: &String| wanted.indexes.iter().any(|index| index.name == *name);
    for index in there.indexes.iter().filter(|index| !stays(&index.name)) {
        script.add(format!("DROP INDEX {}", name(&index.name)));
    }
    for trigger in there
        .triggers
        .keys()
        .filter(|t| !wanted.triggers.contains_key(*t))
    {
        script.add(format!("DROP TRIGGER {}", name(trigger)));
    }
    script.add(create_table(Sqlite, wanted, &new));
    let counts = |table: &Table| table.columns.iter().any(|c| c.filled == Filled::Counted);
    if counts(there) && counts(wanted) {
        let [new, old] = [&new, &wanted.name].map(|name| format!("'{}'", name.replace('\'', "''")));
        script.add(format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"
        ));
    }
    let (new, old) = (name(&new), name(&wanted.name));
    if !into.is_empty() {
        script.add(format!(
            "INSERT INTO {new} ({})\nSELECT {} FROM {old}",
            into.join(", "),
            values.join(", ")
        ));
    }
    script.add(format!("DROP TABLE {old}"));
    script.add(format!("ALTER TABLE {new} RENAME TO {old}"));
    belongings(script, wanted);
}

/// What a row of the new table gets in a column; `None` where it gets the default.
fn value(script: &mut Script, there: &Table, wanted: &Table, to: &Column) -> Option<String> {
    if matches!(to.filled, Filled::Computed { .. }) {
        return None;
    }
    let needs_value = !to.nullable && to.filled == Filled::Plain;
    let Some(from) = there.column(&to.name) else {
        if !needs_value || to.default.is_some() {
            return None;
        }
        let Some(value) = stand_in(Sqlite, wanted, to) else {
            script.say(no_stand_in(to));
            return None;
        };
        script.say(format!(
            "Rows that are there get {value} in {}: write what they should get.",
            to.name
        ));
        return Some(value);
    };
    let value = converted(Sqlite, (there, from), (wanted, to)).unwrap_or_else(|| name(&to.name));
    if !needs_value || !from.nullable {
        return Some(value);
    }
    match stand_in(Sqlite, wanted, to) {
        None => Some(value),
        Some(stand_in) => {
            if to.default.is_none() {
                script.say(format!(
                    "Rows without {} get {stand_in}: write what they should get.",
                    to.name
                ));
            }
            Some(format!("coalesce({value}, {stand_in})"))
        }
    }
}
