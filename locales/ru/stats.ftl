stats-summary = Как дела у бота
stats-title = <b>Как дела у бота</b>
stats-updates = { $count ->
    [one] { $count } обновление с запуска
    [few] { $count } обновления с запуска
    [many] { $count } обновлений с запуска
   *[other] { $count } обновления с запуска
  }, с ошибкой: { $failed }
stats-waiting = Ждут сейчас: обновления { $updates }, сообщения { $messages }
stats-late = ⚠️ Опаздывают расписания: { $due }, дольше всех на { $minutes } мин
