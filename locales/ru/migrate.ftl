migrate_status-summary = База данных: где она и что её ждёт
migrate_up-summary = Применить миграции, сначала увидев, что они сделают
migrate_down-summary = Откатить миграции, сначала увидев, что пропадёт
migrate_plan-summary = Что сделал бы запуск, без самого запуска
migrate_history-summary = Все миграции: когда и кем применены
migrate_show-summary = Одна миграция целиком
migrate_log-summary = Все попытки, отказы тоже
migrate_verify-summary = Проверить, всё ли с базой в порядке
migrate_backup-summary = Сделать копию базы сейчас
migrate_backups-summary = Какие копии есть
migrate_restore-summary = Вернуть копию на место
migrate_drift-summary = Чем база отличается от миграций
migrate_sql-summary = Скрипт запуска, чтобы выполнить вручную
migrate_stamp-summary = Изменить список применённых, ничего не выполняя

# Numbers, sizes, times.
decimal-sign = ,
group-sign = { "\u00A0" }
size-bytes = { $n ->
        [one] { $n } байт
        [few] { $n } байта
        [many] { $n } байт
       *[other] { $n } байта
    }
size-kb = { $n } КБ
size-mb = { $n } МБ
size-gb = { $n } ГБ
duration-seconds = { $n } с
duration-minutes = { $minutes } мин { $seconds } с
age-now = только что
age-minutes = { $n ->
        [one] { $n } минуту назад
        [few] { $n } минуты назад
        [many] { $n } минут назад
       *[other] { $n } минуты назад
    }
age-hours = { $n ->
        [one] { $n } час назад
        [few] { $n } часа назад
        [many] { $n } часов назад
       *[other] { $n } часа назад
    }
age-days = { $n ->
        [one] { $n } день назад
        [few] { $n } дня назад
        [many] { $n } дней назад
       *[other] { $n } дня назад
    }
migrate-who-you = вы
migrate-who-owner = владелец { $who }
migrate-who-cli = командная строка ({ $who })
migrate-who-boot = запуск бота
migrate-standing-process = { $who }, процесс { $pid }, с { $since } UTC
migrate-standing-copy = процесс { $pid } на { $host }, версия { $version }
migrate-standing-connection = соединение с базой { $pid } ({ $name })
migrate-standing-nameless = соединение с базой { $pid }
migrate-standing-restore = сервер, который ещё заканчивает прерванный возврат копии
migrate-standing-unnamed = кто-то без имени
migrate-standing-gone = процесс, который уже завершился
migrate-more = … и ещё { $count }

# Buttons.
migrate-button-status = ‹ Состояние
migrate-button-refresh = Обновить
migrate-button-plan = План
migrate-button-up = ↑ Вверх
migrate-button-down = ↓ Вниз
migrate-button-history = История
migrate-button-log = Журнал
migrate-button-verify = Проверить
migrate-button-backup = Сделать копию
migrate-button-backups = Копии
migrate-button-apply = Применить: { $count }
migrate-button-take-back = Откатить: { $count }
migrate-button-sql = Показать SQL
migrate-button-cancel = Отмена
migrate-button-undo = Вернуть как было
migrate-button-undo-kept = Откатить применённые: { $count }
migrate-button-again = Посмотреть снова
migrate-button-look = Посмотреть план
migrate-button-details = Когда и кем
migrate-button-restore = Вернуть { $when }
migrate-button-restore-yes = Вернуть на место
migrate-button-send = Прислать ({ $size })

# The panel.
migrate-status-database = <b>База</b> { $name }, { $size }
migrate-status-absent = <b>База</b> { $name }: её ещё нет
migrate-status-base = <b>Версия</b> base: ничего не применено
migrate-status-revision = <b>Версия</b> { $name }
migrate-status-revision-by = <b>Версия</b> { $name }
    { $age }, { $who }
migrate-status-pending-none = <b>Миграций</b> в ожидании нет
migrate-status-pending = { $count ->
        [one] <b>Ждёт</b> { $count } миграция
        [few] <b>Ждут</b> { $count } миграции
        [many] <b>Ждут</b> { $count } миграций
       *[other] <b>Ждут</b> { $count } миграции
    }
migrate-status-newer = <b>Новее этой сборки</b> { $names }
migrate-status-held = <b>Придержано</b> { $reason }
    { $age }, { $who }
migrate-hold-taken-back = { $name } откатили
migrate-hold-restored = возвращена копия { $name }
migrate-hold-stamped = список применённых переведён назад, на { $at }
migrate-hold-moved = данные переехали: { $to }
migrate-status-not-held = <b>Не придержано</b>
migrate-status-restore = ⚠️ Возврат копии { $file } не закончился
migrate-status-problem = ⚠️ { $problem }
migrate-status-unchecked = <b>Проверка</b> ещё не проводилась
migrate-status-fine = <b>Проверка</b> файл и схема в порядке, { $age }
migrate-status-wrong = <b>Проверка</b> ⚠️ { $count ->
        [one] { $count } проблема
        [few] { $count } проблемы
        [many] { $count } проблем
       *[other] { $count } проблемы
    }, { $age }
migrate-status-lock = <b>Замок</b> держит { $who }
migrate-status-lock-free = <b>Замок</b> свободен
migrate-status-backup = <b>Копия</b> { $size }, { $age }
migrate-status-backup-none = <b>Копий</b> пока нет

# A plan.
migrate-preparing = Смотрю на ваши данные и пробую на копии…
migrate-looking = Смотрю…
migrate-plan-nothing = Делать нечего: база на { $at }.
migrate-plan-let-go = Миграции были придержаны; теперь перезапуск снова будет их применять.
migrate-plan-up = <b>{ $from } → { $to }</b>, применить { $count ->
        [one] { $count } миграцию
        [few] { $count } миграции
        [many] { $count } миграций
       *[other] { $count } миграции
    }
migrate-plan-down = <b>{ $from } → { $to }</b>, откатить { $count ->
        [one] { $count } миграцию
        [few] { $count } миграции
        [many] { $count } миграций
       *[other] { $count } миграции
    }
migrate-plan-stored = (по скрипту, сохранённому при применении; в этой сборке другой)
migrate-plan-embedded = (по скрипту этой сборки; при применении был сохранён другой)
migrate-plan-outside = (вне транзакции)
migrate-plan-irreversible = ⚠️ не откатить: { $why }
migrate-plan-keeps = Ничего не пропадёт.
migrate-plan-loses = <b>Пропадёт вот что:</b>
migrate-plan-undoable = Это можно вернуть.
migrate-plan-final = <b>Вернуть это нельзя.</b>
migrate-plan-drift = ⚠️ База не такая, какой её делают миграции: { $count ->
        [one] { $count } отличие
        [few] { $count } отличия
        [many] { $count } отличий
       *[other] { $count } отличия
    }; список — в /migrate_drift.
migrate-plan-held = Миграции придержаны; этот запуск их отпустит.
migrate-plan-code = План <code>{ $code }</code>
migrate-plan-rehearsed = Проверено на копии ваших данных: получилось за { $time }.
migrate-plan-reckoned = Слушатели подождут около { $time }.
migrate-plan-not-rehearsed = На копии не проверено: { $why }.
migrate-untried-large = это затронет { $size } — больше, чем разрешает копировать <code>migrations.rehearse_max_mb</code>
migrate-untried-space = для копии нужно { $needs }, а свободно { $free }
migrate-untried-forgotten = текста одной из применённых миграций нет ни в этой сборке, ни в журнале
migrate-untried-reaches-out = скрипт называет <code>{ $name }</code> и вышел бы за пределы копии
migrate-untried-refused = база отказала ({ $why })
migrate-untried-nothing = данных пока нет
migrate-plan-broke = <b>Проверено на копии ваших данных: { $name } не получилась.</b> Ничего не изменилось.
migrate-plan-way-back-broke = ⚠️ На копии не получился путь назад: { $why }
migrate-plan-changed = План с тех пор изменился. Посмотрите снова — покажу новый.
migrate-loss-table = { $count ->
        [one] { $about } исчезнет, в ней { $shown } строка
        [few] { $about } исчезнет, в ней { $shown } строки
        [many] { $about } исчезнет, в ней { $shown } строк
       *[other] { $about } исчезнет, в ней { $shown } строки
    }
migrate-loss-column = { $count ->
        [one] { $about } исчезнет, в нём { $shown } значение
        [few] { $about } исчезнет, в нём { $shown } значения
        [many] { $about } исчезнет, в нём { $shown } значений
       *[other] { $about } исчезнет, в нём { $shown } значения
    }
migrate-loss-rows = { $count ->
        [one] { $about }: удалится { $shown } строка
        [few] { $about }: удалятся { $shown } строки
        [many] { $about }: удалится { $shown } строк
       *[other] { $about }: удалится { $shown } строки
    }
migrate-loss-cascade = { $count ->
        [one] { $about }: { $shown } строка уйдёт вместе с тем, к чему относится
        [few] { $about }: { $shown } строки уйдут вместе с тем, к чему относятся
        [many] { $about }: { $shown } строк уйдёт вместе с тем, к чему они относятся
       *[other] { $about }: { $shown } строки уйдёт вместе с тем, к чему они относятся
    }
migrate-loss-values = { $count ->
        [one] { $about }: перезапишется { $shown } значение
        [few] { $about }: перезапишутся { $shown } значения
        [many] { $about }: перезапишется { $shown } значений
       *[other] { $about }: перезапишется { $shown } значения
    }
migrate-loss-conversion = { $count ->
        [one] { $about }: преобразуется { $shown } значение
        [few] { $about }: преобразуются { $shown } значения
        [many] { $about }: преобразуется { $shown } значений
       *[other] { $about }: преобразуется { $shown } значения
    }
migrate-loss-recent = {""}, из них за последние сутки — { $shown }
migrate-loss-uncounted = { $about }: сколько — посчитать нельзя
migrate-loss-unreadable = Строка { $line }: заранее не узнать, что пропадёт
migrate-keep-nothing = Копия: сохранять нечего.
migrate-keep-file = Сначала копия с проверкой, { $size }.
migrate-keep-dump = Сначала дамп через pg_dump.
migrate-keep-tables = Сначала копии затронутых таблиц: подходящего pg_dump здесь нет.
migrate-keep-none = <b>Копия не делается.</b>
migrate-finding = { $version }, строка { $line }:
migrate-no-plan = Такого плана нет. { $why }
migrate-not-now = База сейчас не отвечает. Попробуйте чуть позже.

# Saying yes.
migrate-type-code = Чтобы продолжить, наберите <code>{ $code }</code> в течение двух минут. Иначе ничего не произойдёт.
migrate-code-wrong = Это не код этого плана. Наберите восемь знаков, показанных выше, или нажмите «Отмена».
migrate-confirmed = План <code>{ $code }</code> подтверждён.
migrate-dropped = Отменено. Ничего не изменилось.
migrate-begins = Начинаю…
migrate-cooling = { $count ->
        [one] Начну через { $count } секунду. До этого ещё можно отменить.
        [few] Начну через { $count } секунды. До этого ещё можно отменить.
        [many] Начну через { $count } секунд. До этого ещё можно отменить.
       *[other] Начну через { $count } секунды. До этого ещё можно отменить.
    }
migrate-cancelled-early = Отменено до начала. Ничего не изменилось.
migrate-token-used = Эта кнопка уже нажата, поэтому сейчас ничего не происходит. Что вышло — в /migrate_status.
migrate-token-expired = План ждал слишком долго, поэтому ничего не происходит. Попросите его снова: он мог измениться.
migrate-token-foreign = Эта кнопка сделана не для вас или не для этого сообщения. Ничего не происходит.
migrate-token-unknown = Эта кнопка больше ничего не может. Попросите план снова.
migrate-busy = Сейчас идёт другой запуск. Попробуйте, когда он закончится; следить можно в /migrate_status.
migrate-forwarded = Это переслано. Наберите сами: тогда будет ясно, что вы этого хотите.
migrate-not-here = В чате я всегда показываю план и спрашиваю, поэтому такое работает только в командной строке.
migrate-usage = Не понимаю здесь <code>{ $typed }</code>. Например: <code>{ $example }</code>
migrate-usage-empty = Здесь нужно что-то ещё. Например: <code>{ $example }</code>

# A run.
migrate-run-title = <b>{ $from } → { $to }</b>, идёт { $time }
migrate-run-preparing = готовлюсь…
migrate-run-waiting = жду: { $who }…
migrate-run-draining = даю закончиться тому, что уже идёт…
migrate-run-backing-up = делаю копию…
migrate-run-taking-back = откатываю применённое…
migrate-run-step = { $number } из { $of }: <code>{ $name }</code>…
migrate-run-backup = Копия <code>{ $name }</code>, { $size }
migrate-stopping-toast = Отменяю; начатое откатывается.
migrate-stopped-toast = Всё уже закончилось.
migrate-done = <b>Готово</b> за { $time }: { $from } → { $to }
migrate-done-held = Миграции теперь придержаны: перезапуск их снова не применит. Применит «↑ Вверх».
migrate-cancelled = <b>Отменено.</b>
migrate-not-done = <b>Не сделано.</b> { $why }
migrate-failed = <b>Не получилось.</b>
migrate-failed-step = <b>{ $name } не получилась.</b>
migrate-failed-line = Строка { $line }:
migrate-state-unchanged = Ничего не изменилось.
migrate-state-kept = Применено и осталось: { $done } из { $all }.
migrate-state-rolled-back = Всё сделанное откачено.
migrate-interrupted = Прервано; подробности ниже.

# History and log.
migrate-history-title = <b>Миграции</b>: применено { $applied } из { $all }
migrate-history-foreign = (нет в этой сборке)
migrate-show-applied = применена
migrate-show-pending = не применена
migrate-log-title = <b>Что делалось</b>, новое внизу
migrate-log-empty = Пока ничего не делалось.
migrate-log-done = готово за { $time }
migrate-log-cancelled = отменено
migrate-log-failed = не получилось
    { $why }
migrate-log-refused = отказано: { $asked }
    { $why }
migrate-denied-busy = Шёл другой запуск.
migrate-denied-used = Кнопка уже была нажата.
migrate-denied-late = Кнопка нажата слишком поздно.
migrate-denied-foreign = Кнопка была не для этого человека или не для этого сообщения.
migrate-denied-unknown = Такой кнопки нет.
migrate-denied-plan = План был уже другой.
migrate-denied-code = Набран другой код.
migrate-denied-cancelled = Отменено до начала.
migrate-log-backup = копия <code>{ $name }</code>
migrate-log-restore = возврат <code>{ $name }</code>
migrate-log-restored = возвращено, база на { $at }
migrate-log-held = придержано: { $reason }
migrate-log-released = отпущено: { $reason }
migrate-log-undone = { $name } не случилась: { $why }
migrate-log-blessed = текст { $name } принят: { $reason }
migrate-log-damaged = копия оказалась повреждённой: { $words }
migrate-log-stamped = отмечена { $to }: { $reason }
migrate-log-unpinned = <code>{ $name }</code> больше не хранится бессрочно

# Checks.
migrate-verifying = Проверяю…
migrate-verify-fine = <b>Всё в порядке.</b>
migrate-verify-wrong = <b>Не всё в порядке.</b>
migrate-check-file = файл цел
migrate-check-keys = все ссылки куда-то ведут
migrate-check-hashes = применены миграции именно этой сборки
migrate-check-schema = схема такая, какой её оставила последняя миграция
migrate-check-journal = журнал не прерывается
migrate-check-backup = последняя копия такая, какой была сделана
migrate-way-restore = Копии — в /migrate_backups; возьмите ту, что сделана до поломки.
migrate-way-drift = /migrate_drift пришлёт SQL, который это исправит.
migrate-way-backup = /migrate_backup сделает новую.

# Backups.
migrate-backing-up = Копирую…
migrate-backup-made = Копия <code>{ $name }</code>, { $size }, проверена.
migrate-backup-failed = <b>Копия не сделана.</b> { $why }
migrate-backup-gone = Этой копии больше нет. Какие есть — в /migrate_backups.
migrate-backup-large = Telegram берёт у ботов файлы до 50 МБ. Заберите её из папки копий на сервере.
migrate-backup-sent = Храните в надёжном месте: здесь всё. Прислать её мне обратно с телефона нельзя; чтобы вернуть, откройте список в /migrate_backups.
migrate-backups-title = { $count ->
        [0] <b>Копий пока нет.</b>
        [one] <b>{ $count } копия</b>
        [few] <b>{ $count } копии</b>
        [many] <b>{ $count } копий</b>
       *[other] <b>{ $count } копии</b>
    }
migrate-backups-only = только { $tables }
migrate-restore-unknown = Копии <code>{ $name }</code> нет. Все, что есть, — в списке.
migrate-restore-title = <b>Вернуть</b> <code>{ $name }</code>
    на { $at }, { $size }, { $age }
migrate-restore-loses = Того, что записано с тех пор ({ $age }), в ней нет. Нынешнее состояние сначала сохранится отдельной копией.
migrate-restore-only = Вернётся только это: { $tables }. Остальные таблицы не изменятся. То, что есть сейчас, сначала сохранится отдельной копией.
migrate-restore-rows = Строк сейчас → в копии:
migrate-restore-rows-same = В каждой таблице столько же строк, сколько в копии.
migrate-restore-instead = Если вместо этого пойти ↓ вниз до { $at }, записанное с тех пор останется, кроме вот этого:
migrate-restore-same = База на той же версии: путь вниз ничего бы не изменил.
migrate-restored = <b>Возвращено</b>: база на { $at }.
migrate-restored-held = Миграции теперь придержаны; «↑ Вверх» поведёт дальше, когда захотите.
migrate-restore-failed = <b>Не возвращено.</b> { $why }

# Why not.
migrate-refusal-edited = { $name } изменили после применения. Верните прежний текст или примите новый в командной строке: <code>reprise migrate bless</code>.
migrate-refusal-missing = { $name } применена, но её файлов в этой сборке нет.
migrate-refusal-order = { $late } старше, чем { $newest }, последняя из применённых; ей нужен следующий свободный номер.
migrate-refusal-heads = Две миграции написаны параллельно: { $names }. Пока их не объединят, ничего не применить.
migrate-refusal-differs = База не такая, какой её делает { $at }: { $what }.
migrate-refusal-irreversible = { $name } не откатить: пути назад нет ни в этой сборке, ни в журнале.
migrate-refusal-irreversible-why = { $name } не откатить: { $why }
migrate-refusal-single = { $name } идёт вне транзакции, поэтому не может быть частью запуска «всё или ничего».
migrate-refusal-lint = Мешают сами скрипты:
migrate-refusal-interrupted = { $name } прервана вне транзакции. «↑ Вверх» выяснит, что с ней стало.
migrate-refusal-other-ledger = После { $name } список применённых не такой, каким должен быть: <code>_sqlx_migrations</code> меняет скрипт этого запуска или кто-то со стороны. Ничего из этого не сохранено. Уберите это из скрипта и попробуйте снова.
migrate-refusal-code = Наберите код плана: <code>{ $code }</code>
migrate-refusal-wrong-code = Это не код этого плана.
migrate-refusal-locked = Идёт другая миграция: { $who }
migrate-refusal-loses-more = Пропало бы больше, чем было показано, поэтому это не сделано: { $what }.
migrate-refusal-more-came = Пока план ждал, добавилось ещё: { $about } — было { $shown }, стало { $now }. Ничего не изменилось; посмотрите снова, чтобы увидеть новые числа.
migrate-refusal-undrained = Текущие дела не успели завершиться, поэтому ничего не изменилось. Попробуйте ещё раз чуть позже.
migrate-refusal-space = Не хватает места: нужно { $needs }, свободно { $free }.
migrate-refusal-pooler = База доступна через пулер. Укажите в <code>migrations.url</code> прямой адрес.
migrate-refusal-peers = С этой базой работает другая копия бота, и она не остановилась: { $who }. Остановите её или попробуйте снова.
migrate-refusal-held = Миграции придержаны: { $why }. «↑ Вверх» их отпустит.
migrate-more-rows = { $count ->
        [one] в { $table } пропало бы { $lost } из { $had } строки
        [few] в { $table } пропало бы { $lost } из { $had } строк
        [many] в { $table } пропало бы { $lost } из { $had } строк
       *[other] в { $table } пропало бы { $lost } из { $had } строк
    }
migrate-more-reference = ссылка вела бы в никуда ({ $what })
migrate-more-parent = таблица ссылалась бы на ту, которой нет ({ $what })
migrate-more-view = представление { $name } перестало бы работать
migrate-more-uncounted = сколько пропадёт из { $about }, больше не посчитать ({ $why })
migrate-refusal-kept = Вернулось бы только это: { $tables }, а другие таблицы с тех пор изменились. Сначала откатите то, что было позже: /migrate_down { $at }. Потом верните копию снова.
migrate-refusal-tables = Таблицы сейчас заняты: { $who }. Попробуйте ещё раз чуть позже.
migrate-error-database = База отвечает: { $words }
migrate-error-unreachable = База не отвечает. Больше ничего не известно; попробуйте ещё раз чуть позже.
migrate-error-file = С файлом { $name } не вышло: { $words }
migrate-error-in-the-way = Файл <code>{ $name }</code> мешает сделать копию. Уберите его на сервере и попробуйте ещё раз.
migrate-error-altered = <code>{ $name }</code> уже не такая, какой была сделана, поэтому её не вернуть. Выберите другую в /migrate_backups.
migrate-error-damaged = Копия повреждена — значит, могут быть повреждены и данные. Проверит /migrate_verify. ({ $words })
migrate-error-other = Программа сообщает: { $words }
migrate-target-unknown = Миграции <code>{ $typed }</code> нет. Все — в /migrate_history.
migrate-target-nearest = Миграции <code>{ $typed }</code> нет. Может быть, { $names }?
migrate-target-ambiguous = <code>{ $typed }</code> — это может быть { $names }.
migrate-target-applied = { $at } уже применена. Вернуться к ней: /migrate_down { $at }
migrate-target-not-applied = { $at } не применена. Подняться до неё: /migrate_up { $at }
migrate-target-sign = <code>{ $typed }</code> ведёт в другую сторону. Пойти туда: { $there }
migrate-target-far = Нужно { $wanted }, а есть только { $available }.

# What is told without being asked.
migrate-notice-started = <b>Бот запущен</b>, версия { $version }: { $count ->
        [one] применена { $count } миграция
        [few] применены { $count } миграции
        [many] применено { $count } миграций
       *[other] применено { $count } миграции
    } за { $time }
migrate-notice-newer = База новее этой сборки ({ $names }), но ужиться с ней можно.
migrate-notice-waiting = <b>Бот запущен</b>, версия { $version }: { $count ->
        [one] вас ждёт { $count } миграция
        [few] вас ждут { $count } миграции
        [many] вас ждут { $count } миграций
       *[other] вас ждут { $count } миграции
    }
migrate-notice-lossy = Без вас я применяю только то, что ничего не теряет, откатывается и имеет копию.
migrate-notice-held = Миграции кто-то придержал.
migrate-notice-manual = Применять их при запуске запрещено (<code>migrations.auto</code>).
migrate-notice-maintenance = <b>Обслуживание</b>, версия { $version }: база не такая, какая нужна этой сборке. Что может работать, работает.
migrate-notice-ahead = Она новее ({ $names }), и ужиться с ней эта сборка не может.
migrate-notice-interrupted = <b>Одобренный вами запуск прерван</b>: бот остановился посередине.
migrate-notice-not-begun = Он ещё не начался. Ничего не изменилось.
migrate-notice-moved = Базу изменили. Кто: { $who }. Версия: { $from } → { $to }
migrate-notice-failed = Запуск не получился. Кто запустил: { $who }.
    { $why }
migrate-notice-restored = Базу вернули из копии. Кто: { $who }. Теперь она на { $at }.
migrate-notice-checks = <b>Ежедневная проверка кое-что нашла.</b>
migrate-notice-disk = <b>Диск почти полон</b>: свободно { $free }, а миграции нужно место для копии. Освободите место на сервере или укажите для копий другое в <code>migrations.backup_dir</code>.

# What lints say.
migrate-rule-carriage-returns = концы строк не такие, с какими скрипт писали
migrate-rule-opaque = запускает код, который нельзя прочесть заранее
migrate-rule-drop = старые копии бота, которым это нужно, перестанут работать
migrate-rule-rename = старые копии бота, которым нужно прежнее имя, перестанут работать
migrate-rule-change-type = переписывает таблицу под замком и может обрезать значения
migrate-rule-whole-table = затрагивает каждую строку
migrate-rule-insert-or-replace = удаляет заменяемые строки со всем, что с ними связано
migrate-rule-rename-old-first = переименовывает старую таблицу вместо того, чтобы создать новую
migrate-rule-rebuild-with-delete = удаляет, пока ссылки не отслеживаются
migrate-rule-quoted-string = берёт текст в двойные кавычки
migrate-rule-locks-writes = пока это строится, запись ждёт
migrate-rule-scans = читает всю таблицу под замком
migrate-rule-not-null = не получится, если в таблице есть строки
migrate-rule-cascade = забирает с собой всё, что от этого зависит
migrate-rule-author = это должен исправить автор ({ $rule })

migrate-drift-extra = лишнее: { $what }
migrate-drift-missing = не хватает: { $what }
migrate-drift-changed = отличается: { $what }
migrate-drift-none = База такая, какой её делают миграции.
migrate-drift-found = <b>База не такая, какой её делают миграции.</b> В файле SQL, который это исправит.
migrate-sql-caption = Для <code>sqlite3</code> или <code>psql</code>: те же шаги и те же записи, что и у запуска здесь.
migrate-stamp-why = Напишите, почему, — для журнала: <code>{ $example }</code>. Если схема отличается и так задумано, поставьте перед причиной <code>--force</code>.
migrate-stamped = Теперь отмечена { $to }, раньше была { $from }. Ничего не выполнялось.
migrate-notice-backup = ⚠️ Не удалось сделать резервную копию по расписанию: { $why }
migrate-notice-token = ⚠️ <b>Telegram перестал принимать мой токен</b> ({ $age }), и бот остановился. Теперь всё снова работает; на то, что прислали за это время, отвечаю сейчас.
migrate-notice-broke = ⚠️ { $count ->
    [one] Только что сорвался { $count } ответ.
    [few] Только что сорвались { $count } ответа.
    [many] Только что сорвались { $count } ответов.
   *[other] Только что сорвались { $count } ответа.
  } Почему, сказано в журнале: его строки находятся по кодам, которые видели люди.
