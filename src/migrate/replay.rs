//! A place to try scripts in that leaves nothing behind: SQLite in memory, or on PostgreSQL a schema in a transaction that is
//! rolled back.

use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};

use super::{
    error::{Doing as _, EngineError},
    guard::{self, Touches},
    look,
    place::{Conn, Place},
    plan::Step,
    schema::{self, Schema},
    source::Script,
    sql::{Change, Token, change, split},
    step,
    target::Direction,
};
use crate::db::Dialect;

const DOING: &str = "replaying the migrations";

/// An empty database of a kind.
#[derive(Debug)]
pub(super) struct Scratch {
    conn: Conn,
    /// On PostgreSQL: how many schemas were made in this transaction.
    number: u32,
}

impl Scratch {
    pub(super) async fn open(place: &Place) -> Result<Self, EngineError> {
        match place {
            Place::Sqlite(_) => Self::in_memory().await,
            Place::Postgres(options) => {
                let conn = options
                    .connect()
                    .await
                    .doing("connecting to the database")?;
                let mut scratch = Self {
                    conn: Conn::Postgres(conn),
                    number: 0,
                };
                scratch.conn.begin().await?;
                scratch.enter(1).await?;
                Ok(scratch)
            }
        }
    }

    pub(super) async fn in_memory() -> Result<Self, EngineError> {
        let options = SqliteConnectOptions::new()
            .filename(":memory:")
            .foreign_keys(false);
        let conn = options
            .connect()
            .await
            .doing("opening a database in memory")?;
        Ok(Self {
            conn: Conn::Sqlite(conn),
            number: 0,
        })
    }

    /// A second, empty one. On PostgreSQL the first has to wait until it is taken back.
    pub(super) async fn another(&mut self) -> Result<Self, EngineError> {
        match &self.conn {
            Conn::Sqlite(_) => Self::in_memory().await,
            Conn::Postgres(_) => {
                self.enter(self.number + 1).await?;
                let conn = std::mem::replace(&mut self.conn, Self::in_memory().await?.conn);
                Ok(Self {
                    conn,
                    number: self.number,
                })
            }
        }
    }

    /// Ends what [`Self::another`] began.
    pub(super) async fn take_back(&mut self, other: Self) -> Result<(), EngineError> {
        if matches!(other.conn, Conn::Postgres(_)) {
            self.conn = other.conn;
            self.number = other.number;
            self.enter(1).await?;
        }
        Ok(())
    }

    /// Makes a schema where it is not there yet, and works in it.
    async fn enter(&mut self, number: u32) -> Result<(), EngineError> {
        let make = if number > self.number {
            self.number = number;
            format!("CREATE SCHEMA reprise_scratch_{number};")
        } else {
            String::new()
        };
        let enter = format!("{make} SET LOCAL search_path = reprise_scratch_{number}");
        self.conn.run(enter, "making a schema to try in").await
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.conn.dialect()
    }

    /// Runs a script as the engine would, apart from the ledger.
    pub(super) async fn run(&mut self, script: &Script) -> Result<(), EngineError> {
        let dialect = self.dialect();
        let statements = split(dialect, &script.sql);
        let changes: Vec<Change<'_>> = statements.iter().map(change).collect();
        let step = Step::recovered(0, String::new(), Direction::Up, script.clone(), None);
        let drops = changes
            .iter()
            .any(|c| matches!(c, Change::DropTable { .. }));
        let before = if dialect == Dialect::Sqlite && drops {
            step::prepare(&mut self.conn, std::slice::from_ref(&step)).await?;
            let schema = look::schema(&mut self.conn).await?;
            let touches = Touches::of(&self.conn, &step, &schema);
            let seen = guard::look(&mut self.conn, &touches).await?;
            Some((touches, seen))
        } else {
            None
        };
        if script.no_transaction() {
            for (statement, change) in statements.iter().zip(&changes) {
                let keeps_nothing = matches!(
                    change,
                    Change::Vacuum | Change::Analyze | Change::Reindex { .. }
                );
                if !keeps_nothing {
                    let sql = without_concurrently(statement.text, &statement.tokens);
                    self.conn.run(sql, DOING).await?;
                }
            }
        } else if !statements.is_empty() {
            self.conn.run(script.sql.to_string(), DOING).await?;
        }
        if let Some((touches, seen)) = before {
            guard::carry_over(&mut self.conn, &touches, &seen).await?;
        }
        Ok(())
    }

    /// Runs a script without putting back what a rebuilt table loses; says what that is.
    pub(super) async fn run_bare(&mut self, script: &Script) -> Result<Vec<String>, EngineError> {
        let there = self.hangers().await?;
        self.run(script).await?;
        let rebuilt = step::rebuilt_by(self.dialect(), script);
        let names = |text: &str| {
            let statements = split(self.dialect(), &script.sql);
            statements
                .iter()
                .any(|s| s.tokens.iter().any(|t| t.text.trim_matches('"') == text))
        };
        let lost = there.into_iter().filter(|(name, table, _)| {
            rebuilt.iter().any(|r| r.0.eq_ignore_ascii_case(table)) && !names(name)
        });
        Ok(lost.map(|(_, _, sql)| sql).collect())
    }

    /// Indexes and triggers: their name, their table, their statement.
    async fn hangers(&mut self) -> Result<Vec<(String, String, String)>, EngineError> {
        const HANGERS: &str = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL";
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlx::query_as(HANGERS).fetch_all(conn).await.doing(DOING),
            Conn::Postgres(_) => Ok(Vec::new()),
        }
    }

    pub(super) async fn schema(&mut self) -> Result<Schema, EngineError> {
        schema::read(&mut self.conn).await
    }

    /// Leaves nothing behind.
    pub(super) async fn close(mut self) {
        if matches!(self.conn, Conn::Postgres(_)) {
            self.conn.rollback().await;
        }
        // In memory, or rolled back: whether the goodbye arrives or not, nothing stays.
        let _ = match self.conn {
            Conn::Sqlite(conn) => conn.close().await,
            Conn::Postgres(conn) => conn.close().await,
        };
    }
}

/// `CREATE INDEX CONCURRENTLY` is for tables that others use.
fn without_concurrently(text: &str, tokens: &[Token<'_>]) -> String {
    let start = tokens.first().map_or(0, |token| token.at);
    let word = tokens.iter().find(|token| token.is("concurrently"));
    word.map_or_else(
        || text.to_owned(),
        |word| {
            let at = word.at - start;
            format!("{}{}", &text[..at], &text[at + word.text.len()..])
        },
    )
}
