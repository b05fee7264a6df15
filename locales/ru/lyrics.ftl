lyrics-summary = Слова песни
lyrics-ask =
    Какая песня? Пришлите исполнителя и название:
    <code>Кино - Группа крови</code>
    Или ответьте на трек командой /lyrics.
lyrics-usage = Пришлите исполнителя и название. Например: <code>/lyrics Кино - Группа крови</code>
lyrics-too-long = Слишком длинно: исполнитель и название — не больше 200 символов каждое. Например: <code>/lyrics Кино - Группа крови</code>
lyrics-nameless = В файле не сказано, что это. Пришлите исполнителя и название: <code>/lyrics Кино - Группа крови</code>
lyrics-gone = Этих слов у меня больше нет. Спросите ещё раз: /lyrics
lyrics-away = Сервис с текстами песен сейчас не отвечает. Попробуйте ещё раз через несколько минут.
lyrics-no-versions = Других версий этой песни нет.
lyrics-none =
    Слова песни <b>{ $song }</b> не нашлись.
    Может быть, она пишется иначе? Нажмите, чтобы скопировать, исправьте и пришлите снова:
    <code>{ $query }</code>
lyrics-none-by-title =
    Слова песни <b>{ $song }</b> не нашлись.
    С исполнителем искать проще:
    <code>/lyrics Кино - Группа крови</code>
lyrics-which = К запросу <b>{ $song }</b> подходят несколько песен. Какая нужна?
lyrics-alike = Слова песни <b>{ $song }</b> не нашлись. Может быть, одна из этих?
lyrics-instrumental = Это инструментальная композиция: слов нет, просто слушайте.
lyrics-old = { $days ->
        [one] Копия, сохранённая { $days } день назад; ищу поновее.
        [few] Копия, сохранённая { $days } дня назад; ищу поновее.
        [many] Копия, сохранённая { $days } дней назад; ищу поновее.
       *[other] Копия, сохранённая { $days } дня назад; ищу поновее.
    }
lyrics-for-speed = Таймкоды — для вашей скорости, { $speed }.
lyrics-page = Страница { $number } из { $of }
lyrics-source = Текст: { $source }
lyrics-file = Слова с таймкодами — для вашего плеера.
lyrics-file-for-speed = Слова с таймкодами — для трека на скорости { $speed }.
lyrics-of-which = Номер — добавить трек в свой плейлист, ♪ — показать слова:
lyrics-button = Слова
lyrics-button-back = ‹ Назад
lyrics-button-on = Дальше ›
lyrics-button-timed = С таймкодами
lyrics-button-untimed = Без таймкодов
lyrics-button-file = Файл .lrc
lyrics-button-versions = Другие версии
lyrics-setting = Слова песен
lyrics-shown =
    <b>Слова песен</b>
    Под треками, которые я присылаю, есть кнопка «Слова».
lyrics-hidden =
    <b>Слова песен</b>
    Треки приходят без кнопки «Слова». Команда /lyrics работает всегда.
lyrics-button-hide = Не показывать
lyrics-button-show = Показывать
lyrics-stats = { $questions ->
        [one] <b>Слова песен</b>: { $questions } вопрос со времени запуска, { $percent }% ответов — из сохранённого.
        [few] <b>Слова песен</b>: { $questions } вопроса со времени запуска, { $percent }% ответов — из сохранённого.
        [many] <b>Слова песен</b>: { $questions } вопросов со времени запуска, { $percent }% ответов — из сохранённого.
       *[other] <b>Слова песен</b>: { $questions } вопроса со времени запуска, { $percent }% ответов — из сохранённого.
    }
lyrics-stats-rows = { $rows ->
        [one] Сохранена { $rows } песня.
        [few] Сохранено { $rows } песни.
        [many] Сохранено { $rows } песен.
       *[other] Сохранено { $rows } песни.
    }

lyrics_forget-summary = Забыть сохранённые слова песен
lyrics-forget-usage =
    Слова какой песни забыть? Например:
    <code>/lyrics_forget Кино - Группа крови</code>
    Или все сразу: <code>/lyrics_forget all</code>
lyrics-forget-done = Забыто: <b>{ $song }</b>. Когда спросят снова, поищу заново.
lyrics-forget-nothing = Для песни <b>{ $song }</b> ничего не сохранено.
lyrics-forget-really = { $count ->
        [one] <b>Забыть слова { $count } песни?</b> Когда о них спросят, они найдутся заново.
        [few] <b>Забыть слова { $count } песен?</b> Когда о них спросят, они найдутся заново.
        [many] <b>Забыть слова { $count } песен?</b> Когда о них спросят, они найдутся заново.
       *[other] <b>Забыть слова { $count } песни?</b> Когда о них спросят, они найдутся заново.
    }
lyrics-forget-yes = Да, забыть все
lyrics-forget-no = Нет, оставить
lyrics-forget-all-done = Все слова песен забыты.
lyrics-forget-kept = Всё остаётся.
