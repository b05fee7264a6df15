stats-summary = Как дела у бота
stats-title = <b>Как дела у бота</b>
