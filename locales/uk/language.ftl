# How the language calls itself.
language-name = Українська
# Names people may type for this language, in small letters.
language-names = українська, ukrainian, украинский, ucraniano

language-summary = Вибрати мову, якою я розмовляю
language-setting = Мова: { $name }
language-panel =
    <b>Мова</b>
    Якою мовою мені з вами розмовляти?
language-toast = Тепер я розмовляю українською.
language-unknown = Я розмовляю українською, англійською, іспанською та російською. Наприклад: <code>/language uk</code>
