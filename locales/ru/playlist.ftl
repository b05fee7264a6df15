playlist-summary = Ваши плейлисты
playlist-none =
    У вас пока нет плейлистов. Первый можно создать так:
    <code>/playlist new Воскресное утро</code>
playlist-title =
    { $count ->
        [one] <b>У вас { $count } плейлист</b>
        [few] <b>У вас { $count } плейлиста</b>
        [many] <b>У вас { $count } плейлистов</b>
       *[other] <b>У вас { $count } плейлиста</b>
    }
playlist-made = Плейлист <b>{ $name }</b> создан. Все ваши плейлисты — в /playlist.
playlist-usage =
    /playlist показывает ваши плейлисты. Создать новый:
    <code>/playlist new Воскресное утро</code>
playlist-name-bad =
    Плейлисту нужно название от 1 до 100 символов. Например:
    <code>/playlist new Воскресное утро</code>
playlist-too-many = { $limit ->
        [one] Можно иметь не больше { $limit } плейлиста, и столько у вас уже есть. Сначала удалите лишний: /playlist
        [few] Можно иметь не больше { $limit } плейлистов, и столько у вас уже есть. Сначала удалите лишний: /playlist
        [many] Можно иметь не больше { $limit } плейлистов, и столько у вас уже есть. Сначала удалите лишний: /playlist
       *[other] Можно иметь не больше { $limit } плейлиста, и столько у вас уже есть. Сначала удалите лишний: /playlist
    }
playlist-ask-name = Как назвать плейлист? Просто пришлите название; передумали — /cancel.
playlist-chat-title =
    { $count ->
        [one] <b>В этом чате { $count } плейлист</b>
        [few] <b>В этом чате { $count } плейлиста</b>
        [many] <b>В этом чате { $count } плейлистов</b>
       *[other] <b>В этом чате { $count } плейлиста</b>
    }
playlist-chat-none = В этом чате пока нет плейлистов.
playlist-new-name = Новый плейлист
playlist-empty = Здесь пока пусто. Нажмите «Добавить треки» и присылайте музыку или ответьте на трек командой <code>/playlist add</code>.
playlist-length =
    { $count ->
        [one] { $count } трек · { $length }
        [few] { $count } трека · { $length }
        [many] { $count } треков · { $length }
       *[other] { $count } трека · { $length }
    }
playlist-unnamed = Без названия
playlist-track =
    <b>{ $label }</b> · { $length }
    Номер { $number } в плейлисте { $list }
playlist-ask-rename = Как теперь назвать плейлист { $name }? Просто пришлите название; передумали — /cancel.
playlist-ask-tracks =
    Присылайте музыку для плейлиста <b>{ $name }</b> — по одной или альбомом.
    Когда закончите, нажмите «Готово».
playlist-ask-place = Каким по счёту поставить <b>{ $label }</b>? Пришлите число от 1 до { $count }.
playlist-ask-file = Пришлите плейлист файлом M3U8 или его текст. Найду в нём треки, которые вы когда-то получили здесь, и скажу, каких не нашлось.
playlist-place-bad = Такого места в плейлисте нет. Пришлите число от 1 до { $count }, например 1.
playlist-added = Добавлено в плейлист <b>{ $list }</b>: { $label }
playlist-album-added = Альбом добавляется в плейлист <b>{ $list }</b>.
playlist-removed = Убрано из плейлиста <b>{ $list }</b>: { $label }
playlist-add-usage =
    Ответьте на трек командой
    <code>/playlist add Воскресное утро</code>
playlist-not-sound = Не вижу здесь трека. Пришлите музыку или голосовое сообщение.
playlist-not-a-file = Моих треков здесь нет. Пришлите файл M3U8, полученный кнопкой «Экспорт».
playlist-full =
    { $limit ->
        [one] В плейлист помещается { $limit } трек, и он уже полон. Уберите его или создайте другой плейлист: /playlist
        [few] В плейлист помещается до { $limit } треков — места больше нет. Уберите лишние или создайте другой плейлист: /playlist
        [many] В плейлист помещается до { $limit } треков — места больше нет. Уберите лишние или создайте другой плейлист: /playlist
       *[other] В плейлист помещается до { $limit } треков — места больше нет. Уберите лишние или создайте другой плейлист: /playlist
    }
playlist-shuffled-toast = Перемешано
playlist-merged-toast =
    { $count ->
        [one] Убран { $count } повтор
        [few] Убрано { $count } повтора
        [many] Убрано { $count } повторов
       *[other] Убрано { $count } повтора
    }
playlist-unmerged-toast = Повторов нет
playlist-deleted = Плейлист <b>{ $name }</b> удалён. Вернуть его можно до этого же часа завтра.
playlist-restored-toast = Плейлист снова на месте
playlist-gone = Этого плейлиста больше нет. Все, что есть, — в /playlist.
playlist-track-gone = Этого трека в плейлисте больше нет.
playlist-not-yours = Это чужой плейлист. Ваши — в /playlist.
playlist-only-admins = Что слушает этот чат, решают только администраторы.
playlist-shared =
    По этой ссылке каждый может взять себе копию плейлиста <b>{ $name }</b>:
    { $link }
playlist-unshared-toast = Ссылка больше не работает
playlist-link-gone = Эта ссылка больше не работает. Попросите новую у того, кто её прислал.
playlist-offered =
    { $count ->
        [one] С вами делятся плейлистом <b>{ $name }</b>: { $count } трек.
        [few] С вами делятся плейлистом <b>{ $name }</b>: { $count } трека.
        [many] С вами делятся плейлистом <b>{ $name }</b>: { $count } треков.
       *[other] С вами делятся плейлистом <b>{ $name }</b>: { $count } трека.
    }
playlist-copied = <b>{ $name }</b> теперь среди ваших плейлистов.
playlist-exported = Плейлист <b>{ $name }</b>. Чтобы импортировать его, пришлите мне этот файл.
playlist-imported =
    { $count ->
        [one] Импортирован плейлист <b>{ $name }</b>: { $count } трек.
        [few] Импортирован плейлист <b>{ $name }</b>: { $count } трека.
        [many] Импортирован плейлист <b>{ $name }</b>: { $count } треков.
       *[other] Импортирован плейлист <b>{ $name }</b>: { $count } трека.
    }
playlist-unresolved =
    { $count ->
        [one] Не нашлась { $count } запись:
        [few] Не нашлись { $count } записи:
        [many] Не нашлось { $count } записей:
       *[other] Не нашлось { $count } записи:
    }
playlist-button-new = + Новый плейлист
playlist-button-import = Импорт из файла
playlist-button-chat = Плейлисты этого чата
playlist-button-mine = Мои плейлисты
playlist-button-lists = ‹ Плейлисты
playlist-button-open = Открыть
playlist-button-fill = Добавить треки
playlist-button-done = Готово
playlist-button-undo = Отменить
playlist-button-more = Ещё…
playlist-button-back = ‹ Назад
playlist-button-rename = Переименовать
playlist-button-shuffle = Перемешать
playlist-button-merge = Убрать повторы
playlist-button-share = Поделиться ссылкой
playlist-button-unshare = Отозвать ссылку
playlist-button-send-link = Отправить ссылку
playlist-button-copy = Взять копию
playlist-button-export = Экспорт
playlist-button-delete = Удалить
playlist-button-restore = Вернуть
playlist-button-keep = Добавить в…
playlist-button-hear = Прислать сюда
playlist-button-up = ↑ Выше
playlist-button-down = ↓ Ниже
playlist-button-move = Переставить…
playlist-button-remove = Убрать из плейлиста
playlist-keep-which = Добавить один из них в свой плейлист:
playlist-which-for = В какой плейлист добавить <b>{ $label }</b>?
playlist-button-play = ▶ Включить здесь
playlist-button-from = ▶ Отсюда и дальше
playlist-nothing-to-play = Включать нечего: здесь пусто. Сначала нажмите «Добавить треки».
playlist-plays-toast = Включаю
playlist-chat-made = Плейлист <b>{ $name }</b> для этого чата создан. Все его плейлисты — в /playlist.
playlist-as-it-is = Без изменений: обработать этот трек не получилось.
playlist-as-it-is-large = Без изменений: больше 20 МБ, а Telegram не даёт мне менять такие файлы.
playlist-as-it-is-long = Без изменений: длиннее { $minutes } мин, а такие треки не обрабатываются.
playlist-how-long = Сколько минут <b>{ $name }</b> записывать, когда до станции дойдёт очередь в плейлисте?
playlist-button-minutes = { $minutes } мин
playlist-missing =
    { $count ->
        [one] { $count } трека в Telegram больше нет. Пришлите снова, чтобы вернуть:
        [few] { $count } треков в Telegram больше нет. Пришлите снова, чтобы вернуть:
        [many] { $count } треков в Telegram больше нет. Пришлите снова, чтобы вернуть:
       *[other] { $count } трека в Telegram больше нет. Пришлите снова, чтобы вернуть:
    }
