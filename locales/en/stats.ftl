stats-summary = How the bot is doing
stats-title = <b>How the bot is doing</b>
stats-updates = { $count ->
    [one] { $count } update since the start
   *[other] { $count } updates since the start
  }, failed: { $failed }
stats-waiting = Waiting now: updates { $updates }, messages { $messages }
stats-late = ⚠️ Schedules late: { $due }, the latest by { $minutes } min
