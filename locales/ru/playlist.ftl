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
        [one] Можно иметь не больше { $limit } плейлиста, и столько у вас уже есть.
        [few] Можно иметь не больше { $limit } плейлистов, и столько у вас уже есть.
        [many] Можно иметь не больше { $limit } плейлистов, и столько у вас уже есть.
       *[other] Можно иметь не больше { $limit } плейлиста, и столько у вас уже есть.
    }
playlist-ask-name = Как назвать плейлист? Просто пришлите название; передумали — /cancel.
