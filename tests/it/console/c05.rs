//! C5: on a failure: what failed, at which line, in the database's own words, what the database is now, the ways out.

use reprise::db::Dialect;
use simulator::{ANNA, OLGA};

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

const BAD: &str = "CREATE TABLE t3 (id BIGINT);\nCREATE TABLE t1 (id BIGINT);";

on_both_sites!(what_fails_on_the_copy_is_not_offered, |site| {
    site.tables(1);
    site.pair("0002_bad", BAD, "DROP TABLE t3;");
    let desk = Desk::open(site).await;
    desk.ask(OLGA, "/migrate_up", "0002_bad").await;
    desk.until(OLGA, "План").await;
    match site.dialect {
        Dialect::Sqlite => insta::assert_snapshot!(desk.transcript(OLGA), @"
        > /migrate_up
        < base → 0002, застосувати 2 міграції
          
          ↑ 0001_t1
          ↑ 0002_bad
          
          Нічого не зникне.
          Це можна повернути.
          Копія: зберігати нічого.
          Перевірено на копії ваших даних: 0002_bad не вдалася. Нічого не змінилося.
          Рядок 2:
          CREATE TABLE t1 (id BIGINT)
          База відповідає: table t1 already exists
          План [code] (edited)
          [‹ Стан]
        "),
        Dialect::Postgres => insta::assert_snapshot!(desk.transcript(OLGA), @r#"
        > /migrate_up
        < base → 0002, застосувати 2 міграції
          
          ↑ 0001_t1
          ↑ 0002_bad
          
          Нічого не зникне.
          Це можна повернути.
          Копія: зберігати нічого.
          Перевірено на копії ваших даних: 0002_bad не вдалася. Нічого не змінилося.
          Рядок 2:
          CREATE TABLE t1 (id BIGINT)
          База відповідає: relation "t1" already exists
          План [code] (edited)
          [‹ Стан]
        "#),
    }
    desk.stop().await;
});

on_both_sites!(what_fails_on_the_data_says_what_is_the_case_now, |site| {
    site.pair("0001_t1", "CREATE TABLE t1 (id BIGINT);", "DROP TABLE t1;");
    site.pair("0002_t2", "CREATE TABLE t2 (id BIGINT);", "DROP TABLE t2;");
    site.pair(
        "0003_one",
        "CREATE UNIQUE INDEX t1_id_key ON t1 (id);",
        "DROP INDEX t1_id_key;",
    );
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up 1", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    // What was tried on the copy does not work any more.
    site.sql("INSERT INTO t1 VALUES (1), (1)").await;
    desk.press(ANNA, "Apply 2", "failed").await;
    assert_eq!(site.applied().await, [1, 2]);
    let transcript = desk.transcript(ANNA);
    let failed = transcript.rsplit("> /migrate_up\n").next().unwrap();
    match site.dialect {
        Dialect::Sqlite => insta::assert_snapshot!(failed, @"
        < 0003_one failed.
          Line 1:
          CREATE UNIQUE INDEX t1_id_key ON t1 (id)
          The database says: UNIQUE constraint failed: t1.id
          
          1 of 2 applied and kept.
          Backup [backup], [size] (edited)
          [Undo the one that was kept]
          [Backups]
          [Look again|‹ Status]
        "),
        Dialect::Postgres => insta::assert_snapshot!(failed, @r#"
        < 0003_one failed.
          Line 1:
          CREATE UNIQUE INDEX t1_id_key ON t1 (id)
          The database says: could not create unique index "t1_id_key"
          
          1 of 2 applied and kept.
          Backup [backup], [size] (edited)
          [Undo the one that was kept]
          [Backups]
          [Look again|‹ Status]
        "#),
    }
    desk.press(ANNA, "Undo the one that was kept", "Plan ")
        .await;
    desk.press(ANNA, "Take back 1", "Done").await;
    assert_eq!(site.applied().await, [1]);
    desk.stop().await;
});
