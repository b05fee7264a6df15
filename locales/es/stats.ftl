stats-summary = Cómo va el bot
stats-title = <b>Cómo va el bot</b>
stats-updates = { $count ->
    [one] { $count } actualización desde el inicio
   *[other] { $count } actualizaciones desde el inicio
  }, con error: { $failed }
stats-waiting = En espera ahora: actualizaciones { $updates }, mensajes { $messages }
stats-late = ⚠️ Programaciones con retraso: { $due }, la que más, { $minutes } min
