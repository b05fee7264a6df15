//! C4: afterwards: what was done, how long it took, the backup's name and size, the way back.

use simulator::ANNA;

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(a_result_names_its_backup_and_its_way_back, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    desk.ask(ANNA, "/migrate_down", "Plan ").await;
    desk.press(ANNA, "Take back 1", "two minutes").await;
    desk.confirm(ANNA, "Done").await;
    let result = desk.transcript(ANNA);
    let result = result.rsplit("> [code]\n").next().unwrap();
    insta::allow_duplicates! { insta::assert_snapshot!(result, @"
    < Done in [time]: 0001 → base
      
      ✓ ↓ 0001_t1 [time]
      Backup [backup], [size]
      Migrations are held now: no restart applies them again. ↑ Up does. (edited)
      [Undo|‹ Status]
    "); }
    // The way back is a plan like any other.
    desk.press(ANNA, "Undo", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    assert_eq!(site.applied().await, [1]);
    desk.stop().await;
});
