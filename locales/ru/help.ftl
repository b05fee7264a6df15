help-summary = Всё, что я умею
help-title = <b>Что я умею</b>
