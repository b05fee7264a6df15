radio-summary = Интернет-радио: найти, послушать, сохранить песню
radio-first =
    <b>Радио</b>
    Выберите по жанру или по стране — или ищите: <code>/radio джаз</code>
radio-home =
    <b>Радио</b>
    Поиск: <code>/radio джаз</code>
radio-empty =
    <b>Радио</b>
    Станций здесь пока нет. Поищите в каталоге станций всего мира: <code>/radio джаз</code>
radio-button-home = ‹ Радио
radio-button-favourites = Все избранные
radio-button-genres = По жанрам
radio-button-countries = По странам
radio-button-songs = Мои песни
radio-button-add = Добавить станцию
radio-favourites = <b>Ваши избранные станции</b>
radio-mine =
    <b>Станции, которые добавили вы</b>
    🙈 скрыта · 💤 молчит
radio-mine-none = Вы пока не добавляли станций. Команда <code>/radio add</code> и адрес добавят первую.
radio-genres = <b>Жанры</b>
radio-countries = <b>Страны</b>
radio-back-genres = ‹ Жанры
radio-back-countries = ‹ Страны
radio-shelf =
    <b>{ $name }</b>
    { $count ->
        [one] { $count } станция
        [few] { $count } станции
        [many] { $count } станций
       *[other] { $count } станции
    }
radio-found =
    { $count ->
        [one] <b>{ $count } станция</b> по запросу «{ $text }»
        [few] <b>{ $count } станции</b> по запросу «{ $text }»
        [many] <b>{ $count } станций</b> по запросу «{ $text }»
       *[other] <b>{ $count } станции</b> по запросу «{ $text }»
    }
radio-found-nothing =
    По запросу «{ $text }» станций не нашлось ни здесь, ни в каталоге. Попробуйте другое слово или добавьте станцию по адресу.
radio-button-directory = Искать по всему миру
radio-directory =
    Из каталога станций всего мира по запросу «{ $text }». Нажмите на станцию — и она будет здесь:
radio-directory-away = Каталог сейчас не отвечает. Попробуйте через минуту; станции, которые уже здесь, работают.
radio-station-gone = Этой станции здесь больше нет. Все, что есть, — в /radio.

radio-now = ▶︎ <b>{ $title }</b>
radio-now-untold = ▶︎ В эфире. Что играет, станция не сообщает.
radio-now-connecting = Настраиваюсь…
radio-now-lost = Эфир прервался. Пробую снова.
radio-now-gone = Станция сейчас не отвечает.
radio-now-no-room = Сейчас слушают слишком много станций, и мне не видно, что играет на этой.
radio-now-closed = Нажмите ⟳, чтобы узнать, что играет сейчас.
radio-button-favourite = ♡ В избранное
radio-button-unfavourite = ♥ В избранном
radio-button-listen = Слушать ↗
radio-button-keep = Сохранить песню
radio-button-titles = Что играло
radio-button-refresh = ⟳ Что сейчас играет
radio-button-more = Ещё…
radio-button-report = Не работает
radio-favourite-on = ♥ Станция в избранном — в начале /radio.
radio-favourite-off = Станции больше нет в избранном.
radio-back-card = ‹ Станция
radio-reported = Спасибо. Сейчас же проверю станцию.

radio-ask-address =
    Пришлите адрес потока или файл со станциями (m3u, pls). Например:
    <code>http://radio.example.org:8000/live</code>
    После адреса можно добавить название, жанр и страну:
    <code>http://radio.example.org/live Ночной джаз | джаз | Испания</code>
radio-added = Станция <b>{ $name }</b> теперь здесь.
radio-already = Станция <b>{ $name }</b> уже здесь.
radio-just-added = Эту станцию только что добавил кто-то ещё. Найдите её в /radio.
radio-button-open = Открыть
radio-button-rename = Переименовать
radio-owners-add = Станции здесь добавляет только владелец бота. Те, что есть, — в /radio.
radio-too-many = { $limit ->
        [one] Можно добавить не больше { $limit } станции, и столько вы уже добавили. Удалите лишнюю в <code>/radio mine</code>.
        [few] Можно добавить не больше { $limit } станций, и столько вы уже добавили. Удалите лишнюю в <code>/radio mine</code>.
        [many] Можно добавить не больше { $limit } станций, и столько вы уже добавили. Удалите лишнюю в <code>/radio mine</code>.
       *[other] Можно добавить не больше { $limit } станции, и столько вы уже добавили. Удалите лишнюю в <code>/radio mine</code>.
    }
radio-list-added = { $count ->
        [one] Добавлена <b>{ $count } станция</b>.
        [few] Добавлены <b>{ $count } станции</b>.
        [many] Добавлено <b>{ $count } станций</b>.
       *[other] Добавлено <b>{ $count } станции</b>.
    }
radio-list-here = { $count ->
        [one] { $count } уже была здесь.
        [few] { $count } уже были здесь.
        [many] { $count } уже были здесь.
       *[other] { $count } уже были здесь.
    }
radio-list-silent = { $count ->
        [one] { $count } не играет:
        [few] { $count } не играют:
        [many] { $count } не играют:
       *[other] { $count } не играют:
    }
radio-list-long = { $count ->
        [one] В списке { $count } станция; из одного списка я беру первые { $most }.
        [few] В списке { $count } станции; из одного списка я беру первые { $most }.
        [many] В списке { $count } станций; из одного списка я беру первые { $most }.
       *[other] В списке { $count } станции; из одного списка я беру первые { $most }.
    }

radio-bad-address = Это не адрес станции. Он выглядит так: <code>http://radio.example.org:8000/live</code>
radio-bad-scheme = Я умею играть то, что начинается с http:// или https://. Например: <code>http://radio.example.org:8000/live</code>
radio-bad-password = В этом адресе есть имя или пароль. Пришлите его без них: <code>http://radio.example.org/live</code>
radio-bad-long = Этот адрес длиннее 500 символов. Обычно у станций он короче.
radio-bad-private = Этот адрес ведёт в частную сеть. Я играю только станции общедоступного интернета.
radio-bad-redirect = Станция отправляет меня туда, куда мне нельзя. Попробуйте адрес самого потока.
radio-bad-slow = За десять секунд станция так и не заиграла. Проверьте адрес или попробуйте позже.
radio-bad-unreachable = Станция не отвечает. Проверьте адрес или попробуйте позже.
radio-bad-status = Станция ответила отказом «{ $status }». Проверьте адрес или попробуйте позже.
radio-bad-not-sound = По этому адресу не звук, а страница или что-то другое. Адрес самого потока часто заканчивается на .mp3, .aac или /live.
radio-bad-hls = Это вещание кусочками (HLS), такое я пока не играю. У многих станций есть и поток MP3 или AAC.
radio-bad-file = Это не станция, а файл. Пришлите мне сам файл — сыграю его в вашем звуке.
radio-bad-list = В этом списке станций не нашлось. Я читаю файлы m3u и pls до 256 КБ.

radio-not-yours = Менять станцию может только тот, кто её добавил.
radio-answers = Станция отвечает.
radio-is-silent = Станция не отвечает уже несколько дней, поэтому в списках её нет. Я продолжаю проверять.
radio-is-hidden = 🙈 Скрыта: в списках её нет.
radio-button-hide = Скрыть
radio-button-unhide = Вернуть в списки
radio-button-remove = Удалить
radio-button-charset = Буквы
radio-ask-name =
    Как её назвать? Название, жанр и страна через |. Сейчас так:
    <code>{ $now }</code>
radio-name-bad = Станции нужно название. Например: <code>Ночной джаз | джаз | Испания</code>
radio-renamed = Теперь она называется <b>{ $name }</b>.
radio-really-remove = Удалить станцию <b>{ $name }</b>? Она исчезнет у всех, и из избранного тоже.
radio-button-remove-yes = Да, удалить
radio-button-keep-it = Оставить
radio-removed = Станция <b>{ $name }</b> удалена.
radio-charset =
    <b>Буквы</b>
    Если названия песен выглядят как «Êèíî» или «лХМН», выберите, как их пишет станция.
radio-charset-guess = Определять автоматически
radio-charset-set = Теперь названия читаются так.

radio-titles = На станции <b>{ $name }</b> играло:
radio-titles-none = Станцию <b>{ $name }</b> ещё никто не слушал, и что на ней играло, неизвестно. Откройте её карточку на некоторое время.
radio-ago-now = сейчас
radio-ago-minutes = { $count ->
        [one] { $count } минуту назад
        [few] { $count } минуты назад
        [many] { $count } минут назад
       *[other] { $count } минуты назад
    }
radio-ago-hours = { $count ->
        [one] { $count } час назад
        [few] { $count } часа назад
        [many] { $count } часов назад
       *[other] { $count } часа назад
    }
radio-ago-days = { $count ->
        [one] { $count } день назад
        [few] { $count } дня назад
        [many] { $count } дней назад
       *[other] { $count } дня назад
    }
radio-nothing-to-keep = Станция ещё не сообщила, что играет.
radio-kept = Сохранено: { $song }. Это в /radio, кнопка «Мои песни».
radio-too-many-songs = { $limit ->
        [one] Можно хранить не больше { $limit } песни, и столько у вас уже есть. Уберите лишнюю: <code>/radio songs</code>
        [few] Можно хранить не больше { $limit } песен, и столько у вас уже есть. Уберите лишнюю: <code>/radio songs</code>
        [many] Можно хранить не больше { $limit } песен, и столько у вас уже есть. Уберите лишнюю: <code>/radio songs</code>
       *[other] Можно хранить не больше { $limit } песни, и столько у вас уже есть. Уберите лишнюю: <code>/radio songs</code>
    }
radio-songs = { $count ->
        [one] <b>У вас { $count } песня</b>
        [few] <b>У вас { $count } песни</b>
        [many] <b>У вас { $count } песен</b>
       *[other] <b>У вас { $count } песни</b>
    }
radio-songs-none = Сохранённых песен пока нет. Откройте станцию и, когда понравится то, что играет, нажмите «Сохранить песню».
radio-song = <b>{ $song }</b>
radio-song-gone = Этой песни среди ваших больше нет.
radio-button-look-for = Найти ↗
radio-button-forget = Убрать
radio-back-songs = ‹ Мои песни
radio-forgotten = Песни больше нет среди ваших.
radio-went-silent = Станция <b>{ $name }</b>, которую вы добавили, давно не отвечает. Пока её нет в списках; я продолжаю проверять.

radio-button-record = ⏺ { $minutes } мин
radio-recording = Записываю { $minutes } мин. Запись придёт сюда.
radio-recorded-nothing = Станция <b>{ $name }</b> молчала, присылать нечего. Попробуйте позже.
radio-recorded-broke-off = Станция прервалась раньше; здесь то, что она успела сыграть.
radio-recorded-restart = Во время записи меня перезапустили; здесь то, что успело записаться.
radio-on-air = 📻 <b>{ $name }</b> в эфире. Записываю { $minutes } мин и пришлю сюда. А пока «Слушать» — это прямой эфир.
