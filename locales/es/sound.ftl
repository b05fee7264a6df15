sound-summary = Escuchar una pista con tu sonido
sound-usage =
    Envíame una pista o responde a una con /sound. Para una sola vez puedes añadir una velocidad o un preajuste:
    <code>/sound 1,25 rock</code>
sound-not-audio = Ese mensaje no tiene sonido. Responde con /sound a una pista o a un mensaje de voz.
sound-offer = ¿Cómo quieres que suene? En /settings eliges el sonido para todo lo que envíes.
sound-voice = Mensaje de voz
sound-video-note = Videomensaje
sound-untitled = Sin título
sound-album = Álbum
sound-album-title = { $count ->
        [one] <b>{ $count } pista</b>
       *[other] <b>{ $count } pistas</b>
    }
sound-slowed = Ralentizada
sound-nightcore = Nightcore
sound-pitch-follows = cambia el tono
sound-as-it-is = sin cambios
sound-button-original = Original
sound-button-compare = Antes y después
sound-button-speed = Velocidad
sound-button-preset = Ecualizador
sound-button-keep = Usarlo en todas mis pistas
sound-button-back = ‹ Atrás
sound-button-newer = ‹ Más nuevas
sound-button-older = Más antiguas ›
sound-button-as-voice = Como mensaje de voz
sound-button-in-parts = { $count ->
        [one] En { $count } parte
       *[other] En { $count } partes
    }
sound-kept = A partir de ahora tus pistas suenan así: { $sound }
sound-before = Antes
sound-after = Después: { $sound }
sound-sample = Una melodía mía para probar. Elige cómo debe sonar o envíame una pista tuya.
sound-recent-title = <b>Tus pistas recientes</b>
sound-recent-none = Todavía no me has enviado ninguna pista. Envía una o prueba la mía.
sound-track-gone = Ya no recuerdo esa pista. Envíamela otra vez.
sound-not-made = <b>{ $name }</b>: { $why }
sound-too-large = Telegram entrega a los bots archivos de hasta 20 MB, y este es mayor. Envíalo en MP3 con menos bitrate o en partes.
sound-too-long = { $minutes ->
        [one] Dura más de { $minutes } minuto, que es lo que acepto. Envía un fragmento más corto.
       *[other] Dura más de { $minutes } minutos, que es lo que acepto. Envía un fragmento más corto.
    }
sound-no-fit = El resultado pasaría de los 50 MB que acepta Telegram. Pero hay otra manera:
sound-empty = El archivo está vacío. Quizá se cortó por el camino; envíalo otra vez.
sound-no-media = No puedo leer este archivo: no es sonido o está dañado. ¿Tú puedes oírlo? Entonces envíalo en MP3.
sound-no-sound = En este archivo no hay sonido. Envía otro.
sound-too-many-streams = Este archivo tiene demasiadas pistas dentro. Envía solo la canción, por ejemplo en MP3.
sound-no-tools = Ahora mismo no puedo cambiar sonidos: me falta un programa. Quien administra el bot puede ver cuál con <code>reprise doctor</code>.
