//! The whole way from the panel and back again, as owners read it in Ukrainian, Spanish and Russian. `c02` has it in English.

use simulator::OLGA;

use super::desk::{Desk, LUCIA, PAVEL};
use crate::support::migrate::{Site, on_both_sites};

/// What is shown after each press.
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
    let labels = [
        "↑ Вгору",
        "Застосувати: 2",
        "Повернути як було",
        "Відкотити: 2",
        "‹ Стан",
    ];
    let seen = walk(
        site,
        OLGA,
        labels,
        ["База", "План ", "Готово", "Притримано"],
    )
    .await;
    insta::allow_duplicates! { insta::assert_snapshot!(seen, @"
    < База [db], [size]
      Версія base: нічого не застосовано
      Чекають 2 міграції
      0001_t1
      0002_t2
      Не притримано
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
    let seen = walk(
        site,
        LUCIA,
        labels,
        ["Base de datos", "Plan ", "Hecho", "Retenido"],
    )
    .await;
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
      [Historial|Diario|Comprobar]
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
      [Historial|Diario|Comprobar]
      [Copiar ahora|Copias]
      [Actualizar]
    "); }
});

on_both_sites!(the_whole_way_in_russian, |site| {
    site.tables(2);
    let labels = [
        "↑ Вверх",
        "Применить: 2",
        "Вернуть как было",
        "Откатить: 2",
        "‹ Состояние",
    ];
    let seen = walk(
        site,
        PAVEL,
        labels,
        ["База", "План ", "Готово", "Придержано"],
    )
    .await;
    insta::allow_duplicates! { insta::assert_snapshot!(seen, @"
    < База [db], [size]
      Версия base: ничего не применено
      Ждут 2 миграции
      0001_t1
      0002_t2
      Не придержано
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
