ban-summary = Більше не відповідати комусь
unban-summary = Знову відповідати комусь
ban-usage = <code>/ban 123456789</code>, де число — номер у Telegram: більше не відповідатиму цій людині.
unban-usage = З номером того, кому я не відповідаю: <code>/unban 123456789</code>. Їхній список: /ban.
ban-owner = Власникам бота я відповідаю завжди.
ban-done = <code>{ $person }</code> більше не почує відповіді.
ban-list = { $count ->
    [0] Відповідаю всім.
    [one] Не відповідаю { $count } людині.
    [few] Не відповідаю { $count } людям.
    [many] Не відповідаю { $count } людям.
   *[other] Не відповідаю { $count } людям.
  }
unban-button = Знову відповідати { $person }
unban-done = Знову відповідаю <code>{ $person }</code>.
unban-nobody = Цій людині я й так відповідаю.
