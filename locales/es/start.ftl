start-summary = Qué es este bot y cómo empezar
start-welcome =
    <b>¡Hola! Soy Reprise, un bot para escuchar.</b>

    Envíame una pista, un mensaje de voz o un álbum entero y escúchalo a tu velocidad y con tu ecualizador. Todo lo demás que sé hacer está en /help.
start-button-sample = Probar con una melodía mía
start-button-settings = Ajustes
start-button-help = ¿Qué sabes hacer?
start-no-owner =
    <i>Todavía nadie administra este bot.</i> Si es tuyo, añade esta línea en la sección <code>[bot]</code> de config.toml y reinícialo:
    <code>owners = [{ $id }]</code>
