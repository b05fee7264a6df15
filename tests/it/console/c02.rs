//! C2: the plan first, tried on a copy, in numbers; one button where nothing is lost, a typed code and a cool-down where
//! something is.

use reprise::db::Dialect;
use simulator::{ANNA, OLGA};

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(the_whole_way_from_the_panel_and_back_again, |site| {
    site.tables(2);
    let desk = Desk::open(site).await;
    desk.until_at_rest().await;
    desk.ask(ANNA, "/migrate_status", "Database").await;
    desk.press(ANNA, "↑ Up", "Plan ").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < base → 0002, 2 migrations to apply
      
      ↑ 0001_t1
      ↑ 0002_t2
      
      Nothing is lost.
      It can be undone.
      Backup: there is nothing to keep.
      Tried on a copy of your data: it worked, in [time].
      Listeners will wait for about [time].
      Plan [code] (edited)
      [Apply 2]
      [Show SQL|Cancel]
    "); }
    desk.press(ANNA, "Apply 2", "Done").await;
    assert_eq!(site.applied().await, [1, 2]);
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Done in [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Undo|‹ Status]
    "); }
    desk.press(ANNA, "Undo", "Plan ").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < 0002 → base, 2 migrations to take back
      
      ↓ 0002_t2
      ↓ 0001_t1
      
      Nothing is lost.
      It can be undone.
      Backup first: a checked copy, [size].
      Tried on a copy of your data: it worked, in [time].
      Listeners will wait for about [time].
      Plan [code] (edited)
      [Take back 2]
      [Show SQL|Cancel]
    "); }
    desk.press(ANNA, "Take back 2", "Done").await;
    assert!(site.applied().await.is_empty());
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Done in [time]: 0002 → base
      
      ✓ ↓ 0002_t2 [time]
      ✓ ↓ 0001_t1 [time]
      Backup [backup], [size]
      Migrations are held now: no restart applies them again. ↑ Up does. (edited)
      [Undo|‹ Status]
    "); }
    desk.press(ANNA, "‹ Status", "Database").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_status
    < Database [db], [size]
      Revision base: nothing is applied
      Pending 2 migrations
      0001_t1
      0002_t2
      Held 0001_t1 was taken back
      just now, by you
      Checks not run yet
      Lock free
      Backup [size], just now (edited)
      [Plan|↑ Up|↓ Down]
      [History|Log|Verify]
      [Back up now|Backups]
      [Refresh]
    "); }
    desk.stop().await;
});

on_both_sites!(what_loses_data_asks_for_its_code, |site| {
    site.tables(2);
    let desk = Desk::open(site).await;
    desk.ask(OLGA, "/migrate_up", "План ").await;
    desk.press(OLGA, "Застосувати: 2", "Готово").await;
    site.sql("INSERT INTO t2 VALUES (1), (2), (3)").await;
    desk.ask(OLGA, "/migrate_down -1", "План ").await;
    desk.press(OLGA, "Відкотити: 1", "двох хвилин").await;
    desk.ask(OLGA, "11111111", "не код").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(OLGA), @"
    > /migrate_up
    < Готово за [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Повернути як було|‹ Стан]
    > /migrate_down -1
    < Зникне ось що:
      ✗ t2 зникне, у ній 3 рядки
      Це можна повернути.
      
      Щоб продовжити, наберіть [code] протягом двох хвилин. Інакше нічого не станеться. (edited)
      [Скасувати]
    > [code]
    < Це не код цього плану. Наберіть вісім знаків, показаних вище, або натисніть «Скасувати».
    "); }
    let shown = desk.bot.telegram.messages(OLGA, OLGA);
    let asked = shown
        .iter()
        .rev()
        .find(|message| message.body.words().contains("двох хвилин"))
        .unwrap();
    let code = asked.body.words().split_once("наберіть ").unwrap().1[..8].to_owned();
    desk.ask(OLGA, &code, "15").await;
    desk.until_changed(OLGA, asked).await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(OLGA), @"
    > /migrate_up
    < Готово за [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Повернути як було|‹ Стан]
    > /migrate_down -1
    < План [code] підтверджено. (edited)
    > [code]
    < Це не код цього плану. Наберіть вісім знаків, показаних вище, або натисніть «Скасувати».
    > [code]
    < Почну за 15 секунд. До того ще можна скасувати.
      [Скасувати]
    "); }
    assert_eq!(site.applied().await, [1, 2], "it waits");
    desk.clock.advance(std::time::Duration::from_secs(15));
    desk.until(OLGA, "Готово").await;
    assert_eq!(site.applied().await, [1]);
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(OLGA), @"
    > /migrate_up
    < Готово за [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Повернути як було|‹ Стан]
    > /migrate_down -1
    < План [code] підтверджено. (edited)
    > [code]
    < Це не код цього плану. Наберіть вісім знаків, показаних вище, або натисніть «Скасувати».
    > [code]
    < Готово за [time]: 0002 → 0001
      
      ✓ ↓ 0002_t2 [time]
      Копія [backup], [size]
      Міграції тепер притримано: перезапуск їх знову не застосує. Застосує «↑ Вгору». (edited)
      [Повернути як було|‹ Стан]
    "); }
    desk.stop().await;
});

on_both_sites!(a_cool_down_can_be_cancelled, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    desk.ask(ANNA, "/migrate_down base", "Plan ").await;
    desk.press(ANNA, "Take back 1", "two minutes").await;
    let code = desk.code(ANNA);
    desk.ask(ANNA, &code, "15").await;
    desk.press(ANNA, "Cancel", "before it began").await;
    assert_eq!(site.applied().await, [1]);
    desk.stop().await;
});

on_both_sites!(the_statements_are_shown, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Show SQL", "CREATE TABLE").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_up
    < base → 0001, 1 migration to apply
      
      ↑ 0001_t1
      
      Nothing is lost.
      It can be undone.
      Backup: there is nothing to keep.
      Tried on a copy of your data: it worked, in [time].
      Listeners will wait for about [time].
      Plan [code] (edited)
      [Apply 1]
      [Show SQL|Cancel]
    < -- ↑ 0001_t1
      CREATE TABLE t1 (id BIGINT PRIMARY KEY);
    "); }
    desk.stop().await;
});

on_both_sites!(many_statements_are_shown_as_a_file, |site| {
    let statement = "CREATE TABLE big_one (id BIGINT PRIMARY KEY);\n";
    let many: String = (0..200)
        .map(|n| statement.replace("big_one", &format!("big_{n}")))
        .collect();
    let gone: Vec<String> = (0..200).map(|n| format!("DROP TABLE big_{n};\n")).collect();
    let gone = gone.concat();
    site.pair("0001_many", &many, &gone);
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    let last = desk.last(ANNA);
    let pressed = desk
        .bot
        .telegram
        .press(ANNA, ANNA, last.message_id, "Show SQL");
    desk.bot.telegram.answered(pressed).await;
    desk.bot
        .telegram
        .wait_until("a file", |view| {
            view.messages(ANNA, ANNA)
                .pop()?
                .body
                .document
                .as_ref()
                .map(|_| ())
        })
        .await;
    desk.stop().await;
});

on_both_sites!(what_was_written_lately_is_counted, |site| {
    let (time, now) = match site.dialect {
        Dialect::Sqlite => ("TIMESTAMP", "(strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'))"),
        Dialect::Postgres => ("TIMESTAMPTZ", "now()"),
    };
    let table = format!("CREATE TABLE notes (id BIGINT, made_at {time} NOT NULL DEFAULT {now});");
    site.pair("0001_notes", &table, "DROP TABLE notes;");
    let desk = Desk::open(site).await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    // The clock of the bot says half past nine on the 31st.
    site.sql("INSERT INTO notes VALUES (1, '2026-01-30T09:00:00+00:00'), (2, '2026-01-30T10:00:00+00:00'), (3, '2026-01-31T09:00:00+00:00')").await;
    let plan = desk.ask(ANNA, "/migrate_down", "Plan ").await;
    let words = plan.body.words();
    assert!(
        words.contains("✗ notes goes, with 3 rows, 2 of them written in the last 24 hours"),
        "{words}"
    );
    desk.stop().await;
});
