radio-summary = Інтернет-радіо: знайти, послухати, зберегти пісню
radio-first =
    <b>Радіо</b>
    Виберіть за жанром чи країною — або шукайте: <code>/radio джаз</code>
radio-home =
    <b>Радіо</b>
    Пошук: <code>/radio джаз</code>
radio-empty =
    <b>Радіо</b>
    Станцій тут поки немає. Пошукайте в каталозі станцій усього світу: <code>/radio джаз</code>
radio-button-home = ‹ Радіо
radio-button-favourites = Усі улюблені
radio-button-genres = За жанрами
radio-button-countries = За країнами
radio-button-songs = Мої пісні
radio-button-add = Додати станцію
radio-favourites = <b>Ваші улюблені станції</b>
radio-mine =
    <b>Станції, які додали ви</b>
    🙈 прихована · 💤 мовчить
radio-mine-none = Ви ще не додавали станцій. Команда <code>/radio add</code> з адресою додасть першу.
radio-genres = <b>Жанри</b>
radio-countries = <b>Країни</b>
radio-back-genres = ‹ Жанри
radio-back-countries = ‹ Країни
radio-shelf =
    <b>{ $name }</b>
    { $count ->
        [one] { $count } станція
        [few] { $count } станції
        [many] { $count } станцій
       *[other] { $count } станції
    }
radio-found =
    { $count ->
        [one] <b>{ $count } станція</b> за запитом «{ $text }»
        [few] <b>{ $count } станції</b> за запитом «{ $text }»
        [many] <b>{ $count } станцій</b> за запитом «{ $text }»
       *[other] <b>{ $count } станції</b> за запитом «{ $text }»
    }
radio-found-nothing =
    За запитом «{ $text }» станцій немає ні тут, ні в каталозі. Спробуйте інше слово або додайте станцію за адресою.
radio-button-directory = Шукати в усьому світі
radio-directory =
    З каталогу станцій усього світу за запитом «{ $text }». Натисніть на станцію — і вона буде тут:
radio-directory-away = Каталог зараз не відповідає. Спробуйте за хвилину; станції, які вже тут, працюють.
radio-station-gone = Цієї станції тут більше немає. Усі, що є, — в /radio.

radio-now = ▶︎ <b>{ $title }</b>
radio-now-untold = ▶︎ В ефірі. Що грає, станція не повідомляє.
radio-now-connecting = Налаштовуюся…
radio-now-lost = Ефір перервався. Пробую ще.
radio-now-gone = Станція зараз не відповідає.
radio-now-no-room = Зараз слухають забагато станцій, і мені не видно, що грає на цій.
radio-now-closed = Натисніть ⟳, щоб дізнатися, що грає зараз.
radio-button-favourite = ♡ До улюблених
radio-button-unfavourite = ♥ Улюблена
radio-button-listen = Слухати ↗
radio-button-keep = Зберегти пісню
radio-button-titles = Що грало
radio-button-refresh = ⟳ Що зараз грає
radio-button-more = Ще…
radio-button-report = Не працює
radio-favourite-on = ♥ Станція серед улюблених — на початку /radio.
radio-favourite-off = Станції більше немає серед улюблених.
radio-back-card = ‹ Станція
radio-reported = Дякую. Зараз же перевірю станцію.

radio-ask-address =
    Надішліть адресу потоку або файл зі станціями (m3u, pls). Наприклад:
    <code>http://radio.example.org:8000/live</code>
    Після адреси можна додати назву, жанр і країну:
    <code>http://radio.example.org/live Нічний джаз | джаз | Іспанія</code>
radio-added = Станція <b>{ $name }</b> тепер тут.
radio-already = Станція <b>{ $name }</b> вже тут.
radio-just-added = Цю станцію щойно додав хтось інший. Знайдіть її в /radio.
radio-button-open = Відкрити
radio-button-rename = Перейменувати
radio-owners-add = Станції тут додає лише власник бота. Ті, що є, — в /radio.
radio-too-many = { $limit ->
        [one] Можна додати не більше ніж { $limit } станцію, і стільки ви вже додали. Видаліть зайву в <code>/radio mine</code>.
        [few] Можна додати не більше ніж { $limit } станції, і стільки ви вже додали. Видаліть зайву в <code>/radio mine</code>.
        [many] Можна додати не більше ніж { $limit } станцій, і стільки ви вже додали. Видаліть зайву в <code>/radio mine</code>.
       *[other] Можна додати не більше ніж { $limit } станції, і стільки ви вже додали. Видаліть зайву в <code>/radio mine</code>.
    }
radio-list-added = { $count ->
        [one] Додано <b>{ $count } станцію</b>.
        [few] Додано <b>{ $count } станції</b>.
        [many] Додано <b>{ $count } станцій</b>.
       *[other] Додано <b>{ $count } станції</b>.
    }
radio-list-here = { $count ->
        [one] { $count } вже була тут.
        [few] { $count } вже були тут.
        [many] { $count } вже були тут.
       *[other] { $count } вже були тут.
    }
radio-list-silent = { $count ->
        [one] { $count } не грає:
        [few] { $count } не грають:
        [many] { $count } не грають:
       *[other] { $count } не грають:
    }
radio-list-long = { $count ->
        [one] У списку { $count } станція; з одного списку я беру перші { $most }.
        [few] У списку { $count } станції; з одного списку я беру перші { $most }.
        [many] У списку { $count } станцій; з одного списку я беру перші { $most }.
       *[other] У списку { $count } станції; з одного списку я беру перші { $most }.
    }

radio-bad-address = Це не адреса станції. Вона виглядає так: <code>http://radio.example.org:8000/live</code>
radio-bad-scheme = Я граю те, що починається з http:// або https://. Наприклад: <code>http://radio.example.org:8000/live</code>
radio-bad-password = У цій адресі є ім’я чи пароль. Надішліть її без них: <code>http://radio.example.org/live</code>
radio-bad-long = Ця адреса довша за 500 символів. Зазвичай станції мають коротшу.
radio-bad-private = Ця адреса веде до приватної мережі. Я граю лише станції загальнодоступного інтернету.
radio-bad-redirect = Станція відправляє мене туди, куди мені не можна. Спробуйте адресу самого потоку.
radio-bad-slow = За десять секунд станція так і не заграла. Перевірте адресу або спробуйте пізніше.
radio-bad-unreachable = Станція не відповідає. Перевірте адресу або спробуйте пізніше.
radio-bad-status = Станція відповіла відмовою «{ $status }». Перевірте адресу або спробуйте пізніше.
radio-bad-not-sound = За цією адресою не звук, а сторінка чи щось інше. Адреса самого потоку часто закінчується на .mp3, .aac або /live.
radio-bad-hls = Це мовлення шматочками (HLS), такого я поки не граю. Багато станцій мають і потік MP3 чи AAC.
radio-bad-file = Це не станція, а файл. Надішліть мені сам файл — зіграю його у вашому звуці.
radio-bad-list = У цьому списку станцій немає. Я читаю файли m3u і pls до 256 КБ.

radio-not-yours = Змінювати станцію може лише той, хто її додав.
radio-answers = Станція відповідає.
radio-is-silent = Станція не відповідає вже кілька днів, тому в списках її немає. Я й далі перевіряю.
radio-is-hidden = 🙈 Прихована: у списках її немає.
radio-button-hide = Приховати
radio-button-unhide = Повернути до списків
radio-button-remove = Видалити
radio-button-charset = Літери
radio-ask-name =
    Як її назвати? Назва, жанр і країна через |. Зараз так:
    <code>{ $now }</code>
radio-name-bad = Станції потрібна назва. Наприклад: <code>Нічний джаз | джаз | Іспанія</code>
radio-renamed = Тепер вона називається <b>{ $name }</b>.
radio-really-remove = Видалити станцію <b>{ $name }</b>? Вона зникне в усіх, і з улюблених теж.
radio-button-remove-yes = Так, видалити
radio-button-keep-it = Залишити
radio-removed = Станцію <b>{ $name }</b> видалено.
radio-charset =
    <b>Літери</b>
    Якщо назви пісень виглядають як «Êèíî» чи «лХМН», виберіть, як їх пише станція.
radio-charset-guess = Визначати автоматично
radio-charset-set = Тепер назви читаються так.

radio-titles = На станції <b>{ $name }</b> грало:
radio-titles-none = Станцію <b>{ $name }</b> ще ніхто не слухав, тож що на ній грало, невідомо. Відкрийте її картку на деякий час.
radio-ago-now = зараз
radio-ago-minutes = { $count ->
        [one] { $count } хвилину тому
        [few] { $count } хвилини тому
        [many] { $count } хвилин тому
       *[other] { $count } хвилини тому
    }
radio-ago-hours = { $count ->
        [one] { $count } годину тому
        [few] { $count } години тому
        [many] { $count } годин тому
       *[other] { $count } години тому
    }
radio-ago-days = { $count ->
        [one] { $count } день тому
        [few] { $count } дні тому
        [many] { $count } днів тому
       *[other] { $count } дня тому
    }
radio-nothing-to-keep = Станція ще не повідомила, що грає.
radio-kept = Збережено: { $song }. Це в /radio, кнопка «Мої пісні».
radio-too-many-songs = { $limit ->
        [one] Можна зберігати не більше ніж { $limit } пісню, і стільки ви вже маєте. Приберіть зайву: <code>/radio songs</code>
        [few] Можна зберігати не більше ніж { $limit } пісні, і стільки ви вже маєте. Приберіть зайву: <code>/radio songs</code>
        [many] Можна зберігати не більше ніж { $limit } пісень, і стільки ви вже маєте. Приберіть зайву: <code>/radio songs</code>
       *[other] Можна зберігати не більше ніж { $limit } пісні, і стільки ви вже маєте. Приберіть зайву: <code>/radio songs</code>
    }
radio-songs = { $count ->
        [one] <b>У вас { $count } пісня</b>
        [few] <b>У вас { $count } пісні</b>
        [many] <b>У вас { $count } пісень</b>
       *[other] <b>У вас { $count } пісні</b>
    }
radio-songs-none = Збережених пісень поки немає. Відкрийте станцію і, коли сподобається те, що грає, натисніть «Зберегти пісню».
radio-song = <b>{ $song }</b>
radio-song-gone = Цієї пісні серед ваших більше немає.
radio-button-look-for = Знайти ↗
radio-button-forget = Прибрати
radio-back-songs = ‹ Мої пісні
radio-forgotten = Пісні більше немає серед ваших.
radio-went-silent = Станція <b>{ $name }</b>, яку ви додали, давно не відповідає. Поки її немає в списках; я й далі перевіряю.

radio-button-record = ⏺ { $minutes } хв
radio-recording = Записую { $minutes } хв. Запис прийде сюди.
radio-recorded-nothing = Станція <b>{ $name }</b> мовчала, надсилати нічого. Спробуйте пізніше.
radio-recorded-broke-off = Станція перервалася раніше; тут те, що вона встигла зіграти.
radio-recorded-restart = Під час запису мене перезапустили; тут те, що встигло записатися.
radio-on-air = 📻 <b>{ $name }</b> в ефірі. Записую { $minutes } хв і надішлю сюди. А поки «Слухати» — це прямий ефір.
