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
        [one] Можна мати не більше ніж { $limit } плейлист, і стільки у вас уже є. Спершу видаліть зайвий: /playlist
        [few] Можна мати не більше ніж { $limit } плейлисти, і стільки у вас уже є. Спершу видаліть зайвий: /playlist
        [many] Можна мати не більше ніж { $limit } плейлистів, і стільки у вас уже є. Спершу видаліть зайвий: /playlist
       *[other] Можна мати не більше ніж { $limit } плейлиста, і стільки у вас уже є. Спершу видаліть зайвий: /playlist
    }
playlist-ask-name = Як назвати плейлист? Просто надішліть назву; передумали — /cancel.
playlist-chat-title =
    { $count ->
        [one] <b>У цьому чаті { $count } плейлист</b>
        [few] <b>У цьому чаті { $count } плейлисти</b>
        [many] <b>У цьому чаті { $count } плейлистів</b>
       *[other] <b>У цьому чаті { $count } плейлиста</b>
    }
playlist-chat-none = У цьому чаті поки що немає плейлистів.
playlist-new-name = Новий плейлист
playlist-empty = Тут поки що порожньо. Натисніть «Додати треки» й надсилайте музику або дайте відповідь на трек командою <code>/playlist add</code>.
playlist-length =
    { $count ->
        [one] { $count } трек · { $length }
        [few] { $count } треки · { $length }
        [many] { $count } треків · { $length }
       *[other] { $count } трека · { $length }
    }
playlist-unnamed = Без назви
playlist-track =
    <b>{ $label }</b> · { $length }
    Номер { $number } у плейлисті { $list }
playlist-ask-rename = Як тепер назвати плейлист { $name }? Просто надішліть назву; передумали — /cancel.
playlist-ask-tracks =
    Надсилайте музику для плейлиста <b>{ $name }</b> — по одній або альбомом.
    Коли це все, натисніть «Готово».
playlist-ask-place = Яким за рахунком поставити <b>{ $label }</b>? Надішліть число від 1 до { $count }.
playlist-ask-file = Надішліть плейлист файлом M3U8 або його текст. Знайду в ньому треки, які ви колись отримали тут, і скажу, яких не знайшлося.
playlist-place-bad = Такого місця в плейлисті немає. Надішліть число від 1 до { $count }, наприклад 1.
playlist-added = Додано до плейлиста <b>{ $list }</b>: { $label }
playlist-album-added = Альбом додається до плейлиста <b>{ $list }</b>.
playlist-removed = Прибрано з плейлиста <b>{ $list }</b>: { $label }
playlist-add-usage =
    Дайте відповідь на трек командою
    <code>/playlist add Недільний ранок</code>
playlist-not-sound = Не бачу тут треку. Надішліть музику або голосове повідомлення.
playlist-not-a-file = Моїх треків тут немає. Надішліть файл M3U8, отриманий кнопкою «Експорт».
playlist-full =
    { $limit ->
        [one] У плейлист уміщується { $limit } трек, і він уже повний. Приберіть трек або створіть інший плейлист: /playlist
        [few] У плейлист уміщується до { $limit } треків — місця більше немає. Приберіть зайві або створіть інший плейлист: /playlist
        [many] У плейлист уміщується до { $limit } треків — місця більше немає. Приберіть зайві або створіть інший плейлист: /playlist
       *[other] У плейлист уміщується до { $limit } треків — місця більше немає. Приберіть зайві або створіть інший плейлист: /playlist
    }
playlist-shuffled-toast = Перемішано
playlist-merged-toast =
    { $count ->
        [one] Прибрано { $count } повтор
        [few] Прибрано { $count } повтори
        [many] Прибрано { $count } повторів
       *[other] Прибрано { $count } повтору
    }
playlist-unmerged-toast = Повторів немає
playlist-deleted = Плейлист <b>{ $name }</b> видалено. Повернути його можна до цієї ж години завтра.
playlist-restored-toast = Плейлист знову на місці
playlist-gone = Цього плейлиста більше немає. Усі, що є, — у /playlist.
playlist-track-gone = Цього треку в плейлисті більше немає.
playlist-not-yours = Це чужий плейлист. Ваші — у /playlist.
playlist-only-admins = Що слухає цей чат, вирішують лише адміністратори.
playlist-shared =
    За цим посиланням кожен може взяти собі копію плейлиста <b>{ $name }</b>:
    { $link }
playlist-unshared-toast = Посилання більше не працює
playlist-link-gone = Це посилання більше не працює. Попросіть нове в того, хто його надіслав.
playlist-offered =
    { $count ->
        [one] З вами діляться плейлистом <b>{ $name }</b>: { $count } трек.
        [few] З вами діляться плейлистом <b>{ $name }</b>: { $count } треки.
        [many] З вами діляться плейлистом <b>{ $name }</b>: { $count } треків.
       *[other] З вами діляться плейлистом <b>{ $name }</b>: { $count } трека.
    }
playlist-copied = <b>{ $name }</b> тепер серед ваших плейлистів.
playlist-exported = Плейлист <b>{ $name }</b>. Щоб імпортувати його, надішліть мені цей файл.
playlist-imported =
    { $count ->
        [one] Імпортовано плейлист <b>{ $name }</b>: { $count } трек.
        [few] Імпортовано плейлист <b>{ $name }</b>: { $count } треки.
        [many] Імпортовано плейлист <b>{ $name }</b>: { $count } треків.
       *[other] Імпортовано плейлист <b>{ $name }</b>: { $count } трека.
    }
playlist-unresolved =
    { $count ->
        [one] Не знайшовся { $count } запис:
        [few] Не знайшлися { $count } записи:
        [many] Не знайшлося { $count } записів:
       *[other] Не знайшлося { $count } запису:
    }
playlist-button-new = + Новий плейлист
playlist-button-import = Імпорт із файлу
playlist-button-chat = Плейлисти цього чату
playlist-button-mine = Мої плейлисти
playlist-button-lists = ‹ Плейлисти
playlist-button-open = Відкрити
playlist-button-fill = Додати треки
playlist-button-done = Готово
playlist-button-undo = Скасувати
playlist-button-more = Ще…
playlist-button-back = ‹ Назад
playlist-button-rename = Перейменувати
playlist-button-shuffle = Перемішати
playlist-button-merge = Прибрати повтори
playlist-button-share = Поділитися посиланням
playlist-button-unshare = Відкликати посилання
playlist-button-send-link = Надіслати посилання
playlist-button-copy = Взяти копію
playlist-button-export = Експорт
playlist-button-delete = Видалити
playlist-button-restore = Повернути
playlist-button-keep = Додати до…
playlist-button-hear = Надіслати сюди
playlist-button-up = ↑ Вище
playlist-button-down = ↓ Нижче
playlist-button-move = Переставити…
playlist-button-remove = Прибрати з плейлиста
playlist-keep-which = Додати один із них до свого плейлиста:
playlist-which-for = До якого плейлиста додати <b>{ $label }</b>?
playlist-button-play = ▶ Увімкнути тут
playlist-button-from = ▶ Звідси й далі
playlist-nothing-to-play = Вмикати нічого: тут порожньо. Спершу натисніть «Додати треки».
playlist-plays-toast = Вмикаю
playlist-chat-made = Плейлист <b>{ $name }</b> для цього чату створено. Усі його плейлисти — у /playlist.
playlist-as-it-is = Без змін: обробити цей трек не вдалося.
playlist-as-it-is-large = Без змін: більше ніж 20 МБ, а такі файли Telegram не дає мені змінювати.
playlist-as-it-is-long = Без змін: довше за { $minutes } хв, а такі треки не обробляються.
playlist-how-long = Скільки хвилин <b>{ $name }</b> записувати, коли до станції дійде черга у плейлисті?
playlist-button-minutes = { $minutes } хв
playlist-missing =
    { $count ->
        [one] { $count } треку в Telegram більше немає. Надішліть знову, щоб повернути:
        [few] { $count } треків у Telegram більше немає. Надішліть знову, щоб повернути:
        [many] { $count } треків у Telegram більше немає. Надішліть знову, щоб повернути:
       *[other] { $count } треку в Telegram більше немає. Надішліть знову, щоб повернути:
    }
