//! The owner's console: from the status through a plan and its result to what can be taken back, checked, kept and put back.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use reprise::{
    clock::{Clock, FixedClock},
    db::Dialect,
};
use simulator::{ANNA, OLGA};

use super::keep;
use crate::{
    console::desk::{self, LUCIA, PAVEL},
    support::{guest::Guest, migrate::Site},
};

/// What is waited for.
const STATUS: [&str; 4] = ["Database", "База", "База", "Base de datos"];
const PLAN: [&str; 4] = ["Plan ", "План ", "План ", "Plan "];
const DONE: [&str; 4] = ["Done", "Готово", "Готово", "Hecho"];

#[tokio::test(flavor = "multi_thread")]
async fn console() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(2);
    let at = DateTime::from_timestamp(1_769_852_700, 0).unwrap();
    let clock = Arc::new(FixedClock::at(at));
    let given: Arc<dyn Clock> = clock.clone();
    let quiet = "notices.start = false\nnotices.waiting = false\nnotices.changes = false\nnotices.checks = false\nnotices.low_disk_mb = 0\nmigrations.auto = false\n";
    let telegram = desk::telegram().await;
    let bot = desk::on(&site, Some(desk::own(&site)), given, telegram, quiet);
    let mut guests = Guest::being(&bot, [ANNA, PAVEL, OLGA, LUCIA]).await;
    for guest in &mut guests {
        up_and_down(guest).await;
        looked_at(guest, &site).await;
        with_a_code(guest, &site, &clock).await;
        kept_and_put_back(guest, &clock).await;
        refused(guest).await;
        back_to_the_beginning(guest, &site, &clock).await;
    }
    for guest in &mut guests {
        guest.story = desk::neutral(&site, &guest.story);
    }
    keep("console", &guests);
    bot.stop().await.unwrap();
}

async fn ask(guest: &mut Guest<'_>, text: &str, words: [&str; 4]) {
    guest.bot.telegram.say(guest.id, guest.id, text);
    guest.until_says(guest.own(words)).await;
}

async fn press(guest: &mut Guest<'_>, (row, place): (i32, usize), words: [&str; 4]) {
    guest.touch(row, place).await;
    guest.until_says(guest.own(words)).await;
}

async fn up_and_down(guest: &mut Guest<'_>) {
    guest.part("up, and back");
    ask(guest, "/migrate_status", STATUS).await;
    press(guest, (1, 1), PLAN).await;
    press(guest, (-1, 2), STATUS).await;
    press(guest, (1, 2), PLAN).await;
    press(guest, (2, 1), ["CREATE TABLE"; 4]).await;
    let plan = guest.at();
    guest.look_at(plan);
    press(guest, (1, 1), DONE).await;
    press(guest, (1, 1), PLAN).await;
    press(guest, (1, 1), DONE).await;
    press(guest, (1, 2), STATUS).await;
    ask(guest, "/migrate_up", PLAN).await;
    press(guest, (2, 2), ["Nothing", "Ничего", "Нічого", "nada"]).await;
    ask(guest, "/migrate_up", PLAN).await;
    press(guest, (1, 1), DONE).await;
}

async fn looked_at(guest: &mut Guest<'_>, site: &Site) {
    guest.part("looked at");
    ask(
        guest,
        "/migrate_verify",
        ["in order", "в порядке", "гаразд", "en orden"],
    )
    .await;
    site.sql("CREATE TABLE by_hand (id BIGINT)").await;
    ask(guest, "/migrate_verify", ["by_hand"; 4]).await;
    site.sql("DROP TABLE by_hand").await;
    ask(guest, "/migrate_show t1", ["CREATE TABLE"; 4]).await;
    ask(guest, "/migrate_history", ["0002_t2"; 4]).await;
    press(guest, (1, 1), ["0002_t2"; 4]).await;
    ask(
        guest,
        "/migrate_log",
        ["the newest last", "новое внизу", "нове внизу", "al final"],
    )
    .await;
}

async fn with_a_code(guest: &mut Guest<'_>, site: &Site, clock: &FixedClock) {
    guest.part("what loses data");
    site.sql("INSERT INTO t2 VALUES (1), (2), (3)").await;
    ask(guest, "/migrate_down -1", PLAN).await;
    press(
        guest,
        (1, 1),
        ["two minutes", "двух минут", "двох хвилин", "dos minutos"],
    )
    .await;
    let code = code(guest);
    ask(
        guest,
        "11111111",
        ["not the code", "не код", "не код", "No es el código"],
    )
    .await;
    ask(guest, &code, ["15"; 4]).await;
    clock.advance(Duration::from_secs(15));
    guest.until_says(guest.own(DONE)).await;
}

fn code(guest: &Guest<'_>) -> String {
    let latest = guest.latest();
    desk::code_in(latest.words()).expect("a code").to_owned()
}

async fn kept_and_put_back(guest: &mut Guest<'_>, clock: &FixedClock) {
    guest.part("backups");
    clock.advance(Duration::from_secs(60));
    ask(
        guest,
        "/migrate_backup",
        ["checked", "проверен", "перевірен", "comprobad"],
    )
    .await;
    ask(
        guest,
        "/migrate_backups",
        ["backup", "копи", "копі", "copia"],
    )
    .await;
    press(
        guest,
        (1, 1),
        ["Put back", "Вернуть", "Повернути", "Recuperar"],
    )
    .await;
    press(
        guest,
        (1, 1),
        ["two minutes", "двух минут", "двох хвилин", "dos minutos"],
    )
    .await;
    let code = code(guest);
    ask(guest, &code, ["15"; 4]).await;
    clock.advance(Duration::from_secs(15));
    guest
        .until_says(guest.own(["Restored", "Возвращено", "Повернено", "Recuperada"]))
        .await;
}

async fn refused(guest: &mut Guest<'_>) {
    guest.part("refused");
    let in_the_line = [
        "command line",
        "командной строке",
        "командному рядку",
        "línea de comandos",
    ];
    ask(guest, "/migrate_up --yes", in_the_line).await;
    for (text, says) in [
        ("/migrate_up t9", "0001_t1"),
        ("/migrate_down 0002", "/migrate_up 0002"),
        ("/migrate_up +7", "7"),
        ("/migrate_up 1 2 3", "1 2 3"),
    ] {
        ask(guest, text, [says; 4]).await;
    }
}

async fn back_to_the_beginning(guest: &mut Guest<'_>, site: &Site, clock: &FixedClock) {
    guest.part("the end");
    ask(guest, "/migrate_down base", PLAN).await;
    press(guest, (1, 1), DONE).await;
    assert!(site.applied().await.is_empty());
    clock.advance(Duration::from_secs(60));
}
