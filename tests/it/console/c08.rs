//! C8: the owners are told what a start did, what waits for them, what others changed, what is wrong: once for each cause.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use reprise::{
    clock::{Clock, FixedClock, SystemClock},
    db::Dialect,
    migrate::target::Direction::{Down, Up},
};
use simulator::{ANNA, OLGA, Simulator};

use super::desk::{self, OWNERS, neutral, until};
use crate::support::{
    bot::Bot,
    migrate::{Site, Walk as _, me, on_both_sites},
    process::Process,
};

const ALL: &str = "notices.checks = false\n";

/// A Telegram where both owners have met the bot.
async fn known_to_both(site: &Site) -> Simulator {
    let bot = start(
        site,
        desk::telegram().await,
        "notices.start = false\nnotices.waiting = false\nmigrations.auto = false\n",
    );
    for owner in OWNERS {
        bot.telegram.ask(owner, "/start").await;
        bot.telegram.ask(owner, "/migrate_status").await;
    }
    bot.until_idle().await;
    bot.stop_keeping().await
}

fn start(site: &Site, telegram: Simulator, extra: &str) -> Bot {
    let disk = if extra.contains("low_disk_mb") {
        ""
    } else {
        "notices.low_disk_mb = 0\n"
    };
    let extra = format!("{ALL}{disk}{extra}");
    desk::on(
        site,
        Some(desk::own(site)),
        Arc::new(SystemClock),
        telegram,
        &extra,
    )
}

/// The last message of a person, whole.
fn last(site: &Site, bot: &Bot, person: i64) -> String {
    let transcript = bot.transcript(person);
    let last = transcript.rsplit("\n< ").next().unwrap();
    neutral(site, last)
}

fn count(bot: &Bot, person: i64) -> usize {
    bot.telegram
        .look(|view| view.messages(person, person).len())
}

on_both_sites!(a_start_says_what_it_applied_and_only_then, |site| {
    site.tables(1);
    let telegram = known_to_both(site).await;
    let bot = start(site, telegram, "");
    until(&bot, ANNA, "Started").await;
    until(&bot, OLGA, "Бота запущено").await;
    insta::allow_duplicates! { insta::assert_snapshot!(last(site, &bot, ANNA), @"
    Started, version #: 1 migration applied in [time]
      ✓ ↑ 0001_t1 [time]
      [‹ Status]
    "); }
    insta::allow_duplicates! { insta::assert_snapshot!(last(site, &bot, OLGA), @"
    Бота запущено, версія #: застосовано 1 міграцію за [time]
      ✓ ↑ 0001_t1 [time]
      [‹ Стан]
    "); }
    let before = count(&bot, ANNA);
    let bot = start(site, bot.stop_keeping().await, "");
    bot.telegram.ask(ANNA, "/cancel").await;
    assert_eq!(
        count(&bot, ANNA),
        before + 2,
        "a start that did nothing says nothing"
    );
    bot.stop().await.unwrap();
});

on_both_sites!(
    a_start_that_waits_or_fails_says_so_once_and_is_mended_from_the_chat,
    |site| {
        site.tables(1);
        site.pair("0002_bad", "CREATE TABLE t1 (id BIGINT);", "SELECT 1;");
        let telegram = known_to_both(site).await;
        let bot = start(site, telegram, "");
        until(&bot, ANNA, "Maintenance").await;
        match site.dialect {
            Dialect::Sqlite => insta::assert_snapshot!(last(site, &bot, ANNA), @"
            Maintenance, version #: the database is not as this build needs it. What can work goes on working.
              
              0002_bad failed.
              Line 1:
              CREATE TABLE t1 (id BIGINT)
              The database says: table t1 already exists
              
              1 of 2 applied and kept.
              [↑ Up]
              [‹ Status|Backups]
            "),
            Dialect::Postgres => insta::assert_snapshot!(last(site, &bot, ANNA), @r#"
            Maintenance, version #: the database is not as this build needs it. What can work goes on working.
              
              0002_bad failed.
              Line 1:
              CREATE TABLE t1 (id BIGINT)
              The database says: relation "t1" already exists
              
              1 of 2 applied and kept.
              [↑ Up]
              [‹ Status|Backups]
            "#),
        }
        // Listeners are answered; the same trouble is not told twice.
        let before = count(&bot, ANNA);
        let telegram = bot.stop_keeping().await;
        let bot = start(site, telegram, "notices.low_disk_mb = 1000000\n");
        bot.telegram.ask(simulator::MARIA, "/help").await;
        until(&bot, ANNA, "disk is nearly full").await; // It is looked at last.
        assert_eq!(count(&bot, ANNA), before + 1);
        // A build with a better script, and the owner goes on from the chat.
        let telegram = bot.stop_keeping().await;
        site.pair("0002_bad", "CREATE TABLE t2 (id BIGINT);", "DROP TABLE t2;");
        let bot = start(site, telegram, "migrations.auto = false\n");
        let waiting = until(&bot, ANNA, "1 migration waits for you").await;
        insta::allow_duplicates! { insta::assert_snapshot!(last(site, &bot, ANNA), @"
        Started, version #: 1 migration waits for you
          Applying them at a start is switched off (migrations.auto).
          
          Nothing is lost.
          It can be undone.
          [Look at the plan]
          [‹ Status|History]
        "); }
        bot.press(ANNA, &waiting, "Look at the plan").await;
        let plan = until(&bot, ANNA, "Plan ").await;
        bot.press(ANNA, &plan, "Apply 1").await;
        until(&bot, ANNA, "Done").await;
        assert_eq!(site.applied().await, [1, 2]);
        // The other owner hears of it.
        until(&bot, OLGA, "Базу змінено").await;
        insta::allow_duplicates! { insta::assert_snapshot!(last(site, &bot, OLGA), @"
        Базу змінено. Хто: власник 1001. Версія: 0001 → 0002
          [‹ Стан|Журнал]
        "); }
        bot.stop().await.unwrap();
    }
);

on_both_sites!(
    what_the_command_line_does_under_a_running_bot_is_told,
    |site| {
        site.tables(2);
        let telegram = known_to_both(site).await;
        let bot = start(site, telegram, "");
        until(&bot, ANNA, "Started").await;
        let mut outside = site.engine();
        outside.gate = None;
        outside.go(Down, "-1").await.unwrap();
        until(&bot, ANNA, "changed by").await;
        insta::allow_duplicates! { insta::assert_snapshot!(last(site, &bot, ANNA), @"
        The database was changed by the command line (tester): 0002 → 0001
          [‹ Status|Log]
        "); }
        outside.go(Up, "head").await.unwrap();
        until(&bot, ANNA, "0001 → 0002").await;
        bot.stop().await.unwrap();
    }
);

on_both_sites!(what_was_changed_by_hand_and_a_full_disk_are_told, |site| {
    site.tables(1);
    let telegram = known_to_both(site).await;
    let bot = start(site, telegram, "");
    until(&bot, ANNA, "Started").await;
    let telegram = bot.stop_keeping().await;
    site.sql("CREATE TABLE by_hand (id BIGINT)").await;
    let text = "notices.low_disk_mb = 1000000\n";
    let bot = desk::on(
        site,
        Some(desk::own(site)),
        Arc::new(SystemClock),
        telegram,
        text,
    );
    until(&bot, ANNA, "disk is nearly full").await;
    let said = bot.telegram.messages(ANNA, ANNA);
    let check = said
        .iter()
        .filter(|message| message.body.words().contains("daily check"))
        .count();
    assert_eq!(check, 1);
    let drift = said
        .iter()
        .rev()
        .find(|message| message.body.words().contains("daily check"))
        .unwrap();
    insta::allow_duplicates! { insta::assert_snapshot!(drift.body.words(), @"
    The daily check found something.
    ✗ the schema is as the last migration left it: extra TABLE by_hand

    /migrate_drift sends the SQL that mends it.
    "); }
    bot.stop().await.unwrap();
});

/// The clock of the bot goes on by a day, and the daily check is run: its verdict says so in the panel.
async fn a_day_later(bot: &Bot, clock: &FixedClock, verdict: &str) {
    clock.advance(Duration::from_hours(25));
    for _ in 0..200 {
        let panel = bot.telegram.ask(ANNA, "/migrate_status").await;
        let words = panel.body.words();
        let is_fresh = !words
            .lines()
            .any(|line| line.starts_with("Checks") && line.contains("day"));
        if words.contains(verdict) && is_fresh {
            return;
        }
        // Where it was still at its last round, it rests until the next.
        clock.advance(Duration::from_secs(90));
    }
    panic!("`{verdict}` is not in\n{}", bot.last_answer(ANNA));
}

fn checks_told(bot: &Bot, person: i64, words: &str) -> usize {
    let said = bot.telegram.messages(person, person);
    let told = said
        .iter()
        .filter(|message| message.body.words().contains(words));
    told.count()
}

/// Waits until both owners have heard of so many findings.
async fn until_told(bot: &Bot, count: usize) {
    let told = || {
        (
            checks_told(bot, ANNA, "daily check"),
            checks_told(bot, OLGA, "Щоденна перевірка"),
        )
    };
    for _ in 0..200 {
        if told() == (count, count) {
            return;
        }
        bot.telegram.ask(ANNA, "/cancel").await;
    }
    panic!("{:?} were told, not {count} to each", told());
}

on_both_sites!(
    the_daily_check_tells_each_change_once_and_again_when_it_comes_back,
    |site| {
        site.tables(1);
        let at = DateTime::from_timestamp(1_769_852_700, 0).unwrap();
        let clock = Arc::new(FixedClock::at(at));
        let given: Arc<dyn Clock> = clock.clone();
        let quiet = "notices.start = false\nnotices.low_disk_mb = 0\n";
        let bot = desk::on(
            site,
            Some(desk::own(site)),
            given,
            desk::telegram().await,
            quiet,
        );
        bot.telegram.ask(OLGA, "/migrate_status").await;
        let fine = "file and schema in order";
        a_day_later(&bot, &clock, fine).await;
        let counts = || {
            (
                checks_told(&bot, ANNA, "daily check"),
                checks_told(&bot, OLGA, "Щоденна перевірка"),
            )
        };
        assert_eq!(counts(), (0, 0));
        // Somebody changes the schema by hand: each owner is told, once, however many days pass.
        site.sql("CREATE TABLE by_hand (id BIGINT)").await;
        let wrong = "1 problem,";
        for _ in 0..3 {
            a_day_later(&bot, &clock, wrong).await;
            until_told(&bot, 1).await;
        }
        assert_eq!(counts(), (1, 1));
        // It is gone, and nothing is said.
        site.sql("DROP TABLE by_hand").await;
        a_day_later(&bot, &clock, fine).await;
        assert_eq!(counts(), (1, 1));
        // Another change is another message; and so is the first one when it comes back.
        site.sql("CREATE TABLE other_hand (id BIGINT)").await;
        a_day_later(&bot, &clock, wrong).await;
        until_told(&bot, 2).await;
        site.sql("DROP TABLE other_hand; CREATE TABLE by_hand (id BIGINT)")
            .await;
        a_day_later(&bot, &clock, wrong).await;
        until_told(&bot, 3).await;
        a_day_later(&bot, &clock, wrong).await;
        assert_eq!(counts(), (3, 3));
        bot.stop().await.unwrap();
    }
);

// Whatever happens, who wants to hear nothing hears nothing.
on_both_sites!(each_kind_of_notice_can_be_switched_off, |site| {
    const OFF: &str = "notices.start = false\nnotices.waiting = false\nnotices.changes = false\nnotices.checks = false\nnotices.low_disk_mb = 0\n";
    site.tables(1);
    let at = DateTime::from_timestamp(1_769_852_700, 0).unwrap();
    let clock = Arc::new(FixedClock::at(at));
    let open = |telegram: Simulator| {
        let given: Arc<dyn Clock> = clock.clone();
        desk::on(site, Some(desk::own(site)), given, telegram, OFF)
    };
    // A start that applies something.
    let bot = open(desk::telegram().await);
    bot.telegram.ask(ANNA, "/start").await;
    assert_eq!(site.applied().await, [1]);
    // The command line changes it, somebody changes it by hand, and days pass.
    let mut outside = site.engine();
    outside.gate = None;
    outside.go(Down, "-1").await.unwrap();
    site.sql("CREATE TABLE by_hand (id BIGINT)").await;
    a_day_later(&bot, &clock, "not run yet").await;
    let telegram = bot.stop_keeping().await;
    // A start that waits, and one that fails.
    outside.go(Up, "head").await.unwrap();
    outside.go(Down, "-1").await.unwrap();
    let waiting = open(telegram);
    waiting.telegram.ask(ANNA, "/cancel").await;
    let telegram = waiting.stop_keeping().await;
    outside.release(&me(), "test").await.unwrap();
    site.pair("0002_bad", "CREATE TABLE t1 (id BIGINT);", "SELECT 1;");
    let bot = open(telegram);
    bot.telegram.ask(ANNA, "/cancel").await;
    a_day_later(&bot, &clock, "0002_bad").await;
    let said = bot.transcript(ANNA);
    let unasked: Vec<&str> = said
        .split("\n< ")
        .skip(1)
        .map(|said| said.lines().next().unwrap_or_default())
        .collect();
    let asked = said.lines().filter(|line| line.starts_with("> ")).count();
    assert_eq!(unasked.len(), asked, "an answer for each question: {said}");
    bot.stop().await.unwrap();
});

/// The real program is killed in the middle of what was pressed in the chat.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_kill_in_the_middle_the_next_start_says_exactly_what_happened() {
    let site = Site::new(Dialect::Sqlite).await;
    let telegram = desk::telegram().await;
    let folder = tempfile::tempdir().unwrap();
    let extra = [
        ("REPRISE_BOT__OWNERS", "1001"),
        ("REPRISE_MIGRATIONS__AUTO", "false"),
        ("REPRISE_MIGRATIONS__REHEARSE_MAX_MB", "0"),
        ("REPRISE_OUTBOX__PER_CHAT", "0"),
    ];
    let mut process = Process::start(&telegram, folder.path(), site.url(), &extra);
    telegram.ask(ANNA, "/start").await;
    let plan = plan(&telegram, "/migrate_up").await;
    let apply = plan.button_rows()[0][0].to_owned();
    telegram.press(ANNA, ANNA, plan.message_id, &apply);
    // As soon as the first step is in the ledger: the journal's mirror has none before the last.
    while site.applied_or_nothing().await.is_empty() {
        tokio::task::yield_now().await;
    }
    process.kill();
    let applied = site.applied_or_nothing().await.len();
    let all = site.embedded().known.versions().count();
    assert!(applied < all, "the kill came too late");
    let _process = Process::start(&telegram, folder.path(), site.url(), &extra);
    let said = telegram
        .wait_until("the notice", |view| {
            let said = view.messages(ANNA, ANNA);
            let notice = said
                .iter()
                .find(|message| message.body.words().contains("was interrupted"));
            notice.cloned()
        })
        .await;
    let words = said.body.words();
    assert!(
        words.contains(&format!("{applied} of {all} applied and kept.")),
        "{words}"
    );
    assert_eq!(words.matches('✓').count(), applied.min(11), "{words}");
}

async fn plan(telegram: &Simulator, command: &str) -> Arc<simulator::Message> {
    telegram.say(ANNA, ANNA, command);
    telegram
        .wait_until("a plan", |view| {
            // The word that something waits may come behind it.
            let said = view.messages(ANNA, ANNA);
            let is_plan = |said: &Arc<simulator::Message>| said.body.words().contains("Plan ");
            said.into_iter().rev().find(is_plan)
        })
        .await
}

/// Two programs on one database, each with a Telegram of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_applies_and_the_other_goes_on_serving() {
    let site = Site::new(Dialect::Postgres).await;
    site.tables(1);
    let by_hand = "migrations.auto = false\nnotices.waiting = false\n";
    let one = start(&site, desk::telegram().await, by_hand);
    let other = desk::telegram_for("515151:SIMULATED-TOKEN-0123456789-ABCDEFGH").await;
    let two = start(&site, other, by_hand);
    two.telegram.ask(OLGA, "/start").await;
    two.telegram.ask(OLGA, "/migrate_status").await;
    one.telegram.ask(ANNA, "/start").await;
    let shown = plan(&one.telegram, "/migrate_up").await;
    one.telegram.press(ANNA, ANNA, shown.message_id, "Apply 1");
    for _ in 0..5 {
        two.telegram.ask(OLGA, "/cancel").await;
    }
    until(&one, ANNA, "Done").await;
    until(&two, OLGA, "Базу змінено").await;
    one.stop().await.unwrap();
    two.stop().await.unwrap();
}

/// With no table at all the console brings everything back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_base_the_console_brings_everything_back() {
    let site = Site::new(Dialect::Sqlite).await;
    let bot = desk::bot(&site, "migrations.auto = false\n").await;
    bot.telegram.ask(ANNA, "/start").await;
    bot.telegram.ask(ANNA, "/playlist").await;
    assert!(bot.last_answer(ANNA).contains("being worked on"));
    let shown = plan(&bot.telegram, "/migrate_up").await;
    let apply = shown.button_rows()[0][0].to_owned();
    bot.telegram.press(ANNA, ANNA, shown.message_id, &apply);
    until(&bot, ANNA, "Done").await;
    bot.telegram.ask(ANNA, "/playlist").await;
    assert!(
        bot.last_answer(ANNA).contains("no playlists yet"),
        "{}",
        bot.last_answer(ANNA)
    );
    bot.stop().await.unwrap();
}
