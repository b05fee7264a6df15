//! C1: one panel, changed in place, says where the database is, what waits, what is wrong; buttons lead everywhere else.

use reprise::db::Dialect;
use simulator::{ANNA, OLGA};

use super::desk::{Desk, LUCIA, PAVEL};
use crate::support::migrate::on_both_sites;

on_both_sites!(the_panel_says_where_the_database_is, |site| {
    site.tables(5);
    let desk = Desk::open(site).await;
    desk.until_at_rest().await;
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
      Чекають 5 міграцій
      0001_t1
      0002_t2
      0003_t3
      … і ще 2
      Не притримано
      Перевірка ще не проводилася
      Замок вільний
      Копій поки немає
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
    desk.press(ANNA, "History", "0 of 5 applied").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Migrations: 0 of 5 applied
      · 0005_t5
      · 0004_t4
      · 0003_t3
      · 0002_t2
      · 0001_t1 (edited)
      [When and by whom|‹ Status]
    "); }
    desk.stop().await;
});

on_both_sites!(who_migrates_is_named_in_the_owners_language, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    let lock = site.lock().await;
    let line = async |person, word: &str| {
        let panel = desk.ask(person, "/migrate_status", word).await;
        let words = panel.body.words().to_owned();
        let line = words
            .lines()
            .find(|line| line.starts_with(word))
            .unwrap()
            .to_owned();
        // The number of a connection is another one each time.
        line.split(' ')
            .map(|word| {
                if word.parse::<i64>().is_ok_and(|n| n != 998 && n != 4711) {
                    "#"
                } else {
                    word
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let said = [
        line(ANNA, "Lock").await,
        line(OLGA, "Замок").await,
        line(LUCIA, "Cerrojo").await,
        line(PAVEL, "Замок").await,
    ];
    match site.dialect {
        Dialect::Sqlite => insta::assert_snapshot!(said.join("\n"), @"
        Lock held by the command line (uid 998), process 4711, since 09:40 UTC
        Замок тримає командний рядок (uid 998), процес 4711, з 09:40 UTC
        Cerrojo lo tiene la línea de comandos (uid 998), proceso 4711, desde las 09:40 UTC
        Замок держит командная строка (uid 998), процесс 4711, с 09:40 UTC
        "),
        Dialect::Postgres => insta::assert_snapshot!(said.join("\n"), @"
        Lock held by connection # to the database
        Замок тримає з’єднання з базою #
        Cerrojo lo tiene la conexión # a la base
        Замок держит соединение с базой #
        "),
    }
    drop(lock);
    desk.stop().await;
});
