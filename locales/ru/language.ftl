# How the language calls itself.
language-name = Русский
# Names people may type for this language, in small letters.
language-names = русский, russian, російська, ruso

language-summary = Выбрать язык, на котором я говорю
language-setting = Язык: { $name }
language-panel =
    <b>Язык</b>
    На каком языке мне с вами говорить?
language-toast = Теперь я говорю по-русски.
language-unknown = Я говорю по-русски, по-украински, по-английски и по-испански. Например: <code>/language ru</code>
