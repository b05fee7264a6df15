start-summary = Qué es este bot y cómo empezar
start-welcome =
    <b>¡Hola! Soy Reprise, un bot para escuchar.</b>

    Recuerdo cómo te gustan las cosas: elige tu idioma en los ajustes, guarda aquí tus listas y mira en /help todo lo que sé hacer.
start-button-settings = Ajustes
start-button-help = ¿Qué sabes hacer?
start-no-owner =
    <i>Este bot todavía no tiene dueño.</i> Si es tuyo, añade esta línea en la sección <code>[bot]</code> de config.toml y reinícialo:
    <code>owners = [{ $id }]</code>
