//! C7: going down and putting a copy back are compared before anybody chooses.

use simulator::ANNA;

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(a_restore_says_what_going_down_would_lose_instead, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t1 VALUES (1), (2), (3)").await;
    desk.ask(ANNA, "/migrate_backup", "checked").await;
    site.sql("DELETE FROM t1 WHERE id > 1").await;
    site.tables(2);
    let desk = desk.reopen().await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t2 VALUES (1), (2)").await;
    desk.ask(ANNA, "/migrate_restore reprise-2026", "could be")
        .await;
    let backups = reprise::migrate::backup::list(&site.path("backups")).unwrap();
    let first = backups
        .iter()
        .find(|backup| backup.reason == "by hand")
        .unwrap()
        .file
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    desk.ask(ANNA, &format!("/migrate_restore {first}"), "Put back")
        .await;
    let transcript = desk.transcript(ANNA);
    let offered = transcript.rsplit("> /migrate_restore").next().unwrap();
    insta::allow_duplicates! { insta::assert_snapshot!(offered, @"
     [backup]
    < Put back [backup]
      at 0001, [size], just now
      
      What was written since (just now) is not in it. The present state is kept in a backup of its own first.
      Rows, now → in the backup:
      + t1: 1 → 3
      ✗ t2: 2 → 0
      
      Going ↓ down to 0001 instead keeps what was written since, apart from this:
      This is lost:
      ✗ t2 goes, with 2 rows
      It can be undone. (edited)
      [Put it back|Cancel]
    "); }
    desk.stop().await;
});
