privacy-summary = Qué se guarda sobre ti y cómo borrarlo
privacy-about =
    <b>Tus datos</b>
    Guardo tu ID de Telegram, tus ajustes, tus listas y programaciones con tu zona horaria, a qué grupos y canales me añadiste y los títulos de las pistas que enviaste hace poco. No guardo tu nombre, y lo que me escribes lo olvido en cuanto te respondo.
    Se quedan aquí hasta que los borres o hasta que el bot deje de funcionar. De las copias de seguridad del bot desaparecen cuando estas caducan, normalmente en { $days ->
        [one] { $days } día
       *[other] { $days } días
    }.
privacy-kept = Puedes recibirlo todo en un archivo o borrarlo.
privacy-nothing-kept = No se guarda nada sobre ti.
privacy-in-private = Escríbeme en nuestro chat privado para verlo o borrarlo.
privacy-button-export = Envíame mis datos
privacy-button-delete = Borrarlo todo
privacy-export-caption = Todo lo que se guarda sobre ti.
privacy-really =
    <b>¿Borrar todo lo que se guarda sobre ti?</b>
    Tus ajustes y tus listas desaparecen al momento y para siempre. No podré recuperarlos.
privacy-button-delete-yes = Sí, borrarlo todo
privacy-button-keep = No, conservarlo
privacy-deleted = Listo: todo lo que se guardaba sobre ti está borrado. Si me escribes otra vez, empezamos de cero.
