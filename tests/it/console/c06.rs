//! C6: backups: listed, made now, sent as a file where they are small enough, put back with a typed code.

use reprise::db::Dialect;
use simulator::ANNA;

use super::desk::Desk;
use crate::support::migrate::{Site, on_both_sites};

on_both_sites!(a_backup_is_made_and_put_back, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    desk.ask(ANNA, "/migrate_backups", "no backups").await;
    desk.press(ANNA, "Back up now", "checked").await;
    site.sql("INSERT INTO t1 VALUES (2)").await;
    desk.press(ANNA, "Backups", "1 backup").await;
    desk.press(ANNA, "Restore 01-31 09:45", "Put back").await;
    desk.press(ANNA, "Put it back", "two minutes").await;
    desk.confirm(ANNA, "Restored").await;
    assert_eq!(site.number("SELECT count(*) FROM t1").await, 1);
    desk.ask(ANNA, "/migrate_plan", "Nothing to do").await;
    desk.ask(ANNA, "/migrate_up", "Nothing to do").await;
    let transcript = desk.transcript(ANNA);
    let restored = transcript.rsplit("> /migrate_backups").next().unwrap();
    insta::allow_duplicates! { insta::assert_snapshot!(restored, @"

    < Plan [code] is confirmed. (edited)
    > [code]
    < Restored: the database is at 0001.
      Backup [backup], [size]
      Migrations are held now; ↑ Up moves on when you want it. (edited)
      [Backups|‹ Status]
    > /migrate_plan
    < Nothing to do: the database is at 0001. (edited)
      [‹ Status]
    > /migrate_up
    < Nothing to do: the database is at 0001.
      Migrations were held; from now on a restart applies them again. (edited)
      [‹ Status]
    "); }
    desk.stop().await;
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_sent_into_the_private_chat() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    let desk = Desk::open(&site).await;
    desk.ask(ANNA, "/migrate_backup", "checked").await;
    desk.ask(ANNA, "/migrate_backups", "1 backup").await;
    let list = desk.last(ANNA);
    let send = list.button_rows()[0][1].to_owned();
    let pressed = desk.bot.telegram.press(ANNA, ANNA, list.message_id, &send);
    desk.bot.telegram.answered(pressed).await;
    desk.until(ANNA, "safe place").await;
    let arrived = desk.last(ANNA);
    let file = arrived.body.document.as_ref().expect("a file");
    let bytes = desk.bot.telegram.file(&file.file_unique_id).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3"));
    desk.stop().await;
}
