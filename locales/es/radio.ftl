radio-summary = Radio por internet: encuéntrala, escúchala, guarda la canción
radio-first =
    <b>Radio</b>
    Elige por género o por país, o busca: <code>/radio jazz</code>
radio-home =
    <b>Radio</b>
    Para buscar: <code>/radio jazz</code>
radio-empty =
    <b>Radio</b>
    Aquí aún no hay emisoras. Busca en el directorio de emisoras de todo el mundo: <code>/radio jazz</code>
radio-button-home = ‹ Radio
radio-button-favourites = Todas las favoritas
radio-button-genres = Por género
radio-button-countries = Por país
radio-button-songs = Mis canciones
radio-button-add = Añadir emisora
radio-favourites = <b>Tus favoritas</b>
radio-mine =
    <b>Emisoras que añadiste</b>
    🙈 oculta · 💤 callada
radio-mine-none = Aún no has añadido emisoras. <code>/radio add</code> y una dirección añaden una.
radio-genres = <b>Géneros</b>
radio-countries = <b>Países</b>
radio-back-genres = ‹ Géneros
radio-back-countries = ‹ Países
radio-shelf =
    <b>{ $name }</b>
    { $count ->
        [one] { $count } emisora
       *[other] { $count } emisoras
    }
radio-found =
    { $count ->
        [one] <b>{ $count } emisora</b> para «{ $text }»
       *[other] <b>{ $count } emisoras</b> para «{ $text }»
    }
radio-found-nothing =
    No hay emisoras para «{ $text }», ni aquí ni en el directorio. Prueba otra palabra o añade una emisora por su dirección.
radio-button-directory = Buscar en todo el mundo
radio-directory =
    Del directorio de emisoras de todo el mundo, para «{ $text }». Pulsa una y estará aquí:
radio-directory-away = El directorio no responde ahora. Inténtalo en un minuto; las emisoras que ya están aquí funcionan.
radio-station-gone = Esta emisora ya no está aquí. Las que hay están en /radio.

radio-now = ▶︎ <b>{ $title }</b>
radio-now-untold = ▶︎ En el aire. La emisora no dice qué suena.
radio-now-connecting = Sintonizando…
radio-now-lost = La emisión se cortó. Sigo intentándolo.
radio-now-gone = La emisora no responde ahora.
radio-now-no-room = Ahora se escuchan demasiadas emisoras y no puedo ver qué suena en esta.
radio-now-closed = Pulsa ⟳ para ver qué suena ahora.
radio-button-favourite = ♡ Favorita
radio-button-unfavourite = ♥ Favorita
radio-button-listen = Escuchar ↗
radio-button-keep = Guardar la canción
radio-button-titles = Lo que sonó
radio-button-refresh = ⟳ Qué suena ahora
radio-button-more = Más…
radio-button-report = No funciona
radio-favourite-on = ♥ Está entre tus favoritas, al principio de /radio.
radio-favourite-off = Ya no está entre tus favoritas.
radio-back-card = ‹ Emisora
radio-reported = Gracias. Ahora mismo miro la emisora.

radio-ask-address =
    Envíame la dirección de una emisión o un archivo de emisoras (m3u, pls). Por ejemplo:
    <code>http://radio.example.org:8000/live</code>
    Detrás pueden ir nombre, género y país:
    <code>http://radio.example.org/live Jazz de noche | jazz | España</code>
radio-added = <b>{ $name }</b> ya está aquí.
radio-already = <b>{ $name }</b> ya estaba aquí.
radio-just-added = Alguien acaba de añadir esta emisora. Búscala en /radio.
radio-button-open = Abrirla
radio-button-rename = Cambiar nombre
radio-owners-add = Aquí solo añade emisoras quien administra el bot. Las que hay están en /radio.
radio-too-many = { $limit ->
        [one] Puedes añadir { $limit } emisora y ya la tienes. Quítala en <code>/radio mine</code> para hacer sitio.
       *[other] Puedes añadir { $limit } emisoras y ya las tienes. Quita alguna en <code>/radio mine</code> para hacer sitio.
    }
radio-list-added = { $count ->
        [one] Añadida <b>{ $count } emisora</b>.
       *[other] Añadidas <b>{ $count } emisoras</b>.
    }
radio-list-here = { $count ->
        [one] { $count } ya estaba aquí.
       *[other] { $count } ya estaban aquí.
    }
radio-list-silent = { $count ->
        [one] { $count } no suena:
       *[other] { $count } no suenan:
    }
radio-list-long = { $count ->
        [one] La lista tiene { $count } emisora; de cada lista tomo las primeras { $most }.
       *[other] La lista tiene { $count } emisoras; de cada lista tomo las primeras { $most }.
    }

radio-bad-address = Eso no es la dirección de una emisora. Tiene esta forma: <code>http://radio.example.org:8000/live</code>
radio-bad-scheme = Reproduzco lo que empieza por http:// o https://. Por ejemplo: <code>http://radio.example.org:8000/live</code>
radio-bad-password = En esta dirección hay un nombre o una contraseña. Envíala sin eso: <code>http://radio.example.org/live</code>
radio-bad-long = Esta dirección tiene más de 500 caracteres. Las emisoras suelen tener una más corta.
radio-bad-private = Esta dirección lleva a una red privada. Solo reproduzco emisoras de la internet pública.
radio-bad-redirect = La emisora me envía adonde no puedo ir. Prueba la dirección de la propia emisión.
radio-bad-slow = La emisora no empezó a sonar en diez segundos. Revisa la dirección o inténtalo más tarde.
radio-bad-unreachable = La emisora no responde. Revisa la dirección o inténtalo más tarde.
radio-bad-status = La emisora se niega con «{ $status }». Revisa la dirección o inténtalo más tarde.
radio-bad-not-sound = En esta dirección no hay sonido, sino una página u otra cosa. La dirección de la emisión suele acabar en .mp3, .aac o /live.
radio-bad-hls = Es una emisión por trozos (HLS), que aún no reproduzco. Muchas emisoras tienen también una en MP3 o AAC.
radio-bad-file = Es un archivo, no una emisora. Envíame el propio archivo y lo reproduzco con tu sonido.
radio-bad-list = No encuentro emisoras en esta lista. Leo archivos m3u y pls de hasta 256 KB.

radio-not-yours = Solo puede cambiar esta emisora quien la añadió.
radio-answers = Responde.
radio-is-silent = Lleva días sin responder, así que no está en las listas. Sigo probando.
radio-is-hidden = 🙈 Oculta: no está en las listas.
radio-button-hide = Ocultar
radio-button-unhide = Mostrar en las listas
radio-button-remove = Quitar
radio-button-charset = Letras
radio-ask-name =
    ¿Cómo se va a llamar? Nombre, género y país, con | entre ellos. Ahora es:
    <code>{ $now }</code>
radio-name-bad = Una emisora necesita un nombre. Por ejemplo: <code>Jazz de noche | jazz | España</code>
radio-renamed = Ahora se llama <b>{ $name }</b>.
radio-really-remove = ¿Quitar <b>{ $name }</b>? Desaparece para todos, también de sus favoritas.
radio-button-remove-yes = Sí, quitarla
radio-button-keep-it = Dejarla
radio-removed = <b>{ $name }</b> ya no está.
radio-charset =
    <b>Letras</b>
    Si los títulos se ven como «Êèíî», elige cómo los escribe la emisora.
radio-charset-guess = Detectarlas automáticamente
radio-charset-set = Desde ahora los títulos se leen así.

radio-titles = En <b>{ $name }</b> sonó:
radio-titles-none = Nadie ha escuchado aún <b>{ $name }</b>, así que no sé qué sonó. Abre su ficha un rato.
radio-ago-now = ahora
radio-ago-minutes = { $count ->
        [one] hace { $count } minuto
       *[other] hace { $count } minutos
    }
radio-ago-hours = { $count ->
        [one] hace { $count } hora
       *[other] hace { $count } horas
    }
radio-ago-days = { $count ->
        [one] hace { $count } día
       *[other] hace { $count } días
    }
radio-nothing-to-keep = La emisora aún no ha dicho qué suena.
radio-kept = Guardada: { $song }. Está en /radio, en «Mis canciones».
radio-too-many-songs = { $limit ->
        [one] Puedes guardar { $limit } canción y ya la tienes. Quítala primero: <code>/radio songs</code>
       *[other] Puedes guardar { $limit } canciones y ya las tienes. Quita alguna primero: <code>/radio songs</code>
    }
radio-songs = { $count ->
        [one] <b>Guardaste { $count } canción</b>
       *[other] <b>Guardaste { $count } canciones</b>
    }
radio-songs-none = Aún no has guardado canciones. Abre una emisora y, cuando te guste lo que suena, pulsa «Guardar la canción».
radio-song = <b>{ $song }</b>
radio-song-gone = Esta canción ya no está entre las tuyas.
radio-button-look-for = Buscarla ↗
radio-button-forget = Quitarla
radio-back-songs = ‹ Mis canciones
radio-forgotten = Ya no está entre tus canciones.
radio-went-silent = <b>{ $name }</b>, que añadiste, lleva un tiempo sin responder. No estará en las listas hasta que responda; sigo probando.

radio-button-record = ⏺ { $minutes } min
radio-recording = Grabando { $minutes } min. La pista llegará aquí.
radio-recorded-nothing = <b>{ $name }</b> estaba callada, no hay nada que enviar. Inténtalo más tarde.
radio-recorded-broke-off = La emisora se cortó antes del final; esto es lo que sonó.
radio-recorded-restart = Me reiniciaron durante la grabación; esto es lo que alcancé a grabar.
radio-on-air = 📻 <b>{ $name }</b> está en el aire. Grabo { $minutes } min y te llega aquí. Mientras tanto, «Escuchar» la pone en directo.
