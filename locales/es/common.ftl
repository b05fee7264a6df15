# What any feature may say.

unknown-command = No conozco ese comando. En /help está todo lo que sé hacer.
unknown-command-nearest = No conozco ese comando. ¿Querías decir /{ $command }?
not-understood = Entiendo comandos. La lista está en /help y en el menú junto al campo de texto.
button-is-old = Este botón es de una versión anterior. Envía el comando otra vez y tendrás uno nuevo.
button-settings = ‹ Ajustes
saved-for-you = Guardado para ti.
panel-of-another = Este panel es de otra persona. Envía el comando y tendrás el tuyo.
failed = Lo siento, algo ha fallado por mi parte. Inténtalo de nuevo en un momento. Si vuelve a pasar, dale este código al dueño del bot: <code>{ $incident }</code>
who-are-you = No puedo ver quién eres: escribes en nombre del grupo o de un canal. Escribe en tu nombre e inténtalo de nuevo.
file-lost = Telegram ya no tiene este archivo. Envíamelo otra vez, por favor.
