stats-summary = Як справи в бота
stats-title = <b>Як справи в бота</b>
