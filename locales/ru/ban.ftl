ban-summary = Больше не отвечать кому-то
unban-summary = Снова отвечать кому-то
ban-usage = <code>/ban 123456789</code>, где число — номер в Telegram: больше не буду отвечать этому человеку.
unban-usage = С номером того, кому я не отвечаю: <code>/unban 123456789</code>. Их список: /ban.
ban-owner = Владельцам бота я отвечаю всегда.
ban-done = <code>{ $person }</code> больше не услышит ответа.
ban-list = { $count ->
    [0] Отвечаю всем.
    [one] Не отвечаю { $count } человеку.
    [few] Не отвечаю { $count } людям.
    [many] Не отвечаю { $count } людям.
   *[other] Не отвечаю { $count } людям.
  }
unban-button = Снова отвечать { $person }
unban-done = Снова отвечаю <code>{ $person }</code>.
unban-nobody = Этому человеку я и так отвечаю.
