schedule-summary = Плейлисты, которые играют сами
schedule-none = Сами по себе плейлисты пока не играют. Нажмите «Новое» или напишите, например, <code>/schedule по будням 7:30</code>
schedule-title =
    { $count ->
        [one] <b>У вас { $count } расписание</b>
        [few] <b>У вас { $count } расписания</b>
        [many] <b>У вас { $count } расписаний</b>
       *[other] <b>У вас { $count } расписания</b>
    }
schedule-chat-title =
    { $count ->
        [one] <b>Здесь играет { $count } расписание</b>
        [few] <b>Здесь играют { $count } расписания</b>
        [many] <b>Здесь играют { $count } расписаний</b>
       *[other] <b>Здесь играет { $count } расписания</b>
    }
schedule-no-lists = Играть пока нечего. Создайте плейлист в /playlist и возвращайтесь.
schedule-which-list = Какой плейлист включать?
schedule-ask-time =
    Когда включать <b>{ $list }</b>? Нажмите на время или напишите его:
    <code>7:15</code>, <code>по будням 7:30</code> или выражение cron, например <code>30 7 * * 1-5</code>
schedule-which-days = По каким дням?
schedule-ask-when = Пришлите новое время: <code>7:15</code>, <code>по будням 7:30</code> или выражение cron, например <code>30 7 * * 1-5</code>
schedule-ask-zone =
    По каким часам? Пришлите большой город рядом с вами или сколько у вас сейчас времени, например <code>21:40</code>.
    Или выберите, где вы:
schedule-which-zone = Какой из них? У каждого — который там сейчас час.
schedule-zone-unknown = Такого места я не знаю. Пришлите город побольше, название вроде Europe/Kyiv или сколько у вас сейчас времени, например 21:40.
schedule-ask-place = Где включать? Выберите или пришлите публичное имя канала или группы, где вы администратор, например <code>@my_channel</code>. Сначала добавьте меня туда.
schedule-not-a-chat = Не нахожу такого чата. Сначала добавьте меня туда, потом пришлите публичное имя, например @my_channel.
schedule-cannot-post = Мне нельзя отправлять туда музыку. Разрешите это в настройках чата и попробуйте ещё раз.
schedule-only-admins = Что слушает тот чат, решают только администраторы.
schedule-once = один раз в { $time }
schedule-daily = каждый день в { $time }
schedule-on-weekdays = по будням в { $time }
schedule-on-weekends = по выходным в { $time }
schedule-weekly = { $days } в { $time }
schedule-cron = по cron: { $expression }
schedule-zone = Время: { $city } ({ $zone }, { $offset })
schedule-to-maker = Играет в личном чате
schedule-to-here = Играет здесь
schedule-to-chat = Играет в чате { $title }
schedule-to-other = Играет в другом чате
schedule-next = Дальше:
schedule-paused = На паузе. «Продолжить» — и снова заиграет.
schedule-paused-blocked = На паузе: меня заблокировали. «Продолжить» — и снова заиграет.
schedule-paused-gone = На паузе: меня больше нет в том чате. Добавьте меня снова или выберите другое место.
schedule-paused-rights = На паузе: мне больше нельзя отправлять туда музыку. Разрешите и нажмите «Продолжить».
schedule-list-deleted = Плейлист удалён. Верните его в /playlist, выберите другой («Изменить») или удалите расписание.
schedule-plays = Оно играет прямо сейчас.
schedule-really = Удалить расписание для <b>{ $list }</b>? Плейлист останется.
schedule-deleted = Расписание для <b>{ $list }</b> удалено.
schedule-gone = Этого расписания больше нет. Все, что есть, — в /schedule.
schedule-not-yours = Это чужое расписание. Ваши — в /schedule.
schedule-too-many =
    { $limit ->
        [one] Можно иметь не больше { $limit } расписания, и столько у вас уже есть. Сначала удалите его.
        [few] Можно иметь не больше { $limit } расписаний, и столько у вас уже есть. Сначала удалите одно.
        [many] Можно иметь не больше { $limit } расписаний, и столько у вас уже есть. Сначала удалите одно.
       *[other] Можно иметь не больше { $limit } расписания, и столько у вас уже есть. Сначала удалите одно.
    }
schedule-now-toast = Начинаю
schedule-skip-toast = Пропускаю { $run }
schedule-no-time = В котором часу? Напишите, например: по будням 7:30
schedule-not-a-time = «{ $word }» — не время. Напишите, например, 7:30 или 19:30.
schedule-two-times = Здесь сразу два времени: { $first } и { $second }. Сделайте два расписания.
schedule-unknown-word = Не понимаю «{ $word }». Напишите, например: пн, ср 7:30
schedule-cron-fields =
    { $count ->
        [one] В выражении cron пять полей, а здесь { $count }. Например: 30 7 * * 1-5
        [few] В выражении cron пять полей, а здесь { $count }. Например: 30 7 * * 1-5
        [many] В выражении cron пять полей, а здесь { $count }. Например: 30 7 * * 1-5
       *[other] В выражении cron пять полей, а здесь { $count }. Например: 30 7 * * 1-5
    }
schedule-cron-names = минуты, часы, день месяца, месяц, день недели
schedule-cron-field = «{ $word }» не подходит для поля «{ $field }». Выражение cron выглядит так: 30 7 * * 1-5
schedule-too-long =
    { $limit ->
        [one] В выражении cron может быть не больше { $limit } символа.
        [few] В выражении cron может быть не больше { $limit } символов.
        [many] В выражении cron может быть не больше { $limit } символов.
       *[other] В выражении cron может быть не больше { $limit } символа.
    }
schedule-too-often =
    { $minutes ->
        [one] Чаще чем раз в { $minutes } минуту нельзя. Попробуйте: */30 8-20 * * *
        [few] Чаще чем раз в { $minutes } минуты нельзя. Попробуйте: */30 8-20 * * *
        [many] Чаще чем раз в { $minutes } минут нельзя. Попробуйте: */30 8-20 * * *
       *[other] Чаще чем раз в { $minutes } минуты нельзя. Попробуйте: */30 8-20 * * *
    }
schedule-never = Такой день никогда не наступит, и плейлист не заиграет. Попробуйте: 30 7 1 * *
schedule-missed = <b>{ $list }</b> — пропущено: { $run }. Меня не было на месте, а потом стало поздно. В следующий раз всё будет по расписанию.
schedule-empty = Пора включать <b>{ $list }</b>, но там пусто. Добавьте треки в /playlist.
schedule-stopped-gone = <b>{ $list }</b> больше не играет: меня нет в том чате. Добавьте меня снова или выберите другое место.
schedule-stopped-rights = <b>{ $list }</b> больше не играет: мне нельзя отправлять туда музыку. Разрешите и нажмите «Продолжить».
schedule-week-days = пн вт ср чт пт сб вс
schedule-months = янв фев мар апр мая июн июл авг сен окт ноя дек
schedule-button-new = + Новое
schedule-button-list = ‹ Расписания
schedule-button-back = ‹ Назад
schedule-button-open = Открыть
schedule-button-done = Готово
schedule-button-now = ▶ Включить сейчас
schedule-button-skip = Пропустить раз
schedule-button-edit = Изменить
schedule-button-pause = Пауза
schedule-button-resume = Продолжить
schedule-button-delete = Удалить
schedule-button-delete-yes = Да, удалить
schedule-button-when = Время
schedule-button-days = Дни
schedule-button-zone = Часовой пояс
schedule-button-place = Где
schedule-button-playlist = Плейлист
schedule-button-once = Один раз
schedule-button-daily = Каждый день
schedule-button-weekdays = По будням
schedule-button-weekends = По выходным
schedule-button-weekly = По дням…
schedule-button-to-maker = Личный чат
schedule-button-to-here = Здесь
schedule-button-europe = Европа
schedule-button-asia = Азия
schedule-button-america = Америка
schedule-button-africa = Африка
schedule-button-oceania = Океания
schedule-no-stations = Станций у вас пока нет. Найдите какую-нибудь в /radio, откройте и возвращайтесь.
schedule-which-station = Какую станцию включать?
schedule-how-long = Сколько минут <b>{ $name }</b> записывать каждый раз?
schedule-nothing-to-wake = Чем вас будить? Найдите станцию в /radio и откройте её или создайте плейлист — и возвращайтесь.
schedule-wake-which = Чем вас будить? Станцию буду записывать по { $minutes } мин, потом это можно изменить.
schedule-wake-when = Во сколько вас будить? Заиграет <b>{ $list }</b>. Нажмите на время или напишите его, например <code>6:50</code>
schedule-wake-in-private = Будить могу только в личном чате: откройте его и напишите /schedule.
schedule-really-station = Удалить расписание для <b>{ $list }</b>? Станция останется.
schedule-stopped-station = <b>{ $list }</b> больше не играет: этой станции здесь больше нет. Выберите что-нибудь другое или удалите расписание.
schedule-paused-station = На паузе: станции здесь больше нет. «Изменить» — и пусть играет что-нибудь другое.
schedule-button-station = 📻 Станция
schedule-button-radio = Найти станцию
schedule-button-wake = ⏰ Разбудить меня
schedule-button-long = Сколько минут
