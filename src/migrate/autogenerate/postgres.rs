//! The statements that turn one schema into another on PostgreSQL. Pure.

use std::collections::BTreeSet;

use super::{
    convert::{converted, no_stand_in, stand_in},
    diff::{Change, Part},
    script::Script,
};
use crate::{
    db::Dialect::Postgres,
    migrate::schema::{
        Column, Constraint, Filled, Index, Renames, Rule, Schema, Text, column, constraint,
        create_index, create_table, name,
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
    for (from, to) in &renames.tables {
        script.add(format!("ALTER TABLE {} RENAME TO {}", name(from), name(to)));
        let counted = schema
            .tables
            .get(to)
            .into_iter()
            .flat_map(|table| &table.columns);
        for column in counted.filter(|c| c.filled == Filled::Counted) {
            // Its sequence is named after both.
            let sequence = |table: &str| name(&format!("{table}_{}_seq", column.name));
            script.add(format!(
                "ALTER SEQUENCE {} RENAME TO {}",
                sequence(from),
                sequence(to)
            ));
        }
    }
    for (table, from, to) in &renames.columns {
        script.add(format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}",
            name(table),
            name(from),
            name(to)
        ));
    }
    let work = Work {
        from: schema,
        to,
        changes,
    };
    work.views_away(&mut script);
    work.away(&mut script);
    work.tables(&mut script);
    work.columns(&mut script);
    work.constraints(&mut script);
    work.indexes_and_triggers(&mut script);
    work.views_back(&mut script);
    script.finish()
}

struct Work<'a> {
    from: &'a Schema,
    to: &'a Schema,
    changes: &'a [Change],
}

fn alter(table: &str, what: &str) -> String {
    format!("ALTER TABLE {} {what}", name(table))
}

fn drop_constraint(constraint: &Constraint) -> String {
    let named = constraint.name.as_deref().unwrap_or_default();
    format!("DROP CONSTRAINT {}", name(named))
}

impl Work<'_> {
    /// The views that cannot stay while this is done: those that change, and those over a column that changes its type or goes.
    fn disturbed_views(&self) -> BTreeSet<&String> {
        let disturbed: Vec<&str> = self
            .changes
            .iter()
            .filter(|c| match (&c.from, &c.to) {
                (Some(Part::Column(from)), Some(Part::Column(to))) => from.ty != to.ty,
                (Some(Part::Column(_) | Part::Table(_)), None) => true,
                _ => false,
            })
            .map(|change| change.table.as_str())
            .collect();
        let mut views: BTreeSet<&String> = self
            .from
            .views
            .iter()
            .filter(|(view, sql)| {
                self.to.views.get(*view) != Some(sql) || disturbed.iter().any(|t| sql.mentions(t))
            })
            .map(|(view, _)| view)
            .collect();
        // And the views over these.
        loop {
            let over = |sql: &Text| views.iter().any(|view| sql.mentions(view));
            let next = self
                .from
                .views
                .iter()
                .find(|(v, sql)| !views.contains(v) && over(sql));
            let Some((view, _)) = next else {
                return views;
            };
            views.insert(view);
        }
    }

    fn views_away(&self, script: &mut Script) {
        let mut left = self.disturbed_views();
        while let Some(view) = left.iter().copied().find(|view| {
            !left
                .iter()
                .any(|other| other != view && self.from.views[*other].mentions(view))
        }) {
            left.remove(view);
            let kind = if self.from.views[view].mentions("materialized") {
                "MATERIALIZED VIEW"
            } else {
                "VIEW"
            };
            script.add(format!("DROP {kind} {}", name(view)));
        }
    }

    fn views_back(&self, script: &mut Script) {
        let gone = self.disturbed_views();
        let mut left: BTreeSet<&String> = self
            .to
            .views
            .keys()
            .filter(|view| gone.contains(view) || !self.from.views.contains_key(*view))
            .collect();
        while let Some(view) = left.iter().copied().find(|view| {
            !left
                .iter()
                .any(|other| other != view && self.to.views[*view].mentions(other))
        }) {
            left.remove(view);
            script.add(self.to.views[view].as_str());
        }
    }

    /// What goes, apart from columns: it may be in the way of what comes.
    fn away(&self, script: &mut Script) {
        let mut keys_last = Vec::new();
        for change in self.changes {
            let table = &change.table;
            match (&change.from, &change.to) {
                (Some(Part::Trigger { name: trigger, .. }), _) => {
                    script.add(format!("DROP TRIGGER {} ON {}", name(trigger), name(table)));
                }
                (Some(Part::Index(from)), Some(Part::Index(to))) if is_renamed(from, to) => {
                    script.add(format!(
                        "ALTER INDEX {} RENAME TO {}",
                        name(&from.name),
                        name(&to.name)
                    ));
                }
                (Some(Part::Index(index)), to) => {
                    let falls = self.goes(table).any(|column| index.mentions(column));
                    if to.is_some() || !falls {
                        script.add(format!("DROP INDEX {}", name(&index.name)));
                    }
                }
                (Some(Part::Constraint(from)), Some(Part::Constraint(to)))
                    if from.means_the_same(to) =>
                {
                    if let (Some(from), Some(to)) = (&from.name, &to.name) {
                        let rename = format!("RENAME CONSTRAINT {} TO {}", name(from), name(to));
                        script.add(alter(table, &rename));
                    }
                }
                (Some(Part::Constraint(from)), to) => {
                    let falls = self.goes(table).any(|column| from.mentions(column));
                    let statement = alter(table, &drop_constraint(from));
                    match &from.rule {
                        _ if to.is_none() && falls => {}
                        Rule::PrimaryKey(_) | Rule::Unique(_) => keys_last.push(statement),
                        _ => script.add(statement),
                    }
                }
                _ => {}
            }
        }
        for (table, check) in self.checks_over_new_types() {
            script.add(alter(table, &drop_constraint(check)));
        }
        for statement in keys_last {
            script.add(statement);
        }
    }

    /// Checks that stay, over a column that becomes of another type. The server would keep them with a cast to the old one.
    fn checks_over_new_types(&self) -> Vec<(&str, &Constraint)> {
        let word = |column: &Column| column.ty.split('(').next().map(str::to_owned);
        let mut found: Vec<(&str, &Constraint)> = Vec::new();
        for change in self.changes {
            let (Some(Part::Column(from)), Some(Part::Column(to))) = (&change.from, &change.to)
            else {
                continue;
            };
            let (there, wanted) = (
                &self.from.tables[&change.table],
                &self.to.tables[&change.table],
            );
            let stays = |check: &&Constraint| {
                matches!(check.rule, Rule::Check(_))
                    && check.mentions(&to.name)
                    && wanted.constraints.contains(check)
            };
            if word(from) != word(to) {
                let checks = there.constraints.iter().filter(stays);
                found.extend(checks.map(|check| (change.table.as_str(), check)));
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|(table, check)| seen.insert((*table, &check.name)));
        found
    }

    /// The columns of a table that go.
    fn goes(&self, table: &str) -> impl Iterator<Item = &str> {
        let of_table = self.changes.iter().filter(move |c| c.table == table);
        of_table.filter_map(|change| match (&change.from, &change.to) {
            (Some(Part::Column(column)), None) => Some(column.name.as_str()),
            _ => None,
        })
    }

    fn tables(&self, script: &mut Script) {
        let gone: Vec<String> = self
            .changes
            .iter()
            .filter(|c| matches!((&c.from, &c.to), (Some(Part::Table(_)), None)))
            .map(|change| name(&change.table))
            .collect();
        if !gone.is_empty() {
            // In one statement, so that they may refer to each other.
            script.add(format!("DROP TABLE {}", gone.join(", ")));
        }
        for change in self.changes {
            if let (Some(Part::Column(column)), None) = (&change.from, &change.to) {
                script.add(alter(
                    &change.table,
                    &format!("DROP COLUMN {}", name(&column.name)),
                ));
            }
        }
        let mut there: BTreeSet<&str> = self.from.tables.keys().map(String::as_str).collect();
        let mut later = Vec::new();
        for change in self.changes {
            let (None, Some(Part::Table(table))) = (&change.from, &change.to) else {
                continue;
            };
            there.insert(&table.name);
            let mut made = *table.clone();
            // A key on a table that comes after this one.
            made.constraints.retain(|c| {
                let waits = matches!(&c.rule, Rule::ForeignKey { table, .. } if !there.contains(table.as_str()));
                if waits {
                    later.push(alter(&table.name, &format!("ADD {}", constraint(c))));
                }
                !waits
            });
            script.add(create_table(Postgres, &made, &made.name));
            for index in &table.indexes {
                script.add(create_index(index, &table.name));
            }
        }
        for statement in later {
            script.add(statement);
        }
    }

    fn columns(&self, script: &mut Script) {
        for change in self.changes {
            let table = &change.table;
            match (&change.from, &change.to) {
                (None, Some(Part::Column(to))) => {
                    let stand_in = stand_in(Postgres, &self.to.tables[table], to);
                    let is_needed =
                        !to.nullable && to.default.is_none() && to.filled == Filled::Plain;
                    if is_needed && stand_in.is_none() {
                        script.say(no_stand_in(to));
                    }
                    match stand_in.filter(|_| is_needed) {
                        None => script.add(alter(
                            table,
                            &format!("ADD COLUMN {}", column(Postgres, to)),
                        )),
                        Some(value) => {
                            script.say(format!(
                                "Rows that are there get {value} in {}: write what they should get.",
                                to.name
                            ));
                            let add =
                                format!("ADD COLUMN {} DEFAULT {value}", column(Postgres, to));
                            script.add(alter(table, &add));
                            let drop = format!("ALTER COLUMN {} DROP DEFAULT", name(&to.name));
                            script.add(alter(table, &drop));
                        }
                    }
                }
                (Some(Part::Column(from)), Some(Part::Column(to))) => {
                    self.column(script, table, from, to);
                }
                _ => {}
            }
        }
    }

    fn column(&self, script: &mut Script, table: &str, from: &Column, to: &Column) {
        let tables = (&self.from.tables[table], &self.to.tables[table]);
        let called = name(&to.name);
        let set = |what: &str| alter(table, &format!("ALTER COLUMN {called} {what}"));
        let changes_type = from.ty != to.ty || from.collation != to.collation;
        let changes_filling = from.filled != to.filled;
        if changes_filling
            && matches!(from.filled, Filled::Computed { .. } | Filled::Plain)
            && matches!(to.filled, Filled::Computed { .. })
        {
            script.add(alter(table, &format!("DROP COLUMN {called}")));
            script.add(alter(
                table,
                &format!("ADD COLUMN {}", column(Postgres, to)),
            ));
            return;
        }
        match from.filled {
            Filled::Counted | Filled::AlwaysCounted if changes_filling => {
                script.add(set("DROP IDENTITY"));
            }
            Filled::Computed { .. } if changes_filling => script.add(set("DROP EXPRESSION")),
            _ => {}
        }
        let mut default = from.default.as_ref();
        if default.is_some() && (to.default.is_none() || changes_type) {
            script.add(set("DROP DEFAULT"));
            if let Some(sequence) = default.and_then(sequence_of) {
                script.add(format!("DROP SEQUENCE {}", name(&sequence)));
            }
            default = None;
        }
        if changes_type {
            let mut ty = format!("TYPE {}", to.ty);
            if let Some(collation) = &to.collation {
                ty = format!("{ty} COLLATE {}", name(collation));
            }
            if let Some(using) = converted(Postgres, (tables.0, from), (tables.1, to)) {
                ty = format!("{ty} USING {using}");
            }
            script.add(set(&ty));
        }
        if default != to.default.as_ref()
            && let Some(default) = &to.default
        {
            script.add(set(&format!("SET DEFAULT {}", default.as_str())));
        }
        if from.nullable && !to.nullable {
            if let Some(value) = stand_in(Postgres, tables.1, to) {
                if to.default.is_none() {
                    script.say(format!(
                        "Rows without {} get {value}: write what they should get.",
                        to.name
                    ));
                }
                script.add(format!(
                    "UPDATE {} SET {called} = {value} WHERE {called} IS NULL",
                    name(table)
                ));
            }
            script.add(set("SET NOT NULL"));
        } else if !from.nullable && to.nullable {
            script.add(set("DROP NOT NULL"));
        }
        if changes_filling && matches!(to.filled, Filled::Counted | Filled::AlwaysCounted) {
            let how = if to.filled == Filled::Counted {
                "BY DEFAULT"
            } else {
                "ALWAYS"
            };
            script.add(set(&format!("ADD GENERATED {how} AS IDENTITY")));
            script.add(format!(
                "SELECT setval(pg_get_serial_sequence('{}', '{}'), coalesce(max({called}), 0) + 1, FALSE) FROM {}",
                name(table),
                to.name,
                name(table)
            ));
        }
    }

    fn constraints(&self, script: &mut Script) {
        for change in self.changes {
            let Some(Part::Constraint(to)) = &change.to else {
                continue;
            };
            if let Some(Part::Constraint(from)) = &change.from
                && from.means_the_same(to)
            {
                continue; // It was renamed.
            }
            script.add(alter(&change.table, &format!("ADD {}", constraint(to))));
        }
        for (table, check) in self.checks_over_new_types() {
            script.add(alter(table, &format!("ADD {}", constraint(check))));
        }
    }

    fn indexes_and_triggers(&self, script: &mut Script) {
        for change in self.changes {
            match (&change.from, &change.to) {
                (Some(Part::Index(from)), Some(Part::Index(to))) if is_renamed(from, to) => {}
                (_, Some(Part::Index(to))) => script.add(create_index(to, &change.table)),
                (_, Some(Part::Trigger { sql, .. })) => script.add(sql.as_str()),
                (None, Some(Part::Table(table))) => {
                    table
                        .triggers
                        .values()
                        .for_each(|sql| script.add(sql.as_str()));
                }
                _ => {}
            }
        }
    }
}

fn is_renamed(from: &Index, to: &Index) -> bool {
    let renamed = Index {
        name: to.name.clone(),
        ..from.clone()
    };
    from.name != to.name && renamed == *to
}

/// The sequence that counted for a column of type SERIAL: `nextval('users_id_seq'::regclass)`.
fn sequence_of(default: &Text) -> Option<String> {
    let inside = default.as_str().strip_prefix("nextval('")?;
    let (sequence, _) = inside.split_once('\'')?;
    let own = sequence.rsplit('.').next().unwrap_or(sequence);
    Some(own.trim_matches('"').to_owned())
}
