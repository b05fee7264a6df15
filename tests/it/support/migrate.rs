//! A database of a test's own, a folder of migrations beside it, and the engine on both; or the real program.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
};

use reprise::{
    clock::SystemClock,
    config::Config,
    db::Dialect,
    migrate::{
        Cancel, Consent, Engine, EngineError, Failed, Manner, Report,
        command::RunOptions,
        journal::{Actor, From},
        place::Place,
        plan::Plan,
        source::Known,
        target::Direction,
    },
};
use sqlx::AssertSqlSafe;

use super::db::{Database, execute};

/// Two tests from one body, each with a [`Site`] whose database is empty.
macro_rules! on_both_sites {
    ($(#[$meta:meta])* $name:ident, |$site:ident| $body:block) => {
        $(#[$meta])*
        async fn $name($site: &$crate::support::migrate::Site) $body

        mod $name {
            use reprise::db::Dialect;
            use $crate::support::migrate::Site;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(&Site::new(Dialect::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name(&Site::new(Dialect::Postgres).await).await;
            }
        }
    };
}
pub(crate) use on_both_sites;

/// Where Debian has its programs; the environment of the tests is not passed on.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

pub struct Site {
    pub db: Database,
    pub dialect: Dialect,
    folder: tempfile::TempDir,
}

impl Site {
    pub async fn new(dialect: Dialect) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("source")).unwrap();
        Self {
            db: Database::empty(dialect).await,
            dialect,
            folder,
        }
    }

    pub fn url(&self) -> &str {
        self.db.url()
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> PathBuf {
        self.db.options.url.sqlite_file().unwrap()
    }

    /// The write-ahead log of a SQLite database.
    pub fn path_of_log(&self) -> PathBuf {
        let mut log = self.file().into_os_string();
        log.push("-wal");
        log.into()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn source(&self) -> PathBuf {
        self.path("source")
    }

    /// Where the program tries plans on copies.
    pub fn rehearsals(&self) -> PathBuf {
        let data = match self.dialect {
            Dialect::Sqlite => self.file().parent().unwrap().to_owned(),
            Dialect::Postgres => self.path("data"),
        };
        data.join("tmp/migrate")
    }

    /// Whether a copy of a SQLite file has grown so much.
    pub fn is_rehearsing_more_than(&self, bytes: u64) -> bool {
        let folders = fs::read_dir(self.rehearsals()).into_iter().flatten();
        let logs = folders.map(|folder| folder.unwrap().path().join("rehearsal.sqlite-wal"));
        logs.filter_map(|log| fs::metadata(log).ok())
            .any(|log| log.len() > bytes)
    }

    /// Writes `0001_name.up.sql` and `0001_name.down.sql`.
    pub fn pair(&self, stem: &str, up: &str, down: &str) -> &Self {
        self.script(&format!("{stem}.up"), up)
            .script(&format!("{stem}.down"), down)
    }

    pub fn script(&self, stem: &str, sql: &str) -> &Self {
        fs::write(self.source().join(format!("{stem}.sql")), sql).unwrap();
        self
    }

    pub fn remove(&self, stem: &str) -> &Self {
        fs::remove_file(self.source().join(format!("{stem}.sql"))).unwrap();
        self
    }

    /// Migrations that each make a table: `t1`, `t2`, …
    pub fn tables(&self, count: i64) -> &Self {
        for n in 1..=count {
            self.pair(
                &format!("{n:04}_t{n}"),
                &format!("CREATE TABLE t{n} (id BIGINT PRIMARY KEY);"),
                &format!("DROP TABLE t{n};"),
            );
        }
        self
    }

    /// The engine on the folder of migrations.
    pub fn engine(&self) -> Engine {
        self.engine_on(Known::folder(self.dialect, &self.source()).unwrap())
    }

    /// The engine on the migrations in the program.
    pub fn embedded(&self) -> Engine {
        self.engine_on(Known::embedded(self.dialect).unwrap())
    }

    fn engine_on(&self, known: Known) -> Engine {
        let mut config = Config {
            database: self.db.options.clone(),
            ..Config::default()
        };
        config.migrations.backup_dir = Some(self.path("backups"));
        let mut engine = Engine::configured(
            &config,
            Place::from_url(self.url()).unwrap(),
            known,
            Arc::new(SystemClock),
        );
        engine.settings.temp_dir = self.path("tmp");
        engine.gate = Some(self.db.gate().clone());
        engine
    }

    /// Runs statements as somebody else would, by the bot's own pool.
    pub async fn sql(&self, sql: &str) {
        let mut tx = self.db.begin().await.unwrap();
        execute(&mut tx, sql).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.db.read().await.unwrap() {
            reprise::db::Tx::Sqlite(conn) => sqlx::query_scalar(sql)
                .fetch_one(&mut **conn)
                .await
                .unwrap(),
            reprise::db::Tx::Postgres(conn) => sqlx::query_scalar(sql)
                .fetch_one(&mut **conn)
                .await
                .unwrap(),
        }
    }

    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.db.read().await.unwrap() {
            reprise::db::Tx::Sqlite(conn) => sqlx::query_scalar(sql)
                .fetch_all(&mut **conn)
                .await
                .unwrap(),
            reprise::db::Tx::Postgres(conn) => sqlx::query_scalar(sql)
                .fetch_all(&mut **conn)
                .await
                .unwrap(),
        }
    }

    pub async fn has_table(&self, name: &str) -> bool {
        let sql = match self.dialect {
            Dialect::Sqlite => format!(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{name}'"
            ),
            Dialect::Postgres => format!("SELECT count(to_regclass('{name}'))"),
        };
        self.number(&sql).await == 1
    }

    /// The applied versions.
    pub async fn applied(&self) -> Vec<i64> {
        self.engine().facts().await.unwrap().applied()
    }

    /// The same where the folder may be out of order.
    pub async fn applied_or_nothing(&self) -> Vec<i64> {
        self.embedded().facts().await.unwrap().applied()
    }

    /// `reprise migrate …` on this database and folder, as a process to be started.
    pub fn program(&self, arguments: &[&str]) -> Command {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test of the whole program starts it"
        )]
        let mut command = Command::new(env!("CARGO_BIN_EXE_reprise"));
        command
            .args(["migrate", "--database-url", self.url(), "--source"])
            .arg(self.source())
            .args(arguments)
            .env_clear()
            .env("PATH", PATH)
            .env("REPRISE_MIGRATIONS__BACKUP_DIR", self.path("backups"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The program with these arguments alone.
    pub fn run_bare(&self, arguments: &[&str]) -> (i32, String, String) {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test of the whole program starts it"
        )]
        let mut command = Command::new(env!("CARGO_BIN_EXE_reprise"));
        command
            .arg("migrate")
            .args(arguments)
            .env_clear()
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        read(&command.output().unwrap())
    }

    /// The program on this database with its own migrations: exit code, standard output, standard error.
    pub fn run_embedded(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run_bare(&[&["--database-url", self.url()], arguments].concat())
    }

    /// Takes every script away.
    pub fn remove_all(&self) {
        fs::remove_dir_all(self.source()).unwrap();
        fs::create_dir(self.source()).unwrap();
    }

    /// Runs a shell script with a file system of its own.
    pub fn in_namespace(&self, script: &str) -> Output {
        #[expect(
            clippy::disallowed_methods,
            reason = "only a process can have another file system"
        )]
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--map-root-user", "sh", "-ec", script])
            .env_clear()
            .env("PATH", PATH)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Runs it to its end: exit code, standard output, standard error.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        read(&self.program(arguments).output().unwrap())
    }
}

/// Somebody else migrates, until this is dropped.
pub enum Lock {
    File(#[expect(dead_code, reason = "held, not read")] fs::File),
    Connection(#[expect(dead_code, reason = "held, not read")] Box<sqlx::PgConnection>),
}

impl Site {
    /// Takes the lock of migrations: as a program of somebody called uid 998 does it, or as sqlx's own migrator.
    pub async fn lock(&self) -> Lock {
        use sqlx::{Connection as _, migrate::Migrate as _};

        if self.dialect == Dialect::Sqlite {
            let path = self.file().with_added_extension("lock");
            let file = fs::File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)
                .unwrap();
            file.lock().unwrap();
            let holder = r#"{"by":{"who":"uid 998","from":"cli","host":"vps"},"pid":4711,"since":"2026-01-31T09:40:00Z"}"#;
            fs::write(path, holder).unwrap();
            return Lock::File(file);
        }
        let mut conn = sqlx::PgConnection::connect(self.url()).await.unwrap();
        conn.lock().await.unwrap();
        Lock::Connection(Box::new(conn))
    }
}

pub fn read(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

pub fn me() -> Actor {
    Actor {
        who: "tester".to_owned(),
        from: From::Cli,
        host: "test".to_owned(),
    }
}

/// What a person does: look, say yes, run.
pub trait Walk {
    async fn shown(&self, direction: Direction, target: &str) -> Result<Plan, EngineError>;
    async fn go(&self, direction: Direction, target: &str) -> Result<Report, Failed>;
    async fn up(&self) -> Report;
    async fn down(&self, target: &str) -> Report;
    /// Why it was refused or failed, in one line.
    async fn refused(&self, direction: Direction, target: &str) -> String;
    async fn run(&self, plan: Plan) -> Result<Report, Failed>;
}

impl Walk for Engine {
    async fn shown(&self, direction: Direction, target: &str) -> Result<Plan, EngineError> {
        self.plan(&RunOptions::default().request(direction, target))
            .await
    }

    async fn go(&self, direction: Direction, target: &str) -> Result<Report, Failed> {
        self.run(self.shown(direction, target).await.unwrap()).await
    }

    async fn run(&self, plan: Plan) -> Result<Report, Failed> {
        let digest = plan.digest.clone();
        let approved = plan.approve(&digest, &Consent::Beforehand, me()).unwrap();
        self.apply(approved, Manner::default(), &Cancel::default(), &|_| ())
            .await
    }

    async fn up(&self) -> Report {
        self.go(Direction::Up, "head").await.unwrap()
    }

    async fn down(&self, target: &str) -> Report {
        self.go(Direction::Down, target).await.unwrap()
    }

    async fn refused(&self, direction: Direction, target: &str) -> String {
        match self.shown(direction, target).await {
            Err(error) => error.chain(),
            Ok(plan) => self.run(plan).await.unwrap_err().error.chain(),
        }
    }
}

/// Two files are the same, byte by byte; or neither is there.
pub fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// Sends a signal to a child.
pub fn signal(child: &Child, name: &str) {
    #[expect(clippy::disallowed_methods, reason = "std sends no signal but SIGKILL")]
    let mut command = Command::new("kill");
    let sent = command
        .args([format!("-{name}"), child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}
