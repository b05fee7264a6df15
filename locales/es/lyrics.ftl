lyrics-summary = La letra de una canción
lyrics-ask =
    ¿Qué canción? Envíame artista y título:
    <code>Mecano - Hijo de la luna</code>
    O responde a una pista con /lyrics.
lyrics-usage = Envíame artista y título. Por ejemplo: <code>/lyrics Mecano - Hijo de la luna</code>
lyrics-too-long = Es demasiado largo: artista y título tienen como máximo 200 caracteres cada uno. Por ejemplo: <code>/lyrics Mecano - Hijo de la luna</code>
lyrics-nameless = Este archivo no dice qué es. Envíame artista y título: <code>/lyrics Mecano - Hijo de la luna</code>
lyrics-gone = Ya no tengo esta letra. Pídemela otra vez con /lyrics.
lyrics-away = El servicio de letras no responde ahora mismo. Vuelve a intentarlo en unos minutos.
lyrics-no-versions = No hay otras versiones de esta canción.
lyrics-none =
    No encontré la letra de <b>{ $song }</b>.
    ¿Quizá se escribe de otra forma? Pulsa para copiar, corrígelo y envíalo de nuevo:
    <code>{ $query }</code>
lyrics-none-by-title =
    No encontré la letra de <b>{ $song }</b>.
    Con el artista es más fácil de encontrar:
    <code>/lyrics Mecano - Hijo de la luna</code>
lyrics-which = Hay varias canciones para <b>{ $song }</b>. ¿Cuál quieres?
lyrics-alike = No encontré la letra de <b>{ $song }</b>. ¿Será una de estas?
lyrics-instrumental = Es instrumental: no tiene letra, solo escucha.
lyrics-old = { $days ->
        [one] Una copia de hace { $days } día; busco una más nueva.
        [many] Una copia de hace { $days } de días; busco una más nueva.
       *[other] Una copia de hace { $days } días; busco una más nueva.
    }
lyrics-for-speed = Los tiempos son para tu velocidad, { $speed }.
lyrics-page = Página { $number } de { $of }
lyrics-source = Letra: { $source }
lyrics-file = La letra con sus tiempos, para tu reproductor.
lyrics-file-for-speed = La letra con sus tiempos, para una pista a { $speed }.
lyrics-of-which = El número pone la pista en una lista tuya, ♪ muestra su letra:
lyrics-button = Letra
lyrics-button-back = ‹ Atrás
lyrics-button-on = Siguiente ›
lyrics-button-timed = Con tiempos
lyrics-button-untimed = Sin tiempos
lyrics-button-file = Como .lrc
lyrics-button-versions = Otras versiones
lyrics-setting = Letras
lyrics-shown =
    <b>Letras</b>
    Bajo las pistas que te envío hay un botón «Letra».
lyrics-hidden =
    <b>Letras</b>
    Las pistas llegan sin el botón «Letra». /lyrics funciona siempre.
lyrics-button-hide = No mostrarlo
lyrics-button-show = Mostrarlo
lyrics-stats = { $questions ->
        [one] <b>Letras</b>: { $questions } consulta desde el inicio, el { $percent } % respondido con lo guardado.
        [many] <b>Letras</b>: { $questions } de consultas desde el inicio, el { $percent } % respondido con lo guardado.
       *[other] <b>Letras</b>: { $questions } consultas desde el inicio, el { $percent } % respondido con lo guardado.
    }
lyrics-stats-rows = { $rows ->
        [one] Hay { $rows } canción guardada.
        [many] Hay { $rows } de canciones guardadas.
       *[other] Hay { $rows } canciones guardadas.
    }

lyrics_forget-summary = Olvidar letras guardadas
lyrics-forget-usage =
    ¿Qué letra olvido? Por ejemplo:
    <code>/lyrics_forget Mecano - Hijo de la luna</code>
    O todas: <code>/lyrics_forget all</code>
lyrics-forget-done = Olvidada: <b>{ $song }</b>. La próxima vez que alguien pregunte, la busco de nuevo.
lyrics-forget-nothing = De <b>{ $song }</b> no hay nada guardado.
lyrics-forget-really = { $count ->
        [one] <b>¿Olvidar la letra de { $count } canción?</b> Se busca de nuevo cuando alguien pregunte.
        [many] <b>¿Olvidar las letras de { $count } de canciones?</b> Se buscan de nuevo cuando alguien pregunte.
       *[other] <b>¿Olvidar las letras de { $count } canciones?</b> Se buscan de nuevo cuando alguien pregunte.
    }
lyrics-forget-yes = Sí, olvidarlas todas
lyrics-forget-no = No, conservarlas
lyrics-forget-all-done = Todas las letras están olvidadas.
lyrics-forget-kept = Se quedan.
