schedule-summary = Плейлисти, що грають самі
schedule-none = Самі собою плейлисти поки що не грають. Натисніть «Новий» або напишіть, наприклад, <code>/schedule у будні 7:30</code>
schedule-title =
    { $count ->
        [one] <b>У вас { $count } розклад</b>
        [few] <b>У вас { $count } розклади</b>
        [many] <b>У вас { $count } розкладів</b>
       *[other] <b>У вас { $count } розкладу</b>
    }
schedule-chat-title =
    { $count ->
        [one] <b>Тут грає { $count } розклад</b>
        [few] <b>Тут грають { $count } розклади</b>
        [many] <b>Тут грають { $count } розкладів</b>
       *[other] <b>Тут грає { $count } розкладу</b>
    }
schedule-no-lists = Грати поки що нічого. Створіть плейлист у /playlist і повертайтеся.
schedule-which-list = Який плейлист вмикати?
schedule-ask-time =
    Коли вмикати <b>{ $list }</b>? Натисніть на час або напишіть його:
    <code>7:15</code>, <code>у будні 7:30</code> чи вираз cron, наприклад <code>30 7 * * 1-5</code>
schedule-which-days = У які дні?
schedule-ask-when = Надішліть новий час: <code>7:15</code>, <code>у будні 7:30</code> чи вираз cron, наприклад <code>30 7 * * 1-5</code>
schedule-ask-zone =
    За чиїм годинником? Надішліть велике місто поруч із вами або котра у вас зараз година, наприклад <code>21:40</code>.
    Або виберіть, де ви:
schedule-which-zone = Яке з них? Біля кожного — котра там зараз година.
schedule-zone-unknown = Такого місця я не знаю. Надішліть більше місто, назву на кшталт Europe/Kyiv або котра у вас зараз година, наприклад 21:40.
schedule-ask-place = Де вмикати? Виберіть або надішліть публічне ім’я каналу чи групи, де ви адміністратор, наприклад <code>@my_channel</code>. Спершу додайте мене туди.
schedule-not-a-chat = Не знаходжу такого чату. Спершу додайте мене туди, потім надішліть публічне ім’я, наприклад @my_channel.
schedule-cannot-post = Мені не можна надсилати туди музику. Дозвольте це в налаштуваннях чату й спробуйте ще раз.
schedule-only-admins = Що слухає той чат, вирішують лише адміністратори.
schedule-once = один раз о { $time }
schedule-daily = щодня о { $time }
schedule-on-weekdays = у будні о { $time }
schedule-on-weekends = у вихідні о { $time }
schedule-weekly = { $days } о { $time }
schedule-cron = за cron: { $expression }
schedule-zone = Час: { $city } ({ $zone }, { $offset })
schedule-to-maker = Грає в особистому чаті
schedule-to-here = Грає тут
schedule-to-chat = Грає в чаті { $title }
schedule-to-other = Грає в іншому чаті
schedule-next = Далі:
schedule-paused = На паузі. «Продовжити» — і знову заграє.
schedule-paused-blocked = На паузі: мене заблокували. «Продовжити» — і знову заграє.
schedule-paused-gone = На паузі: мене більше немає в тому чаті. Додайте мене знову або виберіть інше місце.
schedule-paused-rights = На паузі: мені більше не можна надсилати туди музику. Дозвольте й натисніть «Продовжити».
schedule-list-deleted = Плейлист видалено. Поверніть його в /playlist, виберіть інший («Змінити») або видаліть розклад.
schedule-plays = Він грає просто зараз.
schedule-really = Видалити розклад для <b>{ $list }</b>? Плейлист залишиться.
schedule-deleted = Розклад для <b>{ $list }</b> видалено.
schedule-gone = Цього розкладу більше немає. Усі, що є, — у /schedule.
schedule-not-yours = Це чужий розклад. Ваші — у /schedule.
schedule-too-many =
    { $limit ->
        [one] Можна мати не більше ніж { $limit } розклад, і він у вас є. Спершу видаліть його.
        [few] Можна мати не більше ніж { $limit } розклади, і стільки у вас уже є. Спершу видаліть один.
        [many] Можна мати не більше ніж { $limit } розкладів, і стільки у вас уже є. Спершу видаліть один.
       *[other] Можна мати не більше ніж { $limit } розкладу, і стільки у вас уже є. Спершу видаліть один.
    }
schedule-now-toast = Починаю
schedule-skip-toast = Пропускаю { $run }
schedule-no-time = О котрій годині? Напишіть, наприклад: у будні 7:30
schedule-not-a-time = «{ $word }» — не час. Напишіть, наприклад, 7:30 або 19:30.
schedule-two-times = Тут одразу два часи: { $first } і { $second }. Зробіть два розклади.
schedule-unknown-word = Не розумію «{ $word }». Напишіть, наприклад: пн, ср 7:30
schedule-cron-fields =
    { $count ->
        [one] У виразі cron п’ять полів, а тут { $count }. Наприклад: 30 7 * * 1-5
        [few] У виразі cron п’ять полів, а тут { $count }. Наприклад: 30 7 * * 1-5
        [many] У виразі cron п’ять полів, а тут { $count }. Наприклад: 30 7 * * 1-5
       *[other] У виразі cron п’ять полів, а тут { $count }. Наприклад: 30 7 * * 1-5
    }
schedule-cron-names = хвилини, години, день місяця, місяць, день тижня
schedule-cron-field = «{ $word }» не підходить для поля «{ $field }». Вираз cron має такий вигляд: 30 7 * * 1-5
schedule-too-long =
    { $limit ->
        [one] У виразі cron може бути не більше ніж { $limit } символ.
        [few] У виразі cron може бути не більше ніж { $limit } символи.
        [many] У виразі cron може бути не більше ніж { $limit } символів.
       *[other] У виразі cron може бути не більше ніж { $limit } символу.
    }
schedule-too-often =
    { $minutes ->
        [one] Частіше ніж раз на { $minutes } хвилину не можна. Спробуйте: */30 8-20 * * *
        [few] Частіше ніж раз на { $minutes } хвилини не можна. Спробуйте: */30 8-20 * * *
        [many] Частіше ніж раз на { $minutes } хвилин не можна. Спробуйте: */30 8-20 * * *
       *[other] Частіше ніж раз на { $minutes } хвилини не можна. Спробуйте: */30 8-20 * * *
    }
schedule-never = Такий день ніколи не настане, і плейлист не заграє. Спробуйте: 30 7 1 * *
schedule-missed = <b>{ $list }</b> — пропущено: { $run }. Мене не було на місці, а потім стало пізно. Наступного разу все буде за розкладом.
schedule-empty = Час вмикати <b>{ $list }</b>, але там порожньо. Додайте треки в /playlist.
schedule-stopped-gone = <b>{ $list }</b> більше не грає: мене немає в тому чаті. Додайте мене знову або виберіть інше місце.
schedule-stopped-rights = <b>{ $list }</b> більше не грає: мені не можна надсилати туди музику. Дозвольте й натисніть «Продовжити».
schedule-week-days = пн вт ср чт пт сб нд
schedule-months = січ лют бер кві тра чер лип сер вер жов лис гру
schedule-button-new = + Новий
schedule-button-list = ‹ Розклади
schedule-button-back = ‹ Назад
schedule-button-open = Відкрити
schedule-button-done = Готово
schedule-button-now = ▶ Увімкнути зараз
schedule-button-skip = Пропустити раз
schedule-button-edit = Змінити
schedule-button-pause = Пауза
schedule-button-resume = Продовжити
schedule-button-delete = Видалити
schedule-button-delete-yes = Так, видалити
schedule-button-when = Час
schedule-button-days = Дні
schedule-button-zone = Часовий пояс
schedule-button-place = Де
schedule-button-playlist = Плейлист
schedule-button-once = Один раз
schedule-button-daily = Щодня
schedule-button-weekdays = У будні
schedule-button-weekends = У вихідні
schedule-button-weekly = По днях…
schedule-button-to-maker = Особистий чат
schedule-button-to-here = Тут
schedule-button-europe = Європа
schedule-button-asia = Азія
schedule-button-america = Америка
schedule-button-africa = Африка
schedule-button-oceania = Океанія
schedule-no-stations = Станцій у вас поки що немає. Знайдіть якусь у /radio, відкрийте й повертайтеся.
schedule-which-station = Яку станцію вмикати?
schedule-how-long = Скільки хвилин <b>{ $name }</b> записувати щоразу?
schedule-nothing-to-wake = Чим вас будити? Знайдіть станцію в /radio й відкрийте її або створіть плейлист — і повертайтеся.
schedule-wake-which = Чим вас будити? Станцію записуватиму по { $minutes } хв, потім це можна змінити.
schedule-wake-when = О котрій вас будити? Заграє <b>{ $list }</b>. Натисніть на час або напишіть його, наприклад <code>6:50</code>
schedule-wake-in-private = Будити можу лише в особистому чаті: відкрийте його й напишіть /schedule.
schedule-really-station = Видалити розклад для <b>{ $list }</b>? Станція залишиться.
schedule-stopped-station = <b>{ $list }</b> більше не грає: цієї станції тут більше немає. Виберіть щось інше або видаліть розклад.
schedule-paused-station = На паузі: станції тут більше немає. «Змінити» — і хай грає щось інше.
schedule-button-station = 📻 Станція
schedule-button-radio = Знайти станцію
schedule-button-wake = ⏰ Розбудити мене
schedule-button-long = Скільки хвилин
