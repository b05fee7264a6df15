migrate_status-summary = La base de datos: dónde está y qué espera
migrate_up-summary = Aplicar migraciones, viendo antes qué hacen
migrate_down-summary = Deshacer migraciones, viendo antes qué se pierde
migrate_plan-summary = Qué haría una ejecución, sin hacerla
migrate_history-summary = Todas las migraciones, cuándo se aplicaron y quién
migrate_show-summary = Una migración con sus textos
migrate_log-summary = Todos los intentos, también los rechazados
migrate_verify-summary = Comprobar que la base de datos está en orden
migrate_backup-summary = Copiar la base de datos ahora
migrate_backups-summary = Las copias que hay
migrate_restore-summary = Recuperar una copia
migrate_drift-summary = En qué se aparta la base de sus migraciones
migrate_sql-summary = El script de una ejecución, para hacerla a mano
migrate_stamp-summary = Fijar la lista de aplicadas sin ejecutar nada

# Numbers, sizes, times.
decimal-sign = ,
group-sign = .
size-bytes = { $n ->
        [one] { $n } byte
       *[other] { $n } bytes
    }
size-kb = { $n } KB
size-mb = { $n } MB
size-gb = { $n } GB
duration-seconds = { $n } s
duration-minutes = { $minutes } min { $seconds } s
age-now = ahora mismo
age-minutes = { $n ->
        [one] hace { $n } minuto
       *[other] hace { $n } minutos
    }
age-hours = { $n ->
        [one] hace { $n } hora
       *[other] hace { $n } horas
    }
age-days = { $n ->
        [one] hace { $n } día
       *[other] hace { $n } días
    }
migrate-who-you = tú
migrate-who-owner = la cuenta { $who }
migrate-who-cli = la línea de comandos ({ $who })
migrate-who-boot = el arranque del bot
migrate-standing-process = { $who }, proceso { $pid }, desde las { $since } UTC
migrate-standing-copy = el proceso { $pid } en { $host }, versión { $version }
migrate-standing-connection = la conexión { $pid } a la base ({ $name })
migrate-standing-nameless = la conexión { $pid } a la base
migrate-standing-restore = el servidor, que aún está terminando una recuperación interrumpida
migrate-standing-unnamed = alguien que no dejó su nombre
migrate-standing-gone = un proceso que ya terminó
migrate-more = … y { $count } más

# Buttons.
migrate-button-status = ‹ Estado
migrate-button-refresh = Actualizar
migrate-button-plan = Plan
migrate-button-up = ↑ Subir
migrate-button-down = ↓ Bajar
migrate-button-history = Historial
migrate-button-log = Diario
migrate-button-verify = Comprobar
migrate-button-backup = Copiar ahora
migrate-button-backups = Copias
migrate-button-apply = Aplicar { $count }
migrate-button-take-back = Deshacer { $count }
migrate-button-sql = Ver el SQL
migrate-button-cancel = Cancelar
migrate-button-undo = Deshacer
migrate-button-undo-kept = { $count ->
        [one] Deshacer la que quedó
       *[other] Deshacer las { $count } que quedaron
    }
migrate-button-again = Mirar otra vez
migrate-button-look = Ver el plan
migrate-button-details = Cuándo y quién
migrate-button-restore = Recuperar { $when }
migrate-button-restore-yes = Recuperarla
migrate-button-send = Enviar ({ $size })

# The panel.
migrate-status-database = <b>Base de datos</b> { $name }, { $size }
migrate-status-absent = <b>Base de datos</b> { $name }: todavía no existe
migrate-status-base = <b>Revisión</b> base: no hay nada aplicado
migrate-status-revision = <b>Revisión</b> { $name }
migrate-status-revision-by = <b>Revisión</b> { $name }
    { $age }, { $who }
migrate-status-pending-none = <b>Pendiente</b> nada
migrate-status-pending = <b>Pendiente</b> { $count ->
        [one] { $count } migración
       *[other] { $count } migraciones
    }
migrate-status-newer = <b>Más nuevo que esta versión</b> { $names }
migrate-status-held = <b>Retenido</b> { $reason }
    { $age }, { $who }
migrate-hold-taken-back = se deshizo { $name }
migrate-hold-restored = se recuperó { $name }
migrate-hold-stamped = la lista de aplicadas volvió a { $at }
migrate-hold-moved = los datos se mudaron a { $to }
migrate-status-not-held = <b>Retenido</b> no
migrate-status-restore = ⚠️ La recuperación de { $file } no terminó
migrate-status-problem = ⚠️ { $problem }
migrate-status-unchecked = <b>Comprobación</b> todavía ninguna
migrate-status-fine = <b>Comprobación</b> archivo y esquema en orden, { $age }
migrate-status-wrong = <b>Comprobación</b> ⚠️ { $count ->
        [one] { $count } problema
       *[other] { $count } problemas
    }, { $age }
migrate-status-lock = <b>Cerrojo</b> lo tiene { $who }
migrate-status-lock-free = <b>Cerrojo</b> libre
migrate-status-backup = <b>Copia</b> { $size }, { $age }
migrate-status-backup-none = <b>Copia</b> todavía ninguna

# A plan.
migrate-preparing = Miro tus datos y lo pruebo en una copia…
migrate-looking = Un momento…
migrate-plan-nothing = No hay nada que hacer: la base está en { $at }.
migrate-plan-let-go = Las migraciones estaban retenidas; desde ahora un reinicio vuelve a aplicarlas.
migrate-plan-up = <b>{ $from } → { $to }</b>, { $count ->
        [one] { $count } migración por aplicar
       *[other] { $count } migraciones por aplicar
    }
migrate-plan-down = <b>{ $from } → { $to }</b>, { $count ->
        [one] { $count } migración por deshacer
       *[other] { $count } migraciones por deshacer
    }
migrate-plan-stored = (con el script guardado al aplicarla; esta versión tiene otro)
migrate-plan-embedded = (con el script de esta versión; el guardado al aplicarla es distinto)
migrate-plan-outside = (fuera de una transacción)
migrate-plan-irreversible = ⚠️ no se puede deshacer: { $why }
migrate-plan-keeps = No se pierde nada.
migrate-plan-loses = <b>Se pierde esto:</b>
migrate-plan-undoable = Se puede deshacer.
migrate-plan-final = <b>No se puede deshacer.</b>
migrate-plan-drift = ⚠️ La base no es como la dejan sus migraciones: { $count ->
        [one] { $count } diferencia
       *[other] { $count } diferencias
    }, en /migrate_drift.
migrate-plan-held = Las migraciones están retenidas; esto las suelta.
migrate-plan-code = Plan <code>{ $code }</code>
migrate-plan-rehearsed = Probado en una copia de tus datos: funcionó en { $time }.
migrate-plan-reckoned = Los oyentes esperarán unos { $time }.
migrate-plan-not-rehearsed = No se probó en una copia: { $why }.
migrate-untried-large = afecta a { $size }, más de lo que <code>migrations.rehearse_max_mb</code> deja copiar
migrate-untried-space = la copia necesita { $needs } y hay libres { $free }
migrate-untried-forgotten = el texto de una migración aplicada no está ni en esta versión ni en el diario
migrate-untried-reaches-out = un script nombra <code>{ $name }</code> y se saldría de la copia
migrate-untried-refused = la base de datos se negó ({ $why })
migrate-untried-nothing = todavía no hay datos
migrate-plan-broke = <b>Probado en una copia de tus datos: { $name } falló.</b> No ha cambiado nada.
migrate-plan-way-back-broke = ⚠️ En la copia falló el camino de vuelta: { $why }
migrate-plan-changed = El plan ya es otro. Míralo otra vez y verás el nuevo.
migrate-loss-table = { $count ->
        [one] { $about } desaparece, con { $shown } fila
       *[other] { $about } desaparece, con { $shown } filas
    }
migrate-loss-column = { $count ->
        [one] { $about } desaparece, con { $shown } valor
       *[other] { $about } desaparece, con { $shown } valores
    }
migrate-loss-rows = { $count ->
        [one] { $about }: se borra { $shown } fila
       *[other] { $about }: se borran { $shown } filas
    }
migrate-loss-cascade = { $count ->
        [one] { $about }: { $shown } fila se va con aquello a lo que pertenece
       *[other] { $about }: { $shown } filas se van con aquello a lo que pertenecen
    }
migrate-loss-values = { $count ->
        [one] { $about }: se sobrescribe { $shown } valor
       *[other] { $about }: se sobrescriben { $shown } valores
    }
migrate-loss-conversion = { $count ->
        [one] { $about }: se convierte { $shown } valor
       *[other] { $about }: se convierten { $shown } valores
    }
migrate-loss-recent = {""}, de las últimas 24 horas: { $shown }
migrate-loss-uncounted = { $about }: no se puede contar cuánto
migrate-loss-unreadable = Línea { $line }: no se puede saber de antemano qué se pierde
migrate-keep-nothing = Copia: no hay nada que guardar.
migrate-keep-file = Antes, una copia comprobada, { $size }.
migrate-keep-dump = Antes, un volcado con pg_dump.
migrate-keep-tables = Antes, copias de las tablas que toca: aquí no hay un pg_dump adecuado.
migrate-keep-none = <b>No se hace ninguna copia.</b>
migrate-finding = { $version }, línea { $line }:
migrate-no-plan = No hay tal plan. { $why }
migrate-not-now = La base de datos no responde ahora. Inténtalo en un momento.

# Saying yes.
migrate-type-code = Para seguir, escribe <code>{ $code }</code> en menos de dos minutos. Si no, no pasa nada.
migrate-code-wrong = No es el código de este plan. Escribe los ocho caracteres de arriba o pulsa «Cancelar».
migrate-confirmed = El plan <code>{ $code }</code> está confirmado.
migrate-dropped = Cancelado. No ha cambiado nada.
migrate-begins = Empiezo…
migrate-cooling = { $count ->
        [one] Empiezo en { $count } segundo. Hasta entonces puedes cancelarlo.
       *[other] Empiezo en { $count } segundos. Hasta entonces puedes cancelarlo.
    }
migrate-cancelled-early = Cancelado antes de empezar. No ha cambiado nada.
migrate-token-used = Este botón ya se pulsó, así que ahora no pasa nada. En /migrate_status verás qué salió.
migrate-token-expired = Este plan ha esperado demasiado, así que no pasa nada. Pídelo otra vez: puede haber cambiado.
migrate-token-foreign = Este botón no se hizo para ti o no para este mensaje. No pasa nada.
migrate-token-unknown = Este botón ya no sirve para nada. Pide el plan otra vez.
migrate-busy = Hay una ejecución en marcha. Inténtalo cuando termine; en /migrate_status se ve.
migrate-forwarded = Eso es un reenvío. Escríbelo tú, para que sepa que lo quieres.
migrate-not-here = En el chat siempre enseño el plan y pregunto, así que eso solo funciona en la línea de comandos.
migrate-usage = Aquí no entiendo <code>{ $typed }</code>. Por ejemplo: <code>{ $example }</code>
migrate-usage-empty = Aquí falta algo. Por ejemplo: <code>{ $example }</code>

# A run.
migrate-run-title = <b>{ $from } → { $to }</b>, desde hace { $time }
migrate-run-preparing = preparando…
migrate-run-waiting = esperando a { $who }…
migrate-run-draining = dejando terminar lo que está en marcha…
migrate-run-backing-up = haciendo la copia…
migrate-run-taking-back = deshaciendo lo aplicado…
migrate-run-step = { $number } de { $of }: <code>{ $name }</code>…
migrate-run-backup = Copia <code>{ $name }</code>, { $size }
migrate-stopping-toast = Cancelando; lo empezado se deshace.
migrate-stopped-toast = Ya ha terminado.
migrate-done = <b>Hecho</b> en { $time }: { $from } → { $to }
migrate-done-held = Las migraciones quedan retenidas: un reinicio no las vuelve a aplicar. «↑ Subir» sí.
migrate-cancelled = <b>Cancelado.</b>
migrate-not-done = <b>No se ha hecho.</b> { $why }
migrate-failed = <b>Ha fallado.</b>
migrate-failed-step = <b>{ $name } ha fallado.</b>
migrate-failed-line = Línea { $line }:
migrate-state-unchanged = No ha cambiado nada.
migrate-state-kept = Aplicadas y conservadas: { $done } de { $all }.
migrate-state-rolled-back = Todo lo hecho se ha deshecho.
migrate-interrupted = Interrumpido; más abajo se cuenta.

# History and log.
migrate-history-title = <b>Migraciones</b>: { $applied } de { $all } aplicadas
migrate-history-foreign = (no está en esta versión)
migrate-show-applied = aplicada
migrate-show-pending = no aplicada
migrate-log-title = <b>Lo que se ha hecho</b>, lo más nuevo al final
migrate-log-empty = Todavía no se ha hecho nada.
migrate-log-done = hecho en { $time }
migrate-log-cancelled = cancelado
migrate-log-failed = falló
    { $why }
migrate-log-refused = rechazado: { $asked }
    { $why }
migrate-denied-busy = Había otra ejecución en marcha.
migrate-denied-used = El botón ya se había pulsado.
migrate-denied-late = El botón se pulsó demasiado tarde.
migrate-denied-foreign = El botón era para otra persona o para otro mensaje.
migrate-denied-unknown = Ese botón no existe.
migrate-denied-plan = El plan ya era otro.
migrate-denied-code = Se escribió otro código.
migrate-denied-cancelled = Se canceló antes de empezar.
migrate-log-backup = copia <code>{ $name }</code>
migrate-log-restore = recuperando <code>{ $name }</code>
migrate-log-restored = recuperada, en { $at }
migrate-log-held = retenido: { $reason }
migrate-log-released = soltado: { $reason }
migrate-log-undone = { $name } no llegó a ocurrir: { $why }
migrate-log-blessed = se aceptó el texto de { $name }: { $reason }
migrate-log-damaged = la copia resultó dañada: { $words }
migrate-log-stamped = la lista de aplicadas se fijó en { $to }: { $reason }
migrate-log-unpinned = <code>{ $name }</code> ya no se guarda para siempre

# Checks.
migrate-verifying = Comprobando…
migrate-verify-fine = <b>Todo está en orden.</b>
migrate-verify-wrong = <b>Algo no está en orden.</b>
migrate-check-file = el archivo está íntegro
migrate-check-keys = todas las referencias llevan a algún sitio
migrate-check-hashes = las migraciones aplicadas son las de esta versión
migrate-check-schema = el esquema está como lo dejó la última migración
migrate-check-journal = el diario no tiene cortes
migrate-check-backup = la última copia está como se hizo
migrate-way-restore = En /migrate_backups están las copias; toma una de antes del daño.
migrate-way-drift = /migrate_drift envía el SQL que lo arregla.
migrate-way-backup = /migrate_backup hace una nueva.

# Backups.
migrate-backing-up = Copiando…
migrate-backup-made = Copia <code>{ $name }</code>, { $size }, comprobada.
migrate-backup-failed = <b>No se ha hecho la copia.</b> { $why }
migrate-backup-gone = Esa copia ya no está. En /migrate_backups se ve cuáles hay.
migrate-backup-large = Telegram acepta de un bot archivos de hasta 50 MB. Recógela en la carpeta de copias del servidor.
migrate-backup-sent = Guárdala en un lugar seguro: lo contiene todo. Un teléfono no puede enviármela de vuelta; para recuperarla, usa la lista de /migrate_backups.
migrate-backups-title = { $count ->
        [0] <b>Todavía no hay copias.</b>
        [one] <b>{ $count } copia</b>
       *[other] <b>{ $count } copias</b>
    }
migrate-backups-only = solo { $tables }
migrate-restore-unknown = No hay ninguna copia llamada <code>{ $name }</code>. La lista las muestra todas.
migrate-restore-title = <b>Recuperar</b> <code>{ $name }</code>
    en { $at }, { $size }, { $age }
migrate-restore-loses = Lo escrito desde entonces ({ $age }) no está en ella. Antes se guarda el estado actual en otra copia.
migrate-restore-only = Vuelve solo esto: { $tables }. Las demás tablas se quedan como están. Lo que hay ahora se guarda antes en otra copia.
migrate-restore-rows = Filas ahora → en la copia:
migrate-restore-rows-same = Cada tabla tiene tantas filas como en la copia.
migrate-restore-instead = En cambio, ↓ bajar a { $at } conserva lo escrito desde entonces, salvo esto:
migrate-restore-same = La base está en la misma revisión: bajar no cambiaría nada.
migrate-restored = <b>Recuperada</b>: la base está en { $at }.
migrate-restored-held = Las migraciones quedan retenidas; «↑ Subir» sigue cuando quieras.
migrate-restore-failed = <b>No se ha recuperado.</b> { $why }

# Why not.
migrate-refusal-edited = { $name } se modificó después de aplicarse. Recupera el texto anterior o acéptalo en la línea de comandos: <code>reprise migrate bless</code>.
migrate-refusal-missing = { $name } está aplicada, pero sus archivos no están en esta versión.
migrate-refusal-order = { $late } es anterior a { $newest }, la última aplicada; necesita el siguiente número libre.
migrate-refusal-heads = Dos migraciones se escribieron en paralelo: { $names }. Hay que unirlas antes de aplicar nada.
migrate-refusal-differs = La base de datos no es como la deja { $at }: { $what }.
migrate-refusal-irreversible = { $name } no se puede deshacer: el camino de vuelta no está ni en esta versión ni en el diario.
migrate-refusal-irreversible-why = { $name } no se puede deshacer: { $why }
migrate-refusal-single = { $name } va fuera de una transacción, así que no puede ser parte de un todo o nada.
migrate-refusal-lint = Los propios scripts lo impiden:
migrate-refusal-interrupted = { $name } se interrumpió fuera de una transacción. «↑ Subir» averigua qué pasó.
migrate-refusal-other-ledger = Tras { $name } la lista de aplicadas no es la que debería ser: un script de esta tanda, o alguien por su cuenta, cambia <code>_sqlx_migrations</code>. No se ha guardado nada de eso. Quítalo del script e inténtalo de nuevo.
migrate-refusal-code = Escribe el código del plan: <code>{ $code }</code>
migrate-refusal-wrong-code = No es el código de este plan.
migrate-refusal-locked = Hay otra migración en marcha: { $who }
migrate-refusal-loses-more = Se perdería más de lo que se mostró, así que no se ha hecho: { $what }.
migrate-refusal-more-came = Desde que se mostró el plan ha llegado más: { $about } tenía { $shown } y ahora { $now }. No ha cambiado nada; míralo otra vez con los números nuevos.
migrate-refusal-undrained = Lo que estaba en marcha no terminó a tiempo, así que no ha cambiado nada. Inténtalo de nuevo en un momento.
migrate-refusal-space = Falta espacio: se necesitan { $needs } y hay libres { $free }.
migrate-refusal-pooler = A la base se llega por un pooler. Pon en <code>migrations.url</code> una dirección directa.
migrate-refusal-peers = Otra copia del bot trabaja con esta base y no se detuvo: { $who }. Párala o inténtalo de nuevo.
migrate-refusal-held = Las migraciones están retenidas: { $why }. «↑ Subir» las suelta.
migrate-more-rows = { $count ->
        [one] { $table } perdería su única fila
       *[other] { $table } perdería { $lost } de sus { $had } filas
    }
migrate-more-reference = una referencia no llevaría a ningún sitio ({ $what })
migrate-more-parent = una tabla haría referencia a otra que no está ({ $what })
migrate-more-view = la vista { $name } dejaría de funcionar
migrate-more-uncounted = ya no se puede contar cuánto se pierde de { $about } ({ $why })
migrate-refusal-kept = Volvería solo esto: { $tables }. Otras tablas han cambiado desde entonces. Deshaz primero lo posterior con /migrate_down { $at } y recupera la copia otra vez.
migrate-refusal-tables = Las tablas están en uso: { $who }. Inténtalo de nuevo en un momento.
migrate-error-database = La base de datos dice: { $words }
migrate-error-unreachable = No se llega a la base de datos. No se sabe más; inténtalo de nuevo en un momento.
migrate-error-file = No se puede usar { $name }: { $words }
migrate-error-in-the-way = El archivo <code>{ $name }</code> estorba para hacer la copia. Quítalo de ahí en el servidor e inténtalo de nuevo.
migrate-error-altered = <code>{ $name }</code> ya no es como se hizo, así que no se usa. Elige otra en /migrate_backups.
migrate-error-damaged = La copia está dañada, así que los datos también podrían estarlo. /migrate_verify los revisa. ({ $words })
migrate-error-other = El programa dice: { $words }
migrate-target-unknown = No hay ninguna migración <code>{ $typed }</code>. En /migrate_history están todas.
migrate-target-nearest = No hay ninguna migración <code>{ $typed }</code>. ¿Querías decir { $names }?
migrate-target-ambiguous = <code>{ $typed }</code> podría ser { $names }.
migrate-target-applied = { $at } ya está aplicada. Para volver a ella: /migrate_down { $at }
migrate-target-not-applied = { $at } no está aplicada. Para subir a ella: /migrate_up { $at }
migrate-target-sign = <code>{ $typed }</code> va en la otra dirección. Para ir allí: { $there }
migrate-target-far = Se pidieron { $wanted } y solo hay { $available }.

# What is told without being asked.
migrate-notice-started = <b>Bot en marcha</b>, versión { $version }: { $count ->
        [one] { $count } migración aplicada
       *[other] { $count } migraciones aplicadas
    } en { $time }
migrate-notice-newer = La base es más nueva que esta versión ({ $names }), pero esta versión puede trabajar con ella.
migrate-notice-waiting = <b>Bot en marcha</b>, versión { $version }: { $count ->
        [one] { $count } migración te espera
       *[other] { $count } migraciones te esperan
    }
migrate-notice-lossy = Por mi cuenta solo aplico lo que no pierde nada, se puede deshacer y tiene copia.
migrate-notice-held = Alguien retiene las migraciones.
migrate-notice-manual = Aplicarlas al arrancar está desactivado (<code>migrations.auto</code>).
migrate-notice-maintenance = <b>Mantenimiento</b>, versión { $version }: la base no está como la necesita esta versión. Lo que puede funcionar, funciona.
migrate-notice-ahead = Es más nueva ({ $names }), y esta versión no puede trabajar con ella.
migrate-notice-interrupted = <b>La ejecución que aprobaste se interrumpió</b>: el bot se paró a la mitad.
migrate-notice-not-begun = No había empezado. No ha cambiado nada.
migrate-notice-moved = Cambio en la base: { $from } → { $to }. Lo hizo { $who }.
migrate-notice-failed = Una ejecución de { $who } falló.
    { $why }
migrate-notice-restored = Se ha recuperado una copia, por { $who }: la base está en { $at }.
migrate-notice-checks = <b>La comprobación diaria ha encontrado algo.</b>
migrate-notice-disk = <b>El disco está casi lleno</b>: quedan { $free } libres y una migración necesita sitio para una copia. Haz sitio en el servidor o pon las copias en otro lugar con <code>migrations.backup_dir</code>.

# What lints say.
migrate-rule-carriage-returns = sus fines de línea no son los originales
migrate-rule-opaque = ejecuta código que no se puede leer de antemano
migrate-rule-drop = fallan las copias antiguas del bot que todavía lo usan
migrate-rule-rename = fallan las copias antiguas del bot que usan el nombre anterior
migrate-rule-change-type = reescribe la tabla bajo un cerrojo y puede cortar valores
migrate-rule-whole-table = toca todas las filas
migrate-rule-insert-or-replace = borra las filas que sustituye, con todo lo que cuelga de ellas
migrate-rule-rename-old-first = aparta la tabla antigua en vez de hacer una nueva
migrate-rule-rebuild-with-delete = borra mientras no se siguen las referencias
migrate-rule-quoted-string = usa comillas dobles para un texto
migrate-rule-locks-writes = mientras se construye, quien escribe espera
migrate-rule-scans = lee toda la tabla bajo un cerrojo
migrate-rule-not-null = falla si la tabla tiene filas
migrate-rule-cascade = se lleva lo que depende de ello
migrate-rule-author = lo tiene que cambiar su autor ({ $rule })

migrate-drift-extra = sobra: { $what }
migrate-drift-missing = falta: { $what }
migrate-drift-changed = distinto: { $what }
migrate-drift-none = La base de datos es como la dejan sus migraciones.
migrate-drift-found = <b>La base de datos no es como la dejan sus migraciones.</b> El archivo trae el SQL que la arregla.
migrate-sql-caption = Para <code>sqlite3</code> o <code>psql</code>: los mismos pasos y la misma lista de aplicadas que una ejecución mía.
migrate-stamp-why = Di por qué, para el diario: <code>{ $example }</code>. Si el esquema es otro y así lo quieres, pon <code>--force</code> antes del motivo.
migrate-stamped = La lista de aplicadas dice ahora { $to }; decía { $from }. No se ejecutó nada.
migrate-notice-backup = ⚠️ No se pudo hacer la copia de seguridad programada: { $why }
migrate-notice-token = ⚠️ <b>Telegram dejó de aceptar mi token</b> ({ $age }) y el bot se detuvo. Ya vuelve a funcionar; ahora contesto a lo que se envió mientras tanto.
migrate-notice-broke = ⚠️ { $count ->
    [one] Acaba de fallar una respuesta.
   *[other] Acaban de fallar { $count } respuestas.
  } El registro dice por qué; los códigos que vio la gente llevan a sus líneas.
