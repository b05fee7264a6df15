//! The owner's console: from the status through a plan and its result to what can be looked at, taken back, kept and put back;
//! what is refused, what fails, and what is told unasked.

use std::{sync::Arc, time::Duration};

use reprise::{
    clock::{Clock, FixedClock},
    db::Dialect,
    migrate::target::Direction::{Down, Up},
};
use simulator::{ANNA, OLGA, Simulator};

use super::keep_story;
use crate::{
    console::desk::{self, Desk, LUCIA, PAVEL},
    support::{
        guest::{Guest, LANGUAGES, Past},
        migrate::{Site, Walk as _},
    },
};

/// The owners in the order of the languages.
const OWNERS: [i64; 4] = [ANNA, PAVEL, OLGA, LUCIA];

/// What is waited for.
const STATUS: [&str; 4] = ["Database", "База", "База", "Base de datos"];
const PLAN: [&str; 4] = ["Plan ", "План ", "План ", "Plan "];
const DONE: [&str; 4] = ["Done", "Готово", "Готово", "Hecho"];
const NOTHING: [&str; 4] = ["Nothing", "Ничего", "Нічого", "No ha cambiado"];
const WITHIN: [&str; 4] = ["two minutes", "двух минут", "двох хвилин", "dos minutos"];
const NEWEST_LAST: [&str; 4] = ["the newest last", "новое внизу", "нове внизу", "al final"];
const RESTORED: [&str; 4] = ["Restored", "Возвращено", "Повернено", "Recuperada"];
const NOT_SO: [&str; 4] = ["not what", "не такая", "не така", "no es como"];

#[tokio::test(flavor = "multi_thread")]
async fn console() {
    for (number, language) in LANGUAGES.into_iter().enumerate() {
        // A database of their own, so that nobody reads of what the others did.
        let site = &Site::new(Dialect::Sqlite).await;
        site.tables(2);
        let desk = Desk::open(site).await;
        desk.until_at_rest().await;
        let clock = desk.clock.clone();
        let mut guest = Guest::back(&desk.bot, OWNERS, number, Past::default()).await;
        up_and_down(&mut guest).await;
        looked_at(&mut guest, site).await;
        with_a_code(&mut guest, site, &clock).await;
        kept_and_put_back(&mut guest, &clock).await;
        the_ledger(&mut guest).await;
        refused(&mut guest).await;
        pressed_amiss(&mut guest, site, &clock).await;
        let past = guest.leave();
        site.pair("0003_t3", "CREATE TABLE t3 (id BIGINT);", "DROP TABLE t3;");
        site.pair("0004_one", "CREATE TABLE t1 (id BIGINT);", "SELECT 1;");
        let desk = desk.reopen().await;
        desk.until_at_rest().await;
        let mut guest = Guest::back(&desk.bot, OWNERS, number, past).await;
        failed_on_the_copy(&mut guest).await;
        let past = guest.leave();
        let one = "CREATE UNIQUE INDEX t3_id_key ON t3 (id);";
        site.pair("0004_one", one, "DROP INDEX t3_id_key;");
        let desk = desk.reopen().await;
        desk.until_at_rest().await;
        let mut guest = Guest::back(&desk.bot, OWNERS, number, past).await;
        failed_on_the_data(&mut guest, site).await;
        let past = guest.leave();
        let telegram = desk.bot.stop_keeping().await;
        let past = unasked(past, site, &clock, number, telegram).await;
        keep_story("console", language, &desk::neutral(site, &past.story));
    }
}

async fn ask(guest: &mut Guest<'_>, text: &str, words: [&str; 4]) {
    guest.bot.telegram.say(guest.id, guest.id, text);
    guest.until_says(guest.own(words)).await;
}

async fn press(guest: &mut Guest<'_>, (row, place): (i32, usize), words: [&str; 4]) {
    guest.touch(row, place).await;
    guest.until_says(guest.own(words)).await;
}

/// Types the code that is asked for; what comes of it is said in two messages.
async fn confirm(guest: &mut Guest<'_>) {
    let asked = guest.looked_at();
    let code = desk::code_in(asked.words()).map(str::to_owned);
    assert!(code.is_some(), "no code:{}", guest.story);
    guest
        .bot
        .telegram
        .say(guest.id, guest.id, &code.expect("a code"));
    let is_confirmed = ["is confirmed", "подтверждён", "підтверджено", "confirmado"];
    let counts_down = ["15 seconds", "15 секунд", "15 секунд", "15 segundos"];
    let both = [guest.own(is_confirmed), guest.own(counts_down)];
    guest.until_says_all(&both).await;
}

/// The same, and lets it begin.
async fn confirm_and_wait(guest: &mut Guest<'_>, clock: &FixedClock, words: [&str; 4]) {
    confirm(guest).await;
    clock.advance(Duration::from_secs(15));
    guest.until_says(guest.own(words)).await;
}

async fn up_and_down(guest: &mut Guest<'_>) {
    guest.part("up, and back");
    ask(guest, "/migrate_status", STATUS).await;
    press(guest, (1, 1), PLAN).await;
    press(guest, (-1, 2), STATUS).await;
    press(guest, (1, 2), PLAN).await;
    let plan = guest.at();
    press(guest, (2, 1), ["CREATE TABLE"; 4]).await;
    guest.look_at(plan);
    press(guest, (1, 1), DONE).await;
    // Back as it was, and to the status.
    press(guest, (1, 1), PLAN).await;
    press(guest, (1, 1), DONE).await;
    press(guest, (1, 2), STATUS).await;
    ask(guest, "/migrate_plan +1", PLAN).await;
    ask(guest, "/migrate_up", PLAN).await;
    press(guest, (2, 2), NOTHING).await;
    ask(guest, "/migrate_up", PLAN).await;
    press(guest, (1, 1), DONE).await;
    let nothing = [
        "Nothing to do",
        "Делать нечего",
        "Робити нічого",
        "nada que hacer",
    ];
    ask(guest, "/migrate_up", nothing).await;
}

async fn looked_at(guest: &mut Guest<'_>, site: &Site) {
    guest.part("looked at");
    let fine = ["in order", "в порядке", "гаразд", "en orden"];
    ask(guest, "/migrate_verify", fine).await;
    let as_given = ["is what its", "База такая", "База така", "es como la dejan"];
    ask(guest, "/migrate_drift", as_given).await;
    site.sql("CREATE TABLE by_hand (id BIGINT)").await;
    ask(guest, "/migrate_verify", ["by_hand"; 4]).await;
    ask(guest, "/migrate_drift", ["SQL"; 4]).await;
    ask(guest, "/migrate_plan -1", PLAN).await;
    site.sql("DROP TABLE by_hand").await;
    ask(guest, "/migrate_show t1", ["CREATE TABLE"; 4]).await;
    ask(guest, "/migrate_history", ["0002_t2"; 4]).await;
    press(guest, (1, 1), ["0002_t2"; 4]).await;
    ask(guest, "/migrate_show", ["0002_t2"; 4]).await;
    ask(guest, "/migrate_sql 2:1", ["psql"; 4]).await;
}

async fn with_a_code(guest: &mut Guest<'_>, site: &Site, clock: &FixedClock) {
    guest.part("what loses data");
    site.sql("INSERT INTO t2 VALUES (1), (2), (3)").await;
    ask(guest, "/migrate_down -1", PLAN).await;
    press(guest, (1, 1), WITHIN).await;
    let wrong = ["not the code", "не код", "не код", "No es el código"];
    ask(guest, "11111111", wrong).await;
    press(guest, (-1, 1), NOTHING).await;
    ask(guest, "/migrate_down -1", PLAN).await;
    press(guest, (1, 1), WITHIN).await;
    confirm(guest).await;
    let early = [
        "before it began",
        "до начала",
        "до початку",
        "antes de empezar",
    ];
    press(guest, (-1, 1), early).await;
    ask(guest, "/migrate_down -1", PLAN).await;
    press(guest, (1, 1), WITHIN).await;
    confirm_and_wait(guest, clock, DONE).await;
}

async fn kept_and_put_back(guest: &mut Guest<'_>, clock: &FixedClock) {
    guest.part("backups");
    clock.advance(Duration::from_mins(1));
    let checked = ["checked", "проверена", "перевірена", "comprobada"];
    ask(guest, "/migrate_backup", checked).await;
    clock.advance(Duration::from_hours(3));
    let some = ["backups", "копи", "копі", "copias"];
    ask(guest, "/migrate_backups", some).await;
    let list = guest.at();
    let safe = ["safe place", "надёжном", "надійному", "seguro"];
    press(guest, (1, 2), safe).await;
    guest.look_at(list);
    let put_back = ["Put back", "Вернуть", "Повернути", "Recuperar"];
    press(guest, (2, 1), put_back).await;
    press(guest, (-1, 2), NOTHING).await;
    ask(guest, "/migrate_restore", some).await;
    press(guest, (1, 1), put_back).await;
    press(guest, (1, 1), WITHIN).await;
    confirm_and_wait(guest, clock, RESTORED).await;
    press(guest, (1, 2), STATUS).await;
}

async fn the_ledger(guest: &mut Guest<'_>) {
    guest.part("the ledger, and the log");
    ask(guest, "/migrate_stamp", ["/migrate_stamp 0007"; 4]).await;
    ask(guest, "/migrate_stamp 2", ["--force"; 4]).await;
    ask(guest, "/migrate_stamp 2 made by hand", NOT_SO).await;
    ask(guest, "/migrate_stamp 2 --force made by hand", ["0002"; 4]).await;
    ask(guest, "/migrate_stamp 1 --force it was not", ["0001"; 4]).await;
    ask(guest, "/migrate_status", STATUS).await;
    ask(guest, "/migrate_log", NEWEST_LAST).await;
}

async fn refused(guest: &mut Guest<'_>) {
    guest.part("refused");
    let in_the_line = [
        "command line",
        "командной",
        "командному",
        "línea de comandos",
    ];
    ask(guest, "/migrate_up --yes", in_the_line).await;
    for (text, says) in [
        ("/migrate_up t9", "0001_t1"),
        ("/migrate_up zzz", "zzz"),
        ("/migrate_down 0002", "/migrate_up 0002"),
        ("/migrate_up base", "/migrate_down base"),
        ("/migrate_up -1", "/migrate_down -1"),
        ("/migrate_up +7", "7"),
        ("/migrate_up 1 2 3", "1 2 3"),
        ("/migrate_show zzz", "zzz"),
        ("/migrate_show t", "0001_t1"),
        ("/migrate_restore zzz", "zzz"),
    ] {
        ask(guest, text, [says; 4]).await;
    }
}

async fn pressed_amiss(guest: &mut Guest<'_>, site: &Site, clock: &FixedClock) {
    guest.part("pressed amiss");
    ask(guest, "/migrate_up", PLAN).await;
    let plan = guest.at();
    let apply = button(guest);
    guest.call(apply.clone(), "Apply of the plan above");
    // Put under another message.
    ask(guest, "/migrate_status", STATUS).await;
    guest.touch_with(&apply).await;
    guest.touch_with("migrate_up:apply:0000").await;
    clock.advance(Duration::from_mins(6));
    guest.look_at(plan);
    guest.touch_with(&apply).await;
    ask(guest, "/migrate_up", PLAN).await;
    let apply = button(guest);
    guest.call(apply.clone(), "Apply of the plan above");
    press(guest, (1, 1), DONE).await;
    guest.touch_with(&apply).await;
    // More came than was shown.
    site.sql("INSERT INTO t2 VALUES (4)").await;
    ask(guest, "/migrate_down -1", PLAN).await;
    site.sql("INSERT INTO t2 VALUES (5)").await;
    guest.touch(1, 1).await;
    ask(guest, "/migrate_log", NEWEST_LAST).await;
}

/// What the first button of the latest message tells the bot.
fn button(guest: &Guest<'_>) -> String {
    let shown = guest.looked_at();
    let markup = shown.reply_markup.as_ref().expect("buttons");
    let first = markup.buttons().next();
    first
        .and_then(|button| button.callback_data.clone())
        .unwrap()
}

async fn failed_on_the_copy(guest: &mut Guest<'_>) {
    guest.part("it fails on the copy");
    ask(guest, "/migrate_up", ["t1 already exists"; 4]).await;
    ask(guest, "/migrate_up +1", PLAN).await;
    press(guest, (1, 1), DONE).await;
}

async fn failed_on_the_data(guest: &mut Guest<'_>, site: &Site) {
    guest.part("it fails on the data");
    ask(guest, "/migrate_up", PLAN).await;
    site.sql("INSERT INTO t3 VALUES (1), (1)").await;
    press(guest, (1, 1), ["UNIQUE"; 4]).await;
    press(guest, (-1, 1), ["UNIQUE"; 4]).await;
}

/// What the owners are told without asking: at starts, and of what others do.
async fn unasked(
    mut past: Past,
    site: &Site,
    at: &Arc<FixedClock>,
    number: usize,
    telegram: Simulator,
) -> Past {
    let start = |telegram: Simulator, extra: &str| {
        at.advance(Duration::from_mins(1));
        let given: Arc<dyn Clock> = at.clone();
        desk::on(site, Some(desk::own(site)), given, telegram, extra)
    };
    let quiet = "notices.low_disk_mb = 0\nnotices.checks = false\n";
    let mut telegram = telegram;
    let told = async |telegram, extra: &str, past, words: [&str; 4]| {
        let bot = start(telegram, extra);
        let mut guest = Guest::back(&bot, OWNERS, number, past).await;
        guest.until_says(guest.own(words)).await;
        let past = guest.leave();
        (bot.stop_keeping().await, past)
    };
    past.story += "\n== told unasked ==\n";
    let trouble = [
        "Maintenance",
        "Обслуживание",
        "Обслуговування",
        "Mantenimiento",
    ];
    (telegram, past) = told(telegram, quiet, past, trouble).await;
    site.sql("DELETE FROM t3").await;
    let applied = ["Started", "запущен", "запущено", "en marcha"];
    (telegram, past) = told(telegram, quiet, past, applied).await;
    site.pair(
        "0005_less",
        "DROP TABLE t2;",
        "CREATE TABLE t2 (id BIGINT);",
    );
    let waits = ["waits for you", "вас ждёт", "на вас чекає", "te espera"];
    (telegram, past) = told(telegram, quiet, past, waits).await;
    let bot = start(telegram, quiet);
    let mut guest = Guest::back(&bot, OWNERS, number, past).await;
    guest.waits_by(at, Duration::from_millis(200));
    on_the_command_line(&mut guest, site).await;
    past = guest.leave();
    telegram = bot.stop_keeping().await;
    // The next day a check finds what somebody did by hand; the disk is looked at last.
    site.sql("CREATE TABLE by_hand (id BIGINT)").await;
    at.advance(Duration::from_hours(25));
    let disk = ["nearly full", "почти полон", "майже повний", "casi lleno"];
    (telegram, past) = told(telegram, "notices.low_disk_mb = 1000000\n", past, disk).await;
    site.sql("DROP TABLE by_hand").await;
    // A build that is older than the database.
    for stem in [
        "0004_one.up",
        "0004_one.down",
        "0005_less.up",
        "0005_less.down",
    ] {
        site.remove(stem);
    }
    let newer = ["newer", "новее", "новіш", "más nueva"];
    (_, past) = told(telegram, quiet, past, newer).await;
    past
}

/// What is done beside the bot.
async fn on_the_command_line(guest: &mut Guest<'_>, site: &Site) {
    let mut outside = site.engine();
    outside.gate = None;
    outside.go(Down, "-1").await.unwrap();
    guest.until_says("0004 → 0003").await;
    site.sql("INSERT INTO t3 VALUES (1), (1)").await;
    outside.go(Up, "+1").await.unwrap_err();
    guest.until_says("UNIQUE").await;
    site.sql("DELETE FROM t3").await;
    outside.go(Up, "+1").await.unwrap();
    guest.until_says("0003 → 0004").await;
}
