ban-summary = No responder más a alguien
unban-summary = Volver a responder a alguien
ban-usage = <code>/ban 123456789</code> con el número de Telegram de alguien: ya no le responderé.
unban-usage = Con el número de alguien a quien no respondo: <code>/unban 123456789</code>. /ban dice quiénes son.
ban-owner = A quienes administran el bot les respondo siempre.
ban-done = Ya no respondo a <code>{ $person }</code>.
ban-list = { $count ->
    [0] Respondo a todo el mundo.
    [one] No respondo a una persona.
   *[other] No respondo a { $count } personas.
  }
unban-button = Responder de nuevo a { $person }
unban-done = Vuelvo a responder a <code>{ $person }</code>.
unban-nobody = A esta persona ya le respondo.
