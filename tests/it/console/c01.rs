//! C1: one panel, changed in place, says where the database is, what waits, what is wrong; buttons lead everywhere else.

use simulator::{ANNA, OLGA};

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(the_panel_says_where_the_database_is, |site| {
    site.tables(5);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_status", "Database").await;
    desk.ask(OLGA, "/migrate_status", "База").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @""); }
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(OLGA), @""); }
    // It changes in place.
    desk.press(ANNA, "Verify", "in order").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @""); }
    desk.press(ANNA, "‹ Status", "Checks file and schema").await;
    desk.press(ANNA, "History", "applied").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @""); }
    desk.stop().await;
});
