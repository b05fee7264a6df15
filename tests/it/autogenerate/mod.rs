//! Migrations written by the program: whatever changes in the description of a table, what is written does it, and takes it back,
//! on both databases with rows in them. Judged by `pg_dump` and by the statements SQLite keeps, not by what we read ourselves.

mod changes;
mod drift;
mod judge;
mod model;
mod property;
mod rows;

use reprise::{
    db::Dialect,
    migrate::{
        autogenerate,
        schema::{Renames, Schema, of_models},
        target::Direction::Up,
    },
};

use crate::support::migrate::{Site, Walk as _};
use model::Model;

/// The statements that make everything a model says.
fn from_nothing(dialect: Dialect, model: &Model) -> String {
    let to = of_models(dialect, model);
    autogenerate::script(dialect, &Schema::default(), &to, &Renames::default())
}

/// Takes everything away, to begin anew.
async fn empty(site: &Site) {
    if site.dialect == Dialect::Postgres {
        site.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS reprise_engine CASCADE;")
            .await;
    }
}

/// What a database says of itself that was made from the model and nothing else.
async fn made_from(dialect: Dialect, model: &Model) -> Vec<String> {
    let site = Site::new(dialect).await;
    site.sql(&from_nothing(dialect, model)).await;
    judge::of(&site).await
}

/// Runs a change of the model up and down with rows in the tables.
async fn try_change(site: &Site, what: &str, old: &Model, new: &Model, renames: &Renames) {
    let dialect = site.dialect;
    let (before, after) = (of_models(dialect, old), of_models(dialect, new));
    let up = autogenerate::script(dialect, &before, &after, renames);
    let down = autogenerate::script(dialect, &after, &before, &renames.inverse());
    let told = |way: &str| format!("{dialect:?}, {what}, {way}:\n{up}-- down\n{down}");
    let expected_new = made_from(dialect, new).await;
    site.pair("0001_old", &from_nothing(dialect, old), "SELECT 1;");
    site.pair("0002_change", &up, &down);
    let mut engine = site.engine();
    engine.settings.backups = false;
    engine.go(Up, "1").await.unwrap();
    let expected_old = judge::of(site).await;
    rows::insert(site, old).await;
    let had = rows::surviving(site, old, new, renames, false).await;
    if let Err(failed) = engine.go(Up, "2").await {
        panic!("{}: {}", told("up"), failed.error.chain());
    }
    judge::assert_same(&judge::of(site).await, &expected_new, &told("up"));
    assert_eq!(
        rows::surviving(site, old, new, renames, true).await,
        had,
        "{}",
        told("rows after up")
    );
    let down_plan = engine
        .shown(reprise::migrate::target::Direction::Down, "-1")
        .await
        .unwrap();
    if let Err(failed) = engine.run(down_plan).await {
        panic!("{}: {}", told("down"), failed.error.chain());
    }
    judge::assert_same(&judge::of(site).await, &expected_old, &told("down"));
    assert_eq!(
        rows::surviving(site, old, new, renames, false).await,
        had,
        "{}",
        told("rows after down")
    );
}
