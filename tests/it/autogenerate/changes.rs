//! Everything that can change in a description.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use reprise::{db::Dialect, migrate::schema::Renames};

use super::{empty, model::model, try_change};
use crate::support::migrate::Site;

/// What changes, the model before, the model after, what was renamed.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    // Tables.
    (
        "a table comes",
        "a(id, n bigint)",
        "a(id, n bigint); b(id, name varchar(20), key_id bigint, key key_id -> a cascade, index key_id)",
        "",
    ),
    (
        "a table goes",
        "a(id); b(id, a_id bigint, key a_id -> a cascade)",
        "a(id)",
        "",
    ),
    (
        "a table with children goes, and they",
        "a(id); b(id, a_id bigint, key a_id -> a cascade); c(id)",
        "c(id)",
        "",
    ),
    (
        "a table is renamed",
        "a(id, name varchar(20), n bigint = 1); b(id, a_id bigint, key a_id -> a cascade)",
        "songs(id, name varchar(20), n bigint = 1); b(id, a_id bigint, key a_id -> songs cascade)",
        "a:songs",
    ),
    (
        "a table is renamed and gets a column",
        "a(id, n bigint)",
        "songs(id, n bigint, mood text?)",
        "a:songs",
    ),
    (
        "two tables that refer to each other come",
        "a(id)",
        "a(id); b(id, c_id bigint?, key c_id -> c set null); c(id, b_id bigint?, key b_id -> b set null)",
        "",
    ),
    (
        "a table that refers to itself comes",
        "a(id)",
        "a(id); tree(id, parent_id bigint?, key parent_id -> tree cascade, index parent_id)",
        "",
    ),
    // Columns come and go.
    ("a nullable column comes", "a(id)", "a(id, mood text?)", ""),
    (
        "a column with a default comes",
        "a(id)",
        "a(id, plays bigint = 7)",
        "",
    ),
    (
        "a nullable column with a default comes",
        "a(id)",
        "a(id, mood varchar(9)? = 'calm')",
        "",
    ),
    (
        "a column without default comes",
        "a(id)",
        "a(id, plays bigint, name varchar(5), at time, ok bool, more json, f float)",
        "",
    ),
    (
        "a time that is now comes",
        "a(id)",
        "a(id, created_at time = now)",
        "",
    ),
    (
        "a column that is checked comes",
        "a(id)",
        "a(id, plays bigint = 0, check plays_positive plays >= 0)",
        "",
    ),
    (
        "a column that refers to another table comes",
        "a(id); b(id)",
        "a(id); b(id, a_id bigint?, key a_id -> a set null, index a_id)",
        "",
    ),
    (
        "a unique column comes",
        "a(id)",
        "a(id, code text?, unique code)",
        "",
    ),
    (
        "a json and a bool come",
        "a(id)",
        "a(id, more json?, loud bool = false)",
        "",
    ),
    (
        "a column in the middle comes",
        "a(id, z bigint)",
        "a(id, mood text?, z bigint)",
        "",
    ),
    ("a column goes", "a(id, mood text?)", "a(id)", ""),
    (
        "a column with a length goes",
        "a(id, mood varchar(20), n bigint)",
        "a(id, n bigint)",
        "",
    ),
    (
        "an indexed column goes",
        "a(id, n bigint, m bigint, index n m)",
        "a(id, n bigint)",
        "",
    ),
    (
        "a unique column goes",
        "a(id, n bigint, code text?, unique code)",
        "a(id, n bigint)",
        "",
    ),
    (
        "a checked column goes",
        "a(id, n bigint, m bigint?, check less n <= m)",
        "a(id, n bigint)",
        "",
    ),
    (
        "a column that refers to another table goes",
        "a(id); b(id, a_id bigint?, key a_id -> a cascade)",
        "a(id); b(id)",
        "",
    ),
    // Columns are renamed.
    (
        "a column is renamed",
        "a(id, mood text?)",
        "a(id, feeling text?)",
        "a.mood:feeling",
    ),
    (
        "a column with a length is renamed",
        "a(id, mood varchar(9), n bigint)",
        "a(id, feeling varchar(9), n bigint)",
        "a.mood:feeling",
    ),
    (
        "an indexed column is renamed",
        "a(id, mood text, index mood)",
        "a(id, feeling text, index feeling)",
        "a.mood:feeling",
    ),
    (
        "a checked, unique column is renamed",
        "a(id, n bigint, unique n, check positive n > 0)",
        "a(id, m bigint, unique m, check positive m > 0)",
        "a.n:m",
    ),
    (
        "a referring column is renamed",
        "a(id); b(id, a_id bigint, key a_id -> a cascade, index a_id)",
        "a(id); b(id, owner_id bigint, key owner_id -> a cascade, index owner_id)",
        "b.a_id:owner_id",
    ),
    (
        "a table and its column are renamed",
        "a(id, mood varchar(9)); b(id, a_id bigint, key a_id -> a cascade)",
        "songs(id, feeling varchar(9)); b(id, a_id bigint, key a_id -> songs cascade)",
        "a:songs songs.mood:feeling",
    ),
    // Types.
    (
        "a text gets longer",
        "a(id, mood varchar(9))",
        "a(id, mood varchar(90))",
        "",
    ),
    (
        "a text gets shorter",
        "a(id, mood varchar(90))",
        "a(id, mood varchar(9))",
        "",
    ),
    (
        "a text loses its length",
        "a(id, mood varchar(9))",
        "a(id, mood text)",
        "",
    ),
    (
        "a number becomes a text",
        "a(id, n bigint)",
        "a(id, n text)",
        "",
    ),
    (
        "a number becomes a float",
        "a(id, n bigint = 1)",
        "a(id, n float = 1.5)",
        "",
    ),
    (
        "a bool becomes a number",
        "a(id, n bool = true)",
        "a(id, n bigint = 1)",
        "",
    ),
    (
        "a text becomes json",
        "a(id, n text?)",
        "a(id, n json?)",
        "",
    ),
    (
        "a time becomes a number",
        "a(id, n time)",
        "a(id, n bigint)",
        "",
    ),
    // Nullability and defaults.
    (
        "nulls are allowed",
        "a(id, n bigint)",
        "a(id, n bigint?)",
        "",
    ),
    (
        "nulls are forbidden, with a default",
        "a(id, n bigint? = 3)",
        "a(id, n bigint = 3)",
        "",
    ),
    (
        "nulls are forbidden, without default",
        "a(id, n bigint?, t varchar(4)?)",
        "a(id, n bigint, t varchar(4))",
        "",
    ),
    (
        "a default comes",
        "a(id, n bigint, t text)",
        "a(id, n bigint = 3, t text = 'it''s')",
        "",
    ),
    (
        "a default changes",
        "a(id, n bigint = 3, b bool = true)",
        "a(id, n bigint = 4, b bool = false)",
        "",
    ),
    (
        "a default goes",
        "a(id, at time = now, f float = 0.5)",
        "a(id, at time, f float)",
        "",
    ),
    // Checks, uniques, keys.
    (
        "a check comes",
        "a(id, n bigint)",
        "a(id, n bigint, check positive n > 0)",
        "",
    ),
    (
        "a check changes",
        "a(id, n bigint, check positive n > 0)",
        "a(id, n bigint, check positive n >= 0 AND n < 100)",
        "",
    ),
    (
        "a checked column changes its type",
        "a(id, n float, check small n >= -1)",
        "a(id, n bigint, check small n >= -1)",
        "",
    ),
    (
        "a check goes",
        "a(id, n bigint, check positive n > 0)",
        "a(id, n bigint)",
        "",
    ),
    (
        "a unique comes",
        "a(id, n bigint, m bigint)",
        "a(id, n bigint, m bigint, unique n m)",
        "",
    ),
    (
        "a unique goes",
        "a(id, n bigint, unique n)",
        "a(id, n bigint)",
        "",
    ),
    (
        "a foreign key comes",
        "a(id); b(id, a_id bigint)",
        "a(id); b(id, a_id bigint, key a_id -> a cascade)",
        "",
    ),
    (
        "what a foreign key does changes",
        "a(id); b(id, a_id bigint?, key a_id -> a cascade)",
        "a(id); b(id, a_id bigint?, key a_id -> a set null)",
        "",
    ),
    (
        "a foreign key goes",
        "a(id); b(id, a_id bigint, key a_id -> a)",
        "a(id); b(id, a_id bigint)",
        "",
    ),
    (
        "a foreign key of two columns comes",
        "a(id, n bigint, unique id n); b(id, a_id bigint, n bigint)",
        "a(id, n bigint, unique id n); b(id, a_id bigint, n bigint, key a_id n -> a.id+n cascade)",
        "",
    ),
    (
        "a primary key of two columns",
        "a(id)",
        "a(id); b(a_id bigint, n bigint, t text?, primary a_id n, key a_id -> a cascade)",
        "",
    ),
    (
        "a primary key gets a third column",
        "b(x bigint, y bigint, z bigint, primary x y)",
        "b(x bigint, y bigint, z bigint, primary x y z)",
        "",
    ),
    // Indexes.
    (
        "an index comes",
        "a(id, n bigint)",
        "a(id, n bigint, index n)",
        "",
    ),
    (
        "an index gets a column",
        "a(id, n bigint, index n)",
        "a(id, n bigint, index n id)",
        "",
    ),
    (
        "an index goes",
        "a(id, n bigint, index n)",
        "a(id, n bigint)",
        "",
    ),
    (
        "an index becomes unique",
        "a(id, n bigint, index n)",
        "a(id, n bigint, unique index n)",
        "",
    ),
    (
        "an index of some rows comes",
        "a(id, n bigint?)",
        "a(id, n bigint?, index n where n IS NOT NULL)",
        "",
    ),
    (
        "an index holds other rows",
        "a(id, n bigint, index n where n > 1)",
        "a(id, n bigint, index n where n > 2)",
        "",
    ),
    // Much at once, children looking on.
    (
        "a table with children is made anew",
        "a(id, n bigint, index n); b(id, a_id bigint, key a_id -> a cascade); c(id, b_id bigint?, key b_id -> b set null)",
        "a(id, n bigint, index n, check positive n > 0); b(id, a_id bigint, t text = 'x', key a_id -> a cascade, unique a_id); c(id, b_id bigint?, key b_id -> b set null)",
        "",
    ),
    (
        "names that are words",
        "a(id, order bigint, user text?)",
        "a(id, order bigint = 1, user varchar(9)?, index order)",
        "",
    ),
];

async fn all(dialect: Dialect) {
    let keeps = Site::new(dialect).await;
    let mut failed = Vec::new();
    for (what, old, new, renamed) in CHANGES {
        let mut renames = Renames::default();
        for rename in renamed.split_whitespace() {
            renames.add(rename.parse().unwrap());
        }
        // A file of its own for SQLite; PostgreSQL is emptied, which is faster than another database.
        let own;
        let site = if dialect == Dialect::Sqlite {
            own = Site::new(dialect).await;
            &own
        } else {
            empty(&keeps).await;
            &keeps
        };
        let (old, new) = (model(old), model(new));
        let tried = AssertUnwindSafe(try_change(site, what, &old, &new, &renames));
        if tried.catch_unwind().await.is_err() {
            failed.push(what);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_of_a_model_goes_up_and_down_on_sqlite() {
    all(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_of_a_model_goes_up_and_down_on_postgres() {
    all(Dialect::Postgres).await;
}
