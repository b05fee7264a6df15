schedule-summary = Listas que suenan solas
schedule-none = Todavía no suena nada por sí solo. Pulsa «Nueva» o escribe, por ejemplo, <code>/schedule días laborables 7:30</code>
schedule-title =
    { $count ->
        [one] <b>Tienes { $count } programación</b>
       *[other] <b>Tienes { $count } programaciones</b>
    }
schedule-chat-title =
    { $count ->
        [one] <b>Aquí suena { $count } programación</b>
       *[other] <b>Aquí suenan { $count } programaciones</b>
    }
schedule-no-lists = Todavía no hay ninguna lista que poner. Crea una en /playlist y vuelve.
schedule-which-list = ¿Qué lista ponemos?
schedule-ask-time =
    ¿Cuándo suena <b>{ $list }</b>? Pulsa una hora o escríbela:
    <code>7:15</code>, <code>días laborables 7:30</code> o una expresión cron como <code>30 7 * * 1-5</code>
schedule-which-days = ¿Qué días?
schedule-ask-when = Envíame la nueva hora: <code>7:15</code>, <code>días laborables 7:30</code> o una expresión cron como <code>30 7 * * 1-5</code>
schedule-ask-zone =
    ¿Con qué reloj? Envíame una ciudad grande cercana, o qué hora tienes ahora, por ejemplo <code>21:40</code>.
    O elige dónde estás:
schedule-which-zone = ¿Cuál? Cada una muestra qué hora es allí ahora.
schedule-zone-unknown = No conozco ese lugar. Envía una ciudad más grande, un nombre como Europe/Madrid o la hora que tienes ahora, por ejemplo 21:40.
schedule-ask-place = ¿Dónde suena? Elige, o envíame el nombre público de un canal o grupo que administres, por ejemplo <code>@my_channel</code>. Yo también tengo que estar allí.
schedule-not-a-chat = No encuentro ese chat. Añádeme primero y luego envía su nombre público, por ejemplo @my_channel.
schedule-cannot-post = No puedo enviar música allí. Dame permiso en los ajustes del chat e inténtalo otra vez.
schedule-only-admins = Lo que oye ese chat lo deciden sus administradores.
schedule-once = una vez a las { $time }
schedule-daily = cada día a las { $time }
schedule-on-weekdays = los días laborables a las { $time }
schedule-on-weekends = los fines de semana a las { $time }
schedule-weekly = { $days } a las { $time }
schedule-cron = con cron: { $expression }
schedule-zone = Hora de { $city } ({ $zone }, { $offset })
schedule-to-maker = Suena en el chat privado
schedule-to-here = Suena aquí
schedule-to-chat = Suena en { $title }
schedule-to-other = Suena en otro chat
schedule-next = Próximas veces:
schedule-paused = En pausa. «Reanudar» la pone en marcha.
schedule-paused-blocked = En pausa, porque me bloquearon. «Reanudar» la pone en marcha.
schedule-paused-gone = En pausa, porque ya no estoy en ese chat. Añádeme otra vez o elige otro lugar.
schedule-paused-rights = En pausa, porque ya no puedo enviar música allí. Dame permiso y pulsa «Reanudar».
schedule-list-deleted = Su lista está borrada. Recupérala en /playlist, elige otra con «Cambiar» o borra la programación.
schedule-plays = Está sonando ahora mismo.
schedule-really = ¿Borro la programación de <b>{ $list }</b>? La lista se queda.
schedule-deleted = La programación de <b>{ $list }</b> está borrada.
schedule-gone = Esta programación ya no existe. En /schedule están las que hay.
schedule-not-yours = Esta programación es de otra persona. Las tuyas están en /schedule.
schedule-too-many =
    { $limit ->
        [one] Puedes tener { $limit } programación, y ya la tienes. Bórrala primero.
       *[other] Puedes tener { $limit } programaciones, y ya tienes todas esas. Borra una primero.
    }
schedule-now-toast = Ya empieza
schedule-skip-toast = Se salta { $run }
schedule-no-time = ¿A qué hora? Por ejemplo: días laborables 7:30
schedule-not-a-time = «{ $word }» no es una hora. Por ejemplo 7:30 o 19:30.
schedule-two-times = Dos horas a la vez, { $first } y { $second }: haz una programación para cada una.
schedule-unknown-word = No entiendo «{ $word }». Por ejemplo: lun, mié 7:30
schedule-cron-fields =
    { $count ->
        [one] Una expresión cron tiene cinco campos, y esta tiene { $count }. Por ejemplo: 30 7 * * 1-5
       *[other] Una expresión cron tiene cinco campos, y esta tiene { $count }. Por ejemplo: 30 7 * * 1-5
    }
schedule-cron-names = minuto, hora, día del mes, mes, día de la semana
schedule-cron-field = «{ $word }» no vale para el campo «{ $field }». Una expresión cron es así: 30 7 * * 1-5
schedule-too-long =
    { $limit ->
        [one] Una expresión cron puede tener { $limit } carácter.
       *[other] Una expresión cron puede tener hasta { $limit } caracteres.
    }
schedule-too-often =
    { $minutes ->
        [one] Más de una vez cada { $minutes } minuto no puede ser. Prueba: */30 8-20 * * *
       *[other] Más de una vez cada { $minutes } minutos no puede ser. Prueba: */30 8-20 * * *
    }
schedule-never = Ese día no llega nunca, así que no sonaría. Prueba: 30 7 1 * *
schedule-missed = <b>{ $list }</b> no sonó el { $run }: no estuve, y después ya era tarde. La próxima vez suena como siempre.
schedule-empty = Toca poner <b>{ $list }</b>, pero no tiene nada. Añade pistas en /playlist.
schedule-stopped-gone = <b>{ $list }</b> ya no suena: no estoy en ese chat. Añádeme otra vez o elige otro lugar.
schedule-stopped-rights = <b>{ $list }</b> ya no suena: no puedo enviar música allí. Dame permiso y pulsa «Reanudar».
schedule-week-days = lun mar mié jue vie sáb dom
schedule-months = ene feb mar abr may jun jul ago sep oct nov dic
schedule-button-new = + Nueva
schedule-button-list = ‹ Programaciones
schedule-button-back = ‹ Atrás
schedule-button-open = Abrir
schedule-button-done = Listo
schedule-button-now = ▶ Poner ahora
schedule-button-skip = Saltar la próxima
schedule-button-edit = Cambiar
schedule-button-pause = Pausar
schedule-button-resume = Reanudar
schedule-button-delete = Borrar
schedule-button-delete-yes = Sí, borrar
schedule-button-when = Hora
schedule-button-days = Días
schedule-button-zone = Zona horaria
schedule-button-place = Dónde
schedule-button-playlist = Lista
schedule-button-once = Una vez
schedule-button-daily = Cada día
schedule-button-weekdays = Laborables
schedule-button-weekends = Fines de semana
schedule-button-weekly = Ciertos días…
schedule-button-to-maker = Chat privado
schedule-button-to-here = Aquí
schedule-button-europe = Europa
schedule-button-asia = Asia
schedule-button-america = América
schedule-button-africa = África
schedule-button-oceania = Oceanía
schedule-no-stations = Todavía no tienes emisoras. Busca una en /radio, ábrela y vuelve.
schedule-which-station = ¿Qué emisora ponemos?
schedule-how-long = ¿Cuántos minutos de <b>{ $name }</b> grabo cada vez?
schedule-nothing-to-wake = ¿Qué te despierta? Busca una emisora en /radio y ábrela, o crea una lista; luego vuelve.
schedule-wake-which = ¿Qué te despierta? De una emisora grabo { $minutes } min cada vez; luego se puede cambiar.
schedule-wake-when = ¿A qué hora te despierta <b>{ $list }</b>? Púlsala o escríbela, por ejemplo <code>6:50</code>
schedule-wake-in-private = Despierto a la gente en el chat privado: ábrelo y escribe /schedule.
schedule-really-station = ¿Borro la programación de <b>{ $list }</b>? La emisora se queda.
schedule-stopped-station = <b>{ $list }</b> ya no suena: la emisora ya no está aquí. Elige otra cosa o borra la programación.
schedule-paused-station = En pausa, porque su emisora ya no está aquí. Con «Cambiar» puede sonar otra cosa.
schedule-button-station = 📻 Una emisora
schedule-button-radio = Buscar una emisora
schedule-button-wake = ⏰ Despiértame
schedule-button-long = Cuánto tiempo
