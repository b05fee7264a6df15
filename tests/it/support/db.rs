//! Databases for tests: both kinds from one body, each test with one of its own.
//!
//! ```ignore
//! on_both!(a_playlist_is_kept, |db| {
//!     let mut tx = db.begin().await.unwrap();
//!     …
//! });
//! ```
//!
//! A database is a copy of one that each test process migrates once. It goes away with its [`Database`]; what a killed
//! run leaves behind is swept by the next one.

use std::{
    fs,
    hash::{BuildHasher as _, RandomState},
    ops::Deref,
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
};

use reprise::{
    clock::SystemClock,
    config::{self, Config},
    db::{Db, Dialect, Tx},
    migrate::{
        Cancel, Engine,
        boot::{Booted, Policy},
    },
};
use reqwest::Url;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::{runtime::Runtime, sync::OnceCell};

/// Runs one body on a migrated SQLite file and on a migrated PostgreSQL database; `|db|` is a `&Database`.
///
/// With `on_both!(name, empty |db| { … })` nothing at all was made in it yet.
macro_rules! on_both {
    ($(#[$meta:meta])* $name:ident, |$db:ident| $body:block) => {
        $crate::support::db::on_both!(@ migrated, $(#[$meta])* $name, $db, $body);
    };
    ($(#[$meta:meta])* $name:ident, empty |$db:ident| $body:block) => {
        $crate::support::db::on_both!(@ empty, $(#[$meta])* $name, $db, $body);
    };
    (@ $how:ident, $(#[$meta:meta])* $name:ident, $db:ident, $body:block) => {
        $(#[$meta])*
        async fn $name($db: &$crate::support::db::Database) $body

        mod $name {
            use reprise::db::Dialect;
            use $crate::support::db::Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(&Database::$how(Dialect::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name(&Database::$how(Dialect::Postgres).await).await;
            }
        }
    };
}
pub(crate) use on_both;

/// A database of one test's own; it derefs to its [`Db`].
pub struct Database {
    pub db: Db,
    /// To start a whole bot on it.
    pub options: config::Database,
    /// Dropped last: takes the database away.
    place: Place,
}

impl Database {
    /// A SQLite database as the bot leaves it after its first start.
    pub async fn sqlite() -> Self {
        Self::migrated(Dialect::Sqlite).await
    }

    /// The same on PostgreSQL.
    pub async fn postgres() -> Self {
        Self::migrated(Dialect::Postgres).await
    }

    /// A database as the bot leaves it after its first start.
    pub async fn migrated(dialect: Dialect) -> Self {
        let place = match dialect {
            Dialect::Sqlite => {
                let place = Place::folder();
                fs::write(place.file(), sqlite_template().await).unwrap();
                place
            }
            Dialect::Postgres => Place::on_server(&Server::get().await.template).await,
        };
        Self::at(place).await
    }

    /// A database with nothing in it.
    pub async fn empty(dialect: Dialect) -> Self {
        Self::at(match dialect {
            Dialect::Sqlite => Place::folder(),
            Dialect::Postgres => Place::on_server("template0").await,
        })
        .await
    }

    async fn at(place: Place) -> Self {
        let options = place.options().await;
        Self {
            db: Db::open(&options).await.unwrap(),
            options,
            place,
        }
    }

    /// Another handle on it, as another process would have it.
    pub async fn open(&self) -> Db {
        Db::open(&self.options).await.unwrap()
    }

    pub fn url(&self) -> &str {
        self.options.url.expose()
    }

    /// A folder that goes away with the database. A SQLite database is in it.
    pub fn folder(&self) -> &Path {
        &self.place.folder
    }
}

impl Deref for Database {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// What the configuration makes of a URL.
pub fn options(url: &str) -> config::Database {
    Config::from_toml(&format!("database.url = {url:?}"))
        .unwrap()
        .database
}

/// Runs statements as they stand, whichever database this is.
pub async fn execute(tx: &mut Tx, sql: &str) -> sqlx::Result<()> {
    let sql = sqlx::raw_sql(AssertSqlSafe(sql));
    match tx {
        Tx::Sqlite(conn) => sql.execute(&mut **conn).await.map(drop),
        Tx::Postgres(conn) => sql.execute(&mut **conn).await.map(drop),
    }
}

/// Makes a new database ready as the bot's start does.
async fn make_ready(options: &config::Database) {
    let db = Db::open(options).await.unwrap();
    db.create_runtime_tables().await.unwrap();
    let config = Config {
        database: options.clone(),
        ..Config::default()
    };
    let engine = Engine::of_the_bot(&config, &db, Arc::new(SystemClock)).unwrap();
    let booted = engine
        .boot(
            Policy::from(&config.migrations),
            &Cancel::default(),
            &|_| (),
        )
        .await;
    assert!(matches!(booted, Booted::Ready { .. }), "{booted:?}");
    db.close().await;
}

/// The file of a migrated SQLite database.
async fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(async || {
            let place = Place::folder();
            make_ready(&place.options().await).await;
            fs::read(place.file()).unwrap()
        })
        .await
}

/// Where a database lives. What is dropped with it that cannot be removed is swept by the next run.
struct Place {
    folder: PathBuf,
    /// Its name on the server, where it is on one.
    server_name: Option<String>,
}

impl Place {
    fn folder() -> Self {
        let folder = RUN_FOLDER.join(next_number().to_string());
        fs::create_dir(&folder).unwrap();
        Self {
            folder,
            server_name: None,
        }
    }

    async fn on_server(template: &str) -> Self {
        let name = database_name(&next_number().to_string());
        create(&mut Server::get().await.connect().await, &name, template).await;
        let mut place = Self::folder();
        place.server_name = Some(name);
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.join("reprise.db")
    }

    async fn options(&self) -> config::Database {
        if let Some(name) = &self.server_name {
            return Server::get().await.options(name);
        }
        let file = self.file();
        let path = file.to_str().unwrap();
        options(&format!(
            "sqlite://{}",
            path.replace('%', "%25").replace('?', "%3F")
        ))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(name) = self.server_name.take() {
            let (done, is_done) = mpsc::channel::<()>();
            RUNTIME.spawn(async move {
                let _done = done;
                remove(&mut Server::get().await.connect().await, &name).await;
            });
            // Comes back when the task ends, well or not.
            let _ = is_done.recv();
        }
    }
}

// What tells runs apart.

/// A word nobody else has. Tests' databases and folders carry it; a lock with its name says that the run is not over.
static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("run"));

fn next_number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Tests end with their runtimes; what has to outlive a test, or happen in a `drop`, happens here.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// The folder of this run, held by a lock on a file in it for as long as the process lives.
static RUN_FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("databases");
    fs::create_dir_all(&all).unwrap();
    let one_at_a_time = fs::File::create(all.join("lock")).unwrap();
    one_at_a_time.lock().unwrap();
    for entry in fs::read_dir(&all).unwrap() {
        let folder = entry.unwrap().path();
        let lock = fs::File::open(folder.join("lock"));
        if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
            fs::remove_dir_all(folder).unwrap();
        }
    }
    let ours = all.join(format!("{:016x}", *RUN));
    fs::create_dir(&ours).unwrap();
    let alive = fs::File::create(ours.join("lock")).unwrap();
    alive.lock().unwrap();
    std::mem::forget(alive);
    ours
});

// The server whose address the tests are given.

struct Server {
    url: Url,
    template: String,
    /// Its advisory lock lasts as long as this process.
    _alive: PgConnection,
}

impl Server {
    async fn get() -> &'static Self {
        static SERVER: OnceCell<Server> = OnceCell::const_new();
        SERVER
            .get_or_init(async || RUNTIME.spawn(Self::prepare()).await.unwrap())
            .await
    }

    async fn prepare() -> Self {
        let url = Url::parse(&address()).expect("REPRISE_TEST_POSTGRES is an address");
        let mut alive = PgConnection::connect(url.as_str())
            .await
            .expect("the server of REPRISE_TEST_POSTGRES answers");
        sweep(&mut alive).await;
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(RUN.cast_signed())
            .execute(&mut alive)
            .await
            .unwrap();
        let template = database_name("template");
        create(&mut alive, &template, "template0").await;
        let server = Self {
            url,
            template,
            _alive: alive,
        };
        make_ready(&server.options(&server.template)).await;
        server
    }

    fn options(&self, database: &str) -> config::Database {
        let mut url = self.url.clone();
        url.set_path(database);
        options(url.as_str())
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(self.url.as_str()).await.unwrap()
    }
}

/// Where PostgreSQL is: the one thing that tests read from the environment.
fn address() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests/with-postgres.sh tells the server's address in the environment"
    )]
    let address = std::env::var("REPRISE_TEST_POSTGRES");
    address.expect(
        "no PostgreSQL to test on: run the tests with `tests/with-postgres.sh cargo test`, or name a server in REPRISE_TEST_POSTGRES",
    )
}

fn database_name(what: &str) -> String {
    format!("reprise_test_{:016x}_{what}", *RUN)
}

async fn create(connection: &mut PgConnection, name: &str, template: &str) {
    let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
    connection.execute(AssertSqlSafe(create)).await.unwrap();
}

async fn remove(connection: &mut PgConnection, name: &str) {
    let remove = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    connection.execute(AssertSqlSafe(remove)).await.unwrap();
}

/// Removes the databases of runs that are over: nobody holds their lock.
async fn sweep(connection: &mut PgConnection) {
    const OURS: &str = r"SELECT datname FROM pg_database WHERE datname LIKE 'reprise\_test\_%'";
    let names: Vec<String> = sqlx::query_scalar(OURS)
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    for name in names {
        let run = name.split('_').nth(2).unwrap();
        let run = u64::from_str_radix(run, 16).unwrap();
        let is_over: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
            .bind(run.cast_signed())
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        if is_over {
            remove(connection, &name).await;
        }
    }
    connection
        .execute("SELECT pg_advisory_unlock_all()")
        .await
        .unwrap();
}
