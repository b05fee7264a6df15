//! C12: a button is a permission: used once, by whom it was given to, in its message, in time, for the plan that was shown.

use std::time::Duration;

use simulator::{ANNA, OLGA};

use super::{c11::data, desk::Desk};
use crate::support::migrate::{Site, Walk as _, on_both_sites};

/// Presses what a button says, wherever, and gives the word over the chat.
async fn toast(desk: &Desk<'_>, person: i64, message: i64, data: &str) -> String {
    let pressed = desk.bot.telegram.press_with(person, person, message, data);
    let answer = desk.bot.telegram.answered(pressed).await;
    answer.text.unwrap_or_default()
}

on_both_sites!(
    pressed_twice_late_by_another_or_elsewhere_it_does_nothing_and_says_why,
    |site| {
        site.tables(1);
        let desk = Desk::open(site).await;
        let plan = desk.ask(ANNA, "/migrate_up", "Plan ").await;
        let apply = data(&plan, 0);
        // By another owner, in her own chat.
        let hers = desk.ask(OLGA, "/migrate_status", "База").await;
        let said = toast(&desk, OLGA, hers.message_id, &apply).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"Цю кнопку зроблено не для вас або не для цього повідомлення. Нічого не відбувається."); }
        // By the right one in another message.
        let other = desk.ask(ANNA, "/migrate_status", "Database").await;
        let said = toast(&desk, ANNA, other.message_id, &apply).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"This button was not made for you or not for this message. Nothing happens."); }
        // With a secret nobody gave out, and with nonsense.
        let said = toast(
            &desk,
            ANNA,
            plan.message_id,
            "migrate_up:apply:00000000000000000000000000000000",
        )
        .await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"This button is no longer good for anything. Ask for the plan again."); }
        let said = toast(&desk, ANNA, plan.message_id, "migrate_up:fly").await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"This button is from an older version. Send the command again for a fresh one."); }
        // Too late.
        desk.clock.advance(Duration::from_secs(301));
        let said = toast(&desk, ANNA, plan.message_id, &apply).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"This plan has waited too long, so nothing happens. Ask for it again: it may be another one by now."); }
        assert!(!site.has_table("t1").await);
        // Twice.
        let plan = desk.ask(ANNA, "/migrate_up", "Plan ").await;
        let apply = data(&plan, 0);
        toast(&desk, ANNA, plan.message_id, &apply).await;
        desk.until(ANNA, "Done").await;
        let said = toast(&desk, ANNA, plan.message_id, &apply).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"This button was pressed already, so nothing happens now. /migrate_status shows what came of it."); }
        assert_eq!(runs(site).await, 1);
        // All of it is in the journal.
        desk.ask(ANNA, "/migrate_log", "What was done").await;
        let log = desk.transcript(ANNA);
        let log = log.rsplit("> /migrate_log\n").next().unwrap();
        insta::allow_duplicates! { insta::assert_snapshot!(log, @"
        < What was done, the newest last
          01-31 09:45, owner 1003
          refused: /migrate_up
          The button was made for somebody else or for another message.
          01-31 09:45, you
          refused: /migrate_up
          The button was made for somebody else or for another message.
          01-31 09:45, you
          refused: /migrate_up
          There is no such button.
          01-31 09:50, you
          refused: /migrate_up
          The button was pressed too late.
          01-31 09:50, you
          ↑ base → 0001 [code]
          01-31 09:50, you
          done in [time]
          01-31 09:50, you
          refused: /migrate_up
          The button had been pressed already.
          [History|‹ Status]
        "); }
        desk.stop().await;
    }
);

on_both_sites!(
    after_a_restart_it_is_still_good_and_after_a_change_it_is_not,
    |site| {
        site.tables(3);
        let desk = Desk::open(site).await;
        let plan = desk.ask(ANNA, "/migrate_up +1", "Plan ").await;
        let kept = data(&plan, 0);
        let desk = desk.reopen().await;
        toast(&desk, ANNA, plan.message_id, &kept).await;
        desk.until(ANNA, "Done").await;
        assert_eq!(site.applied().await, [1]);
        let plan = desk.ask(ANNA, "/migrate_up +1", "Plan ").await;
        let kept = data(&plan, 0);
        let telegram = desk.bot.stop_keeping().await;
        let given: std::sync::Arc<dyn reprise::clock::Clock> = desk.clock.clone();
        let extra = "notices.start = false\nnotices.waiting = false\nnotices.changes = false\nnotices.checks = false\nmigrations.auto = false\n";
        let bot = super::desk::on(site, Some(super::desk::own(site)), given, telegram, extra);
        // Somebody else was faster: the plan is another one.
        let mut outside = site.engine();
        outside.gate = None;
        outside
            .go(reprise::migrate::target::Direction::Up, "+1")
            .await
            .unwrap();
        let pressed = bot.telegram.press_with(ANNA, ANNA, plan.message_id, &kept);
        bot.telegram.answered(pressed).await;
        let stale = super::desk::until(&bot, ANNA, "Not done").await;
        insta::allow_duplicates! { insta::assert_snapshot!(stale.body.words(), @"Not done. The plan is another one by now. Look again for the new one."); }
        assert_eq!(site.applied().await, [1, 2]);
        bot.press(ANNA, &stale, "Look again").await;
        super::desk::until(&bot, ANNA, "Nothing to do").await;
        bot.stop().await.unwrap();
    }
);

on_both_sites!(
    delivered_again_by_telegram_a_press_has_no_second_effect,
    |site| {
        site.tables(1);
        let desk = Desk::open(site).await;
        let plan = desk.ask(ANNA, "/migrate_up", "Plan ").await;
        desk.press(ANNA, "Apply 1", "Done").await;
        // The same press under a new number, as after a lost acknowledgement of Telegram's own.
        let answer = toast(&desk, ANNA, plan.message_id, &data(&plan, 0)).await;
        assert!(answer.contains("pressed already"), "{answer}");
        assert_eq!(runs(site).await, 1);
        desk.stop().await;
    }
);

on_both_sites!(two_owners_at_once_and_one_of_them_is_told_to_wait, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    let hers = desk.ask(OLGA, "/migrate_down", "План ").await;
    desk.ask(ANNA, "/migrate_down", "Plan ").await;
    desk.press(ANNA, "Take back 1", "two minutes").await;
    let code = desk.code(ANNA);
    desk.ask(ANNA, &code, "15").await;
    // Anna's waits for its cool-down.
    let said = toast(&desk, OLGA, hers.message_id, &data(&hers, 0)).await;
    insta::allow_duplicates! { insta::assert_snapshot!(said, @"Зараз іде інший запуск. Спробуйте, коли він закінчиться; стежити можна в /migrate_status."); }
    desk.clock.advance(Duration::from_secs(15));
    desk.until(ANNA, "Done").await;
    // And then Olga's plan is another one.
    let answer = toast(&desk, OLGA, hers.message_id, &data(&hers, 0)).await;
    insta::allow_duplicates! { insta::assert_snapshot!(answer, @"План відтоді змінився. Подивіться знову — покажу новий."); }
    assert_eq!(runs(site).await, 2);
    desk.stop().await;
});

/// How many runs the journal knows.
async fn runs(site: &Site) -> usize {
    let log = site.engine().log().await.unwrap();
    log.iter()
        .filter(|entry| {
            matches!(
                entry.event,
                reprise::migrate::journal::Event::Started { .. }
            )
        })
        .count()
}
