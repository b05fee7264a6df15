//! What the owner asks of the schema from the chat: how it differs, a script for the hand, the ledger set with a reason.

use simulator::ANNA;

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(the_schema_is_compared_and_the_ledger_set, |site| {
    site.tables(2);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_drift", "what its migrations give")
        .await;
    site.sql("CREATE TABLE t1 (id BIGINT PRIMARY KEY); CREATE TABLE notes (id BIGINT)")
        .await;
    desk.ask(ANNA, "/migrate_drift", "extra TABLE notes").await;
    desk.ask(ANNA, "/migrate_sql base:1", "sqlite3").await;
    desk.ask(ANNA, "/migrate_up +1 --sql", "sqlite3").await;
    desk.ask(ANNA, "/migrate_stamp 0001", "Say why").await;
    desk.ask(
        ANNA,
        "/migrate_stamp 0001 made by hand",
        "not what 0001 gives",
    )
    .await;
    assert!(site.applied().await.is_empty());
    desk.ask(
        ANNA,
        "/migrate_stamp 0001 --force made by hand",
        "The ledger says 0001",
    )
    .await;
    assert_eq!(site.applied().await, [1]);
    desk.stop().await;
});
