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
        [one] Puedes tener { $limit } lista, y ya la tienes. Bórrala primero: /playlist
       *[other] Puedes tener { $limit } listas, y ya tienes todas esas. Borra una primero: /playlist
    }
playlist-ask-name = ¿Cómo se llamará la lista? Envíame solo el nombre; si cambias de idea, /cancel.
playlist-chat-title =
    { $count ->
        [one] <b>Este chat tiene { $count } lista</b>
       *[other] <b>Este chat tiene { $count } listas</b>
    }
playlist-chat-none = Este chat todavía no tiene listas.
playlist-new-name = Lista nueva
playlist-empty = Todavía no hay nada. Pulsa «Añadir pistas» y envíame música, o responde a una pista con <code>/playlist add</code>.
playlist-length =
    { $count ->
        [one] { $count } pista · { $length }
       *[other] { $count } pistas · { $length }
    }
playlist-unnamed = Sin título
playlist-track =
    <b>{ $label }</b> · { $length }
    Número { $number } de { $list }
playlist-ask-rename = ¿Cómo se llama ahora la lista { $name }? Envíame el nombre; si cambias de idea, /cancel.
playlist-ask-tracks =
    Envíame música para <b>{ $name }</b>, de una en una o como álbum.
    Cuando termines, pulsa «Listo».
playlist-ask-place = ¿Qué número le damos a <b>{ $label }</b>? Envíame uno del 1 al { $count }.
playlist-ask-file = Envíame una lista como archivo M3U8, o su texto. Busco en ella las pistas que te di alguna vez y te digo cuáles no encuentro.
playlist-place-bad = Ese lugar no existe en la lista. Envía un número del 1 al { $count }, por ejemplo 1.
playlist-added = Añadida a <b>{ $list }</b>: { $label }
playlist-album-added = El álbum va a <b>{ $list }</b>.
playlist-removed = { $label } ya no está en <b>{ $list }</b>.
playlist-add-usage =
    Responde a una pista con
    <code>/playlist add Domingo por la mañana</code>
playlist-not-sound = Ahí no veo ninguna pista. Envíame música o un mensaje de voz.
playlist-not-a-file = Ahí no hay ninguna pista mía. Envíame un archivo M3U8 de los que da «Exportar».
playlist-full =
    { $limit ->
        [one] En una lista cabe { $limit } pista, y esta ya está llena. Quítala o crea otra lista: /playlist
       *[other] En una lista caben hasta { $limit } pistas, y en esta no hay sitio. Quita alguna o crea otra lista: /playlist
    }
playlist-shuffled-toast = Mezclada
playlist-merged-toast =
    { $count ->
        [one] { $count } repetida menos
       *[other] { $count } repetidas menos
    }
playlist-unmerged-toast = No hay repetidas
playlist-deleted = La lista <b>{ $name }</b> está borrada. Puedes recuperarla hasta mañana a esta hora.
playlist-restored-toast = Ya está de vuelta
playlist-gone = Esta lista ya no existe. En /playlist están las que hay.
playlist-track-gone = Esta pista ya no está en la lista.
playlist-not-yours = Esta lista es de otra persona. Las tuyas están en /playlist.
playlist-only-admins = Lo que oye este chat lo deciden sus administradores.
playlist-shared =
    Quien tenga este enlace puede llevarse una copia de <b>{ $name }</b>:
    { $link }
playlist-unshared-toast = El enlace ya no lleva a ninguna parte
playlist-link-gone = Este enlace ya no lleva a ninguna parte. Pide uno nuevo a quien te lo envió.
playlist-offered =
    { $count ->
        [one] Alguien comparte contigo la lista <b>{ $name }</b>: { $count } pista.
       *[other] Alguien comparte contigo la lista <b>{ $name }</b>: { $count } pistas.
    }
playlist-copied = <b>{ $name }</b> ya está entre tus listas.
playlist-exported = La lista <b>{ $name }</b>. Para importarla, envíame este archivo.
playlist-imported =
    { $count ->
        [one] Lista <b>{ $name }</b> importada con { $count } pista.
       *[other] Lista <b>{ $name }</b> importada con { $count } pistas.
    }
playlist-unresolved =
    { $count ->
        [one] { $count } entrada no la encontré:
       *[other] { $count } entradas no las encontré:
    }
playlist-button-new = + Lista nueva
playlist-button-import = Importar un archivo
playlist-button-chat = Listas de este chat
playlist-button-mine = Mis listas
playlist-button-lists = ‹ Listas
playlist-button-open = Abrir
playlist-button-fill = Añadir pistas
playlist-button-done = Listo
playlist-button-undo = Deshacer
playlist-button-more = Más…
playlist-button-back = ‹ Atrás
playlist-button-rename = Cambiar nombre
playlist-button-shuffle = Mezclar
playlist-button-merge = Quitar repetidas
playlist-button-share = Compartir enlace
playlist-button-unshare = Retirar el enlace
playlist-button-send-link = Enviar el enlace
playlist-button-copy = Llevarme una copia
playlist-button-export = Exportar
playlist-button-delete = Borrar
playlist-button-restore = Recuperar
playlist-button-keep = Añadir a…
playlist-button-hear = Enviarla aquí
playlist-button-up = ↑ Subir
playlist-button-down = ↓ Bajar
playlist-button-move = Mover a…
playlist-button-remove = Quitar de la lista
playlist-keep-which = Poner una de ellas en una lista tuya:
playlist-which-for = ¿A qué lista va <b>{ $label }</b>?
playlist-button-play = ▶ Poner aquí
playlist-button-from = ▶ Desde aquí
playlist-nothing-to-play = No hay nada que poner. Pulsa primero «Añadir pistas».
playlist-plays-toast = Ahí va
playlist-chat-made = Lista de este chat creada: <b>{ $name }</b>. En /playlist están todas.
playlist-as-it-is = Tal cual: no he podido cambiar esta pista.
playlist-as-it-is-large = Tal cual: ocupa más de 20 MB, y Telegram no me deja cambiar archivos así.
playlist-as-it-is-long = Tal cual: dura más de { $minutes } min, lo máximo que puedo cambiar.
playlist-how-long = ¿Cuántos minutos de <b>{ $name }</b> grabo cuando le toque en la lista?
playlist-button-minutes = { $minutes } min
playlist-missing =
    { $count ->
        [one] { $count } pista ya no está en Telegram. Envíamela otra vez para recuperarla:
       *[other] { $count } pistas ya no están en Telegram. Envíamelas otra vez para recuperarlas:
    }
