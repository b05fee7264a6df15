//! The rules, in one table.

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing before pressing the button.
    Note,
    /// Refused unless the script answers it with `-- allow: rule because reason`.
    Ask,
    /// Refused; the engine could not keep its promises.
    Refuse,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal $severity:ident $says:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Rule { $($(#[$doc])* $rule,)* }

        impl Rule {
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity),* }
            }

            /// One sentence about what is wrong and what to do instead.
            pub fn says(self) -> &'static str {
                match self { $(Self::$rule => $says),* }
            }
        }
    };
}

rules! {
    // Either database.
    TransactionControl "transaction-control" Refuse "a script must not begin, commit or roll back: the engine does, together with its ledger";
    NoTransactionStatements "no-transaction-statements" Refuse "a script without a transaction may hold one statement only: a failure after the first could not be undone";
    NoTransactionUnrecoverable "no-transaction-unrecoverable" Refuse "after a crash nobody could tell whether this statement ran; without a transaction only statements that can be checked or repeated are possible";
    CarriageReturns "carriage-returns" Note "lines end in CR LF; the hash differs from the same text with LF";
    Opaque "opaque" Ask "runs code that cannot be read beforehand, so what it loses is not known";
    DropTable "drop-table" Note "the table's rows are gone, and copies of the bot that still use it fail";
    DropColumn "drop-column" Note "the column's values are gone, and copies of the bot that still use it fail";
    RenameTable "rename-table" Note "copies of the bot that use the old name fail";
    RenameColumn "rename-column" Note "copies of the bot that use the old name fail";
    ChangeType "change-type" Note "rewrites the table under a lock and may cut values";
    DeleteWithoutWhere "delete-without-where" Note "deletes every row";
    UpdateWithoutWhere "update-without-where" Note "rewrites every row";
    InsertOrReplace "insert-or-replace" Note "deletes the rows it replaces, with everything that hangs on them";
    // SQLite.
    ForeignKeysPragma "foreign-keys-pragma" Refuse "inside a transaction this does nothing, and the rebuild it should protect would delete child rows; the engine switches foreign keys itself";
    OutsideTransaction "outside-transaction" Refuse "cannot run inside a transaction; begin the file with `-- no-transaction` and keep it to this statement";
    AttachDatabase "attach-database" Refuse "a migration works on one database";
    RenameOldFirst "rename-old-first" Ask "renaming the old table away rewrites the references of its children to the old one; make the new table, copy, drop the old, rename the new";
    RebuildWithDelete "rebuild-with-delete" Ask "foreign keys are off while a table is rebuilt, so this DELETE does not cascade; put it into a migration of its own";
    QuotedString "quoted-string" Ask "double quotes are for names; as a string they work on SQLite only by accident";
    // PostgreSQL.
    ConcurrentlyInTransaction "concurrently-in-transaction" Refuse "cannot run inside a transaction; begin the file with `-- no-transaction` and keep it to this statement";
    IndexLocksWrites "index-locks-writes" Note "writers wait while the index is built; on a large table use CONCURRENTLY in a `-- no-transaction` migration";
    NotNullScans "not-null-scans" Note "reads the whole table under a lock";
    ConstraintScans "constraint-scans" Note "checks every row under a lock; NOT VALID first and VALIDATE later does not";
    UniqueLocks "unique-locks" Note "builds its index under a lock; build the index first and attach it with USING INDEX";
    NotNullWithoutDefault "not-null-without-default" Note "fails where the table has rows";
    TruncateCascade "truncate-cascade" Ask "empties every table that refers to this one, too";
    DropCascade "drop-cascade" Ask "drops whatever depends on it, too";
}

impl Rule {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

/// Something found in a script.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    pub rule: Rule,
    pub version: i64,
    pub line: usize,
    /// What it is about: a table, a column.
    pub about: String,
    /// The author's answer to it.
    pub because: Option<String>,
}

impl Finding {
    /// Whether it stops the plan.
    pub fn stops(&self) -> bool {
        match self.rule.severity() {
            Severity::Note => false,
            Severity::Ask => self.because.is_none(),
            Severity::Refuse => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> =
            Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
    }
}
