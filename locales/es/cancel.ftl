cancel-summary = Parar lo que estoy haciendo para ti
cancel-nothing = No hay nada que parar: ahora mismo no estoy haciendo nada para ti.
cancel-question = De acuerdo, ya no espero esa respuesta.
