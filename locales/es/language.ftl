# How the language calls itself.
language-name = Español
# Names people may type for this language, in small letters.
language-names = español, espanol, castellano, spanish, испанский, іспанська

language-summary = Elegir el idioma en que te hablo
language-setting = Idioma: { $name }
language-panel =
    <b>Idioma</b>
    ¿En qué idioma quieres que te hable?
language-toast = Ahora te hablo en español.
language-unknown = Hablo español, inglés, ruso y ucraniano. Por ejemplo: <code>/language es</code>
