//! C2: the plan first, tried on a copy, in numbers; one button where nothing is lost, a typed code and a cool-down where
//! something is.

use reprise::db::Dialect;
use simulator::{ANNA, OLGA};

use super::desk::{Desk, LUCIA, PAVEL};
use crate::support::migrate::{Site, on_both_sites};

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
        .find(|message| message.body.words().contains("двох хвилин"));
    let code = asked
        .unwrap()
        .body
        .words()
        .split_once("наберіть ")
        .unwrap()
        .1[..8]
        .to_owned();
    desk.ask(OLGA, &code, "15").await;
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

/// The same way as an owner reads it in the other languages.
async fn walk(site: &Site, person: i64, labels: [&str; 5], words: [&str; 4]) -> String {
    let [up, apply, undo, take_back, status] = labels;
    let [panel, plan, done, nothing] = words;
    let desk = Desk::open(site).await;
    let mut seen = Vec::new();
    let mut note = |desk: &Desk<'_>| {
        let transcript = desk.transcript(person);
        let (_, shown) = transcript.split_once('\n').unwrap();
        seen.push(shown.to_owned());
    };
    desk.until_at_rest().await;
    desk.ask(person, "/migrate_status", panel).await;
    note(&desk);
    desk.press(person, up, plan).await;
    note(&desk);
    desk.press(person, apply, done).await;
    note(&desk);
    desk.press(person, undo, plan).await;
    note(&desk);
    desk.press(person, take_back, done).await;
    note(&desk);
    desk.press(person, status, nothing).await;
    note(&desk);
    desk.stop().await;
    seen.join("\n")
}

on_both_sites!(the_whole_way_in_ukrainian, |site| {
    site.tables(2);
    let labels = ["↑ Вгору", "Застосувати: 2", "Повернути як було", "Відкотити: 2", "‹ Стан"];
    let seen = walk(site, OLGA, labels, ["База", "План ", "Готово", "Притримано"]).await;
    insta::allow_duplicates! { insta::assert_snapshot!(seen, @"
    < База [db], [size]
      Версія base: нічого не застосовано
      Чекають 2 міграції
      0001_t1
      0002_t2
      Притримано ні
      Перевірка ще не проводилася
      Замок вільний
      Копій поки немає
      [План|↑ Вгору|↓ Вниз]
      [Історія|Журнал|Перевірити]
      [Зробити копію|Копії]
      [Оновити]
    < base → 0002, застосувати 2 міграції
      
      ↑ 0001_t1
      ↑ 0002_t2
      
      Нічого не зникне.
      Це можна повернути.
      Копія: зберігати нічого.
      Перевірено на копії ваших даних: вийшло за [time].
      Слухачі почекають близько [time].
      План [code] (edited)
      [Застосувати: 2]
      [Показати SQL|Скасувати]
    < Готово за [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Повернути як було|‹ Стан]
    < 0002 → base, відкотити 2 міграції
      
      ↓ 0002_t2
      ↓ 0001_t1
      
      Нічого не зникне.
      Це можна повернути.
      Спершу копія з перевіркою, [size].
      Перевірено на копії ваших даних: вийшло за [time].
      Слухачі почекають близько [time].
      План [code] (edited)
      [Відкотити: 2]
      [Показати SQL|Скасувати]
    < Готово за [time]: 0002 → base
      
      ✓ ↓ 0002_t2 [time]
      ✓ ↓ 0001_t1 [time]
      Копія [backup], [size]
      Міграції тепер притримано: перезапуск їх знову не застосує. Застосує «↑ Вгору». (edited)
      [Повернути як було|‹ Стан]
    < База [db], [size]
      Версія base: нічого не застосовано
      Чекають 2 міграції
      0001_t1
      0002_t2
      Притримано 0001_t1 відкотили
      щойно, ви
      Перевірка ще не проводилася
      Замок вільний
      Копія [size], щойно (edited)
      [План|↑ Вгору|↓ Вниз]
      [Історія|Журнал|Перевірити]
      [Зробити копію|Копії]
      [Оновити]
    "); }
});

on_both_sites!(the_whole_way_in_spanish, |site| {
    site.tables(2);
    let labels = ["↑ Subir", "Aplicar 2", "Deshacer", "Deshacer 2", "‹ Estado"];
    let seen = walk(site, LUCIA, labels, ["Base de datos", "Plan ", "Hecho", "Retenido"]).await;
    insta::allow_duplicates! { insta::assert_snapshot!(seen, @"
    < Base de datos [db], [size]
      Revisión base: no hay nada aplicado
      Pendiente 2 migraciones
      0001_t1
      0002_t2
      Retenido no
      Comprobación todavía ninguna
      Cerrojo libre
      Copia todavía ninguna
      [Plan|↑ Subir|↓ Bajar]
      [Historial|Registro|Comprobar]
      [Copiar ahora|Copias]
      [Actualizar]
    < base → 0002, 2 migraciones por aplicar
      
      ↑ 0001_t1
      ↑ 0002_t2
      
      No se pierde nada.
      Se puede deshacer.
      Copia: no hay nada que guardar.
      Probado en una copia de tus datos: funcionó en [time].
      Los oyentes esperarán unos [time].
      Plan [code] (edited)
      [Aplicar 2]
      [Ver el SQL|Cancelar]
    < Hecho en [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Deshacer|‹ Estado]
    < 0002 → base, 2 migraciones por deshacer
      
      ↓ 0002_t2
      ↓ 0001_t1
      
      No se pierde nada.
      Se puede deshacer.
      Antes, una copia comprobada, [size].
      Probado en una copia de tus datos: funcionó en [time].
      Los oyentes esperarán unos [time].
      Plan [code] (edited)
      [Deshacer 2]
      [Ver el SQL|Cancelar]
    < Hecho en [time]: 0002 → base
      
      ✓ ↓ 0002_t2 [time]
      ✓ ↓ 0001_t1 [time]
      Copia [backup], [size]
      Las migraciones quedan retenidas: un reinicio no las vuelve a aplicar. «↑ Subir» sí. (edited)
      [Deshacer|‹ Estado]
    < Base de datos [db], [size]
      Revisión base: no hay nada aplicado
      Pendiente 2 migraciones
      0001_t1
      0002_t2
      Retenido se deshizo 0001_t1
      ahora mismo, tú
      Comprobación todavía ninguna
      Cerrojo libre
      Copia [size], ahora mismo (edited)
      [Plan|↑ Subir|↓ Bajar]
      [Historial|Registro|Comprobar]
      [Copiar ahora|Copias]
      [Actualizar]
    "); }
});

on_both_sites!(the_whole_way_in_russian, |site| {
    site.tables(2);
    let labels = ["↑ Вверх", "Применить: 2", "Вернуть как было", "Откатить: 2", "‹ Состояние"];
    let seen = walk(site, PAVEL, labels, ["База", "План ", "Готово", "Придержано"]).await;
    insta::allow_duplicates! { insta::assert_snapshot!(seen, @"
    < База [db], [size]
      Версия base: ничего не применено
      Ждут 2 миграции
      0001_t1
      0002_t2
      Придержано нет
      Проверка ещё не проводилась
      Замок свободен
      Копий пока нет
      [План|↑ Вверх|↓ Вниз]
      [История|Журнал|Проверить]
      [Сделать копию|Копии]
      [Обновить]
    < base → 0002, применить 2 миграции
      
      ↑ 0001_t1
      ↑ 0002_t2
      
      Ничего не пропадёт.
      Это можно вернуть.
      Копия: сохранять нечего.
      Проверено на копии ваших данных: получилось за [time].
      Слушатели подождут около [time].
      План [code] (edited)
      [Применить: 2]
      [Показать SQL|Отмена]
    < Готово за [time]: base → 0002
      
      ✓ ↑ 0001_t1 [time]
      ✓ ↑ 0002_t2 [time] (edited)
      [Вернуть как было|‹ Состояние]
    < 0002 → base, откатить 2 миграции
      
      ↓ 0002_t2
      ↓ 0001_t1
      
      Ничего не пропадёт.
      Это можно вернуть.
      Сначала копия с проверкой, [size].
      Проверено на копии ваших данных: получилось за [time].
      Слушатели подождут около [time].
      План [code] (edited)
      [Откатить: 2]
      [Показать SQL|Отмена]
    < Готово за [time]: 0002 → base
      
      ✓ ↓ 0002_t2 [time]
      ✓ ↓ 0001_t1 [time]
      Копия [backup], [size]
      Миграции теперь придержаны: перезапуск их снова не применит. Применит «↑ Вверх». (edited)
      [Вернуть как было|‹ Состояние]
    < База [db], [size]
      Версия base: ничего не применено
      Ждут 2 миграции
      0001_t1
      0002_t2
      Придержано 0001_t1 откатили
      только что, вы
      Проверка ещё не проводилась
      Замок свободен
      Копия [size], только что (edited)
      [План|↑ Вверх|↓ Вниз]
      [История|Журнал|Проверить]
      [Сделать копию|Копии]
      [Обновить]
    "); }
});
