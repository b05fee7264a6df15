//! The inbox, on both databases.

use reprise::db::{Arrival, Inbox};

use crate::support::db::on_both;

const BOT: i64 = 4_200;

fn arrival(update_id: i64) -> Arrival {
    Arrival {
        update_id,
        lane: "chat 1".into(),
        body: format!("{{\"update_id\":{update_id}}}"),
    }
}

on_both!(another_process_sees_what_was_accepted, |db| {
    let inbox = Inbox::new(db.db.clone(), BOT);
    assert_eq!(inbox.accept(&[arrival(1)], 0).await.unwrap(), [1]);

    let other = Inbox::new(db.open().await, BOT);
    assert!(other.accept(&[arrival(1)], 1).await.unwrap().is_empty());
    assert_eq!(other.open_after(0, 10).await.unwrap().len(), 1);
});

on_both!(
    a_missing_inbox_is_told_as_a_missing_table,
    empty | db | {
        let error = Inbox::new(db.db.clone(), BOT)
            .open_after(0, 1)
            .await
            .unwrap_err();
        assert!(error.is_missing_table(), "{error:?}");
    }
);

on_both!(the_database_of_a_test_is_its_own, |db| {
    use crate::support::db::execute;
    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, "INSERT INTO users (telegram_id) VALUES (1)")
        .await
        .unwrap();
    assert!(db.folder().is_dir(), "{}", db.url());
});
