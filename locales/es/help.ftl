help-summary = Todo lo que sé hacer
help-title = <b>Lo que sé hacer</b>
