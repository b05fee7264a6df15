stats-summary = Як справи в бота
stats-title = <b>Як справи в бота</b>
stats-updates = { $count ->
    [one] { $count } оновлення від запуску
    [few] { $count } оновлення від запуску
    [many] { $count } оновлень від запуску
   *[other] { $count } оновлення від запуску
  }, з помилкою: { $failed }
stats-waiting = Чекають зараз: оновлення { $updates }, повідомлення { $messages }
stats-late = ⚠️ Запізнюються розклади: { $due }, найдовше на { $minutes } хв
