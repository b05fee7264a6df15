//! C1: one panel, changed in place, says where the database is, what waits, what is wrong; buttons lead everywhere else.

use reprise::db::Dialect;
use simulator::{ANNA, OLGA};

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(the_panel_says_where_the_database_is, |site| {
    site.tables(5);
    let desk = Desk::open(site).await;
    // To say that it is there, a start makes its own tables, under the lock. On PostgreSQL it waits for that itself.
    let engine = site.engine();
    while site.dialect == Dialect::Sqlite
        && (!site.has_table("_reprise_peers").await
            || engine.status().await.unwrap().lock_holder.is_some())
    {
        tokio::task::yield_now().await;
    }
    desk.ask(ANNA, "/migrate_status", "Database").await;
    desk.ask(OLGA, "/migrate_status", "База").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Database [db], [size]
      Revision base: nothing is applied
      Pending 5 migrations
      0001_t1
      0002_t2
      0003_t3
      … and 2 more
      Held no
      Checks not run yet
      Lock free
      Backup none yet
      [Plan|↑ Up|↓ Down]
      [History|Log|Verify]
      [Back up now|Backups]
      [Refresh]
    "); }
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(OLGA), @"
    > /migrate_status
    < База [db], [size]
      Версія base: нічого не застосовано
      Чекає 5 міграцій
      0001_t1
      0002_t2
      0003_t3
      … і ще 2
      Притримано ні
      Перевірка ще не проводилася
      Замок вільний
      Копія поки немає
      [План|↑ Вгору|↓ Вниз]
      [Історія|Журнал|Перевірити]
      [Зробити копію|Копії]
      [Оновити]
    "); }
    // It changes in place.
    desk.press(ANNA, "Verify", "in order").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Everything is in order.
      
      ✓ the file is intact
      ✓ every reference leads somewhere
      ✓ the applied migrations are those of this build
      ✓ the schema is as the last migration left it (edited)
      [Verify|‹ Status]
    "); }
    desk.press(ANNA, "‹ Status", "Checks file and schema").await;
    desk.press(ANNA, "History", "applied").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Database [db], [size]
      Revision base: nothing is applied
      Pending 5 migrations
      0001_t1
      0002_t2
      0003_t3
      … and 2 more
      Held no
      Checks file and schema in order, just now
      Lock free
      Backup none yet (edited)
      [Plan|↑ Up|↓ Down]
      [History|Log|Verify]
      [Back up now|Backups]
      [Refresh]
    "); }
    desk.stop().await;
});
