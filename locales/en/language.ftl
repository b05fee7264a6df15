# How the language calls itself.
language-name = English
# Names people may type for this language, in small letters.
language-names = english, английский, англійська, inglés, ingles

language-summary = Choose the language I speak
language-setting = Language: { $name }
language-panel =
    <b>Language</b>
    Which language shall we speak?
language-toast = From now on I speak English.
language-unknown = I speak English, Russian, Ukrainian and Spanish. For example: <code>/language en</code>
