lyrics-summary = Слова пісні
lyrics-ask =
    Яка пісня? Надішліть виконавця й назву:
    <code>Океан Ельзи - Обійми</code>
    Або дайте відповідь на трек командою /lyrics.
lyrics-usage = Надішліть виконавця й назву. Наприклад: <code>/lyrics Океан Ельзи - Обійми</code>
lyrics-too-long = Задовго: виконавець і назва — не більше ніж 200 символів кожне. Наприклад: <code>/lyrics Океан Ельзи - Обійми</code>
lyrics-nameless = У файлі не сказано, що це. Надішліть виконавця й назву: <code>/lyrics Океан Ельзи - Обійми</code>
lyrics-gone = Цих слів у мене вже немає. Запитайте ще раз: /lyrics
lyrics-away = Сервіс із текстами пісень зараз не відповідає. Спробуйте ще раз за кілька хвилин.
lyrics-no-versions = Інших версій цієї пісні немає.
lyrics-none =
    Слова пісні <b>{ $song }</b> не знайшлися.
    Можливо, вона пишеться інакше? Натисніть, щоб скопіювати, виправте й надішліть знову:
    <code>{ $query }</code>
lyrics-none-by-title =
    Слова пісні <b>{ $song }</b> не знайшлися.
    З виконавцем шукати простіше:
    <code>/lyrics Океан Ельзи - Обійми</code>
lyrics-which = До запиту <b>{ $song }</b> підходять кілька пісень. Яка потрібна?
lyrics-alike = Слова пісні <b>{ $song }</b> не знайшлися. Може, одна з цих?
lyrics-instrumental = Це інструментальна композиція: слів немає, просто слухайте.
lyrics-old = { $days ->
        [one] Копія, збережена { $days } день тому; шукаю новішу.
        [few] Копія, збережена { $days } дні тому; шукаю новішу.
        [many] Копія, збережена { $days } днів тому; шукаю новішу.
       *[other] Копія, збережена { $days } дня тому; шукаю новішу.
    }
lyrics-for-speed = Таймкоди — для вашої швидкості, { $speed }.
lyrics-page = Сторінка { $number } з { $of }
lyrics-source = Текст: { $source }
lyrics-file = Слова з таймкодами — для вашого плеєра.
lyrics-file-for-speed = Слова з таймкодами — для трека на швидкості { $speed }.
lyrics-of-which = Номер — додати трек до свого плейлиста, ♪ — показати слова:
lyrics-button = Слова
lyrics-button-back = ‹ Назад
lyrics-button-on = Далі ›
lyrics-button-timed = З таймкодами
lyrics-button-untimed = Без таймкодів
lyrics-button-file = Файл .lrc
lyrics-button-versions = Інші версії
lyrics-setting = Слова пісень
lyrics-shown =
    <b>Слова пісень</b>
    Під треками, які я надсилаю, є кнопка «Слова».
lyrics-hidden =
    <b>Слова пісень</b>
    Треки приходять без кнопки «Слова». Команда /lyrics працює завжди.
lyrics-button-hide = Не показувати
lyrics-button-show = Показувати
lyrics-stats = { $questions ->
        [one] <b>Слова пісень</b>: { $questions } запит від запуску, { $percent }% відповідей — зі збереженого.
        [few] <b>Слова пісень</b>: { $questions } запити від запуску, { $percent }% відповідей — зі збереженого.
        [many] <b>Слова пісень</b>: { $questions } запитів від запуску, { $percent }% відповідей — зі збереженого.
       *[other] <b>Слова пісень</b>: { $questions } запиту від запуску, { $percent }% відповідей — зі збереженого.
    }
lyrics-stats-rows = { $rows ->
        [one] Збережено { $rows } пісню.
        [few] Збережено { $rows } пісні.
        [many] Збережено { $rows } пісень.
       *[other] Збережено { $rows } пісні.
    }

lyrics_forget-summary = Забути збережені слова пісень
lyrics-forget-usage =
    Слова якої пісні забути? Наприклад:
    <code>/lyrics_forget Океан Ельзи - Обійми</code>
    Або всі одразу: <code>/lyrics_forget all</code>
lyrics-forget-done = Забуто: <b>{ $song }</b>. Коли запитають знову, пошукаю наново.
lyrics-forget-nothing = Для пісні <b>{ $song }</b> нічого не збережено.
lyrics-forget-really = { $count ->
        [one] <b>Забути слова { $count } пісні?</b> Коли про них запитають, вони знайдуться наново.
        [few] <b>Забути слова { $count } пісень?</b> Коли про них запитають, вони знайдуться наново.
        [many] <b>Забути слова { $count } пісень?</b> Коли про них запитають, вони знайдуться наново.
       *[other] <b>Забути слова { $count } пісні?</b> Коли про них запитають, вони знайдуться наново.
    }
lyrics-forget-yes = Так, забути всі
lyrics-forget-no = Ні, залишити
lyrics-forget-all-done = Усі слова пісень забуто.
lyrics-forget-kept = Усе залишається.
