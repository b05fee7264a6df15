stats-summary = Cómo va el bot
stats-title = <b>Cómo va el bot</b>
