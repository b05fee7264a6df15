playlist-summary = Ваші плейлисти
playlist-none =
    У вас поки що немає плейлистів. Перший можна створити так:
    <code>/playlist new Недільний ранок</code>
playlist-title =
    { $count ->
        [one] <b>У вас { $count } плейлист</b>
        [few] <b>У вас { $count } плейлисти</b>
        [many] <b>У вас { $count } плейлистів</b>
       *[other] <b>У вас { $count } плейлиста</b>
    }
playlist-made = Плейлист <b>{ $name }</b> створено. Усі ваші плейлисти — у /playlist.
playlist-usage =
    /playlist показує ваші плейлисти. Створити новий:
    <code>/playlist new Недільний ранок</code>
playlist-name-bad =
    Плейлисту потрібна назва від 1 до 100 символів. Наприклад:
    <code>/playlist new Недільний ранок</code>
playlist-too-many = { $limit ->
        [one] Можна мати не більше ніж { $limit } плейлист, і стільки у вас уже є.
        [few] Можна мати не більше ніж { $limit } плейлисти, і стільки у вас уже є.
        [many] Можна мати не більше ніж { $limit } плейлистів, і стільки у вас уже є.
       *[other] Можна мати не більше ніж { $limit } плейлиста, і стільки у вас уже є.
    }
playlist-ask-name = Як назвати плейлист? Просто надішліть назву; передумали — /cancel.
