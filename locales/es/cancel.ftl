cancel-summary = Parar lo que estoy haciendo para ti
cancel-nothing = No hay nada que parar: ahora mismo no estoy haciendo nada para ti.
cancel-question = De acuerdo, ya no espero esa respuesta.
cancel-job = Parado: <b>{ $subject }</b>
cancel-jobs = { $count ->
        [one] He parado { $count } tarea en este chat.
       *[other] He parado { $count } tareas en este chat.
    }
cancel-too-late = Aquí ya no queda nada que parar.
