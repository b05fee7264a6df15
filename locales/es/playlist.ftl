playlist-summary = Tus listas de reproducción
playlist-none =
    Todavía no tienes listas. Crea la primera así:
    <code>/playlist new Domingo por la mañana</code>
playlist-title =
    { $count ->
        [one] <b>Tienes { $count } lista</b>
       *[other] <b>Tienes { $count } listas</b>
    }
playlist-made = Lista creada: <b>{ $name }</b>. En /playlist están todas las tuyas.
playlist-usage =
    /playlist muestra tus listas. Para crear una:
    <code>/playlist new Domingo por la mañana</code>
playlist-name-bad =
    Una lista necesita un nombre de 1 a 100 caracteres. Por ejemplo:
    <code>/playlist new Domingo por la mañana</code>
playlist-too-many = { $limit ->
        [one] Puedes tener { $limit } lista, y ya la tienes.
       *[other] Puedes tener { $limit } listas, y ya tienes todas esas.
    }
playlist-ask-name = ¿Cómo se llamará la lista? Envíame solo el nombre; si cambias de idea, /cancel.
