# What any feature may say.

unknown-command = No conozco ese comando. En /help está todo lo que sé hacer.
unknown-command-nearest = No conozco ese comando. ¿Querías decir /{ $command }?
not-understood = Entiendo comandos. La lista está en /help y en el menú junto al campo de texto.
button-is-old = Este botón es de una versión anterior. Envía el comando otra vez y tendrás uno nuevo.
button-settings = ‹ Ajustes
saved-for-you = Guardado para ti.
panel-of-another = Este panel es de otra persona. Envía el comando y tendrás el tuyo.
failed = Lo siento, algo ha fallado por mi parte. Inténtalo de nuevo en un momento. Si vuelve a pasar, dale este código a quien administra el bot: <code>{ $incident }</code>
who-are-you = No puedo ver quién eres: escribes en nombre del grupo o de un canal. Escribe en tu nombre e inténtalo de nuevo.
file-lost = Telegram ya no tiene este archivo. Envíamelo otra vez, por favor.

# Work that takes a while.
job-waits = <b>{ $subject }</b>
    En la cola: puesto { $place }.
job-runs = <b>{ $subject }</b>
    Trabajando…
job-runs-percent = <b>{ $subject }</b>
    Hecho: { $percent } %.
job-runs-percent-left = <b>{ $subject }</b>
    Hecho: { $percent } %, { $seconds ->
        [one] queda { $seconds } segundo
       *[other] quedan { $seconds } segundos
    }.
job-button-cancel = Parar
job-failed = No he podido terminar <b>{ $subject }</b>, aunque lo he intentado varias veces. Vuelve a probar dentro de un rato.
job-already = Ya estoy en ello: te llega en cuanto esté.
job-line-full = Ahora mismo hay demasiada gente esperando. Vuelve a probar en unos minutos.
job-too-many = { $limit ->
        [one] Ya tienes { $limit } tarea en la cola. Acepto más en cuanto termine; /cancel la para.
       *[other] Ya tienes { $limit } tareas en la cola. Acepto más en cuanto terminen algunas; /cancel las para todas.
    }
too-fast = Es mucho de una vez. { $seconds ->
    [one] Dame un segundo y sigue.
   *[other] Dame { $seconds } segundos y sigue.
  }
