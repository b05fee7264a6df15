migrate_status-summary = База даних: де вона і що на неї чекає
migrate_up-summary = Застосувати міграції, спершу побачивши, що вони зроблять
migrate_down-summary = Відкотити міграції, спершу побачивши, що зникне
migrate_plan-summary = Що зробив би запуск, без самого запуску
migrate_history-summary = Усі міграції: коли і ким застосовані
migrate_show-summary = Одна міграція повністю
migrate_log-summary = Усі спроби, відмови теж
migrate_verify-summary = Перевірити, чи все гаразд із базою
migrate_backup-summary = Зробити копію бази зараз
migrate_backups-summary = Які копії є
migrate_restore-summary = Повернути копію на місце
migrate_drift-summary = Чим база відрізняється від міграцій
migrate_sql-summary = Скрипт запуску, щоб виконати вручну
migrate_stamp-summary = Змінити список застосованих, нічого не виконуючи

# Numbers, sizes, times.
decimal-sign = ,
group-sign = { "\u00A0" }
size-bytes = { $n ->
        [one] { $n } байт
        [few] { $n } байти
        [many] { $n } байтів
       *[other] { $n } байта
    }
size-kb = { $n } КБ
size-mb = { $n } МБ
size-gb = { $n } ГБ
duration-seconds = { $n } с
duration-minutes = { $minutes } хв { $seconds } с
age-now = щойно
age-minutes = { $n ->
        [one] { $n } хвилину тому
        [few] { $n } хвилини тому
        [many] { $n } хвилин тому
       *[other] { $n } хвилини тому
    }
age-hours = { $n ->
        [one] { $n } годину тому
        [few] { $n } години тому
        [many] { $n } годин тому
       *[other] { $n } години тому
    }
age-days = { $n ->
        [one] { $n } день тому
        [few] { $n } дні тому
        [many] { $n } днів тому
       *[other] { $n } дня тому
    }
migrate-who-you = ви
migrate-who-owner = власник { $who }
migrate-who-cli = командний рядок ({ $who })
migrate-who-boot = запуск бота
migrate-standing-process = { $who }, процес { $pid }, з { $since } UTC
migrate-standing-copy = процес { $pid } на { $host }, версія { $version }
migrate-standing-connection = з’єднання з базою { $pid } ({ $name })
migrate-standing-nameless = з’єднання з базою { $pid }
migrate-standing-restore = сервер, який ще закінчує перерване повернення копії
migrate-standing-unnamed = хтось без імені
migrate-standing-gone = процес, який уже завершився
migrate-more = … і ще { $count }

# Buttons.
migrate-button-status = ‹ Стан
migrate-button-refresh = Оновити
migrate-button-plan = План
migrate-button-up = ↑ Вгору
migrate-button-down = ↓ Вниз
migrate-button-history = Історія
migrate-button-log = Журнал
migrate-button-verify = Перевірити
migrate-button-backup = Зробити копію
migrate-button-backups = Копії
migrate-button-apply = Застосувати: { $count }
migrate-button-take-back = Відкотити: { $count }
migrate-button-sql = Показати SQL
migrate-button-cancel = Скасувати
migrate-button-undo = Повернути як було
migrate-button-undo-kept = Відкотити застосовані: { $count }
migrate-button-again = Подивитися знову
migrate-button-look = Подивитися план
migrate-button-details = Коли і ким
migrate-button-restore = Повернути { $when }
migrate-button-restore-yes = Повернути на місце
migrate-button-send = Надіслати ({ $size })

# The panel.
migrate-status-database = <b>База</b> { $name }, { $size }
migrate-status-absent = <b>База</b> { $name }: її ще немає
migrate-status-base = <b>Версія</b> base: нічого не застосовано
migrate-status-revision = <b>Версія</b> { $name }
migrate-status-revision-by = <b>Версія</b> { $name }
    { $age }, { $who }
migrate-status-pending-none = <b>Міграцій</b> в очікуванні немає
migrate-status-pending = { $count ->
        [one] <b>Чекає</b> { $count } міграція
        [few] <b>Чекають</b> { $count } міграції
        [many] <b>Чекають</b> { $count } міграцій
       *[other] <b>Чекають</b> { $count } міграції
    }
migrate-status-newer = <b>Новіше за цю збірку</b> { $names }
migrate-status-held = <b>Притримано</b> { $reason }
    { $age }, { $who }
migrate-hold-taken-back = { $name } відкотили
migrate-hold-restored = повернено копію { $name }
migrate-hold-stamped = список застосованих переведено назад, на { $at }
migrate-hold-moved = дані переїхали: { $to }
migrate-status-not-held = <b>Не притримано</b>
migrate-status-restore = ⚠️ Повернення копії { $file } не закінчилося
migrate-status-problem = ⚠️ { $problem }
migrate-status-unchecked = <b>Перевірка</b> ще не проводилася
migrate-status-fine = <b>Перевірка</b> файл і схема в порядку, { $age }
migrate-status-wrong = <b>Перевірка</b> ⚠️ { $count ->
        [one] { $count } проблема
        [few] { $count } проблеми
        [many] { $count } проблем
       *[other] { $count } проблеми
    }, { $age }
migrate-status-lock = <b>Замок</b> тримає { $who }
migrate-status-lock-free = <b>Замок</b> вільний
migrate-status-backup = <b>Копія</b> { $size }, { $age }
migrate-status-backup-none = <b>Копій</b> поки немає

# A plan.
migrate-preparing = Дивлюся на ваші дані й пробую на копії…
migrate-looking = Дивлюся…
migrate-plan-nothing = Робити нічого: база на { $at }.
migrate-plan-let-go = Міграції було притримано; тепер перезапуск знову їх застосовуватиме.
migrate-plan-up = <b>{ $from } → { $to }</b>, застосувати { $count ->
        [one] { $count } міграцію
        [few] { $count } міграції
        [many] { $count } міграцій
       *[other] { $count } міграції
    }
migrate-plan-down = <b>{ $from } → { $to }</b>, відкотити { $count ->
        [one] { $count } міграцію
        [few] { $count } міграції
        [many] { $count } міграцій
       *[other] { $count } міграції
    }
migrate-plan-stored = (за скриптом, збереженим під час застосування; у цій збірці інший)
migrate-plan-embedded = (за скриптом цієї збірки; під час застосування збережено інший)
migrate-plan-outside = (поза транзакцією)
migrate-plan-irreversible = ⚠️ не відкотити: { $why }
migrate-plan-keeps = Нічого не зникне.
migrate-plan-loses = <b>Зникне ось що:</b>
migrate-plan-undoable = Це можна повернути.
migrate-plan-final = <b>Повернути це не можна.</b>
migrate-plan-drift = ⚠️ База не така, якою її роблять міграції: { $count ->
        [one] { $count } відмінність
        [few] { $count } відмінності
        [many] { $count } відмінностей
       *[other] { $count } відмінності
    }; список — у /migrate_drift.
migrate-plan-held = Міграції притримано; цей запуск їх відпустить.
migrate-plan-code = План <code>{ $code }</code>
migrate-plan-rehearsed = Перевірено на копії ваших даних: вийшло за { $time }.
migrate-plan-reckoned = Слухачі почекають близько { $time }.
migrate-plan-not-rehearsed = На копії не перевірено: { $why }.
migrate-untried-large = це зачепить { $size } — більше, ніж дозволяє копіювати <code>migrations.rehearse_max_mb</code>
migrate-untried-space = для копії потрібно { $needs }, а вільно { $free }
migrate-untried-forgotten = тексту однієї із застосованих міграцій немає ні в цій збірці, ні в журналі
migrate-untried-reaches-out = скрипт називає <code>{ $name }</code> і вийшов би за межі копії
migrate-untried-refused = база відмовила ({ $why })
migrate-untried-nothing = даних поки немає
migrate-plan-broke = <b>Перевірено на копії ваших даних: { $name } не вдалася.</b> Нічого не змінилося.
migrate-plan-way-back-broke = ⚠️ На копії не вдався шлях назад: { $why }
migrate-plan-changed = План відтоді змінився. Подивіться знову — покажу новий.
migrate-loss-table = { $count ->
        [one] { $about } зникне, у ній { $shown } рядок
        [few] { $about } зникне, у ній { $shown } рядки
        [many] { $about } зникне, у ній { $shown } рядків
       *[other] { $about } зникне, у ній { $shown } рядка
    }
migrate-loss-column = { $count ->
        [one] { $about } зникне, у ньому { $shown } значення
        [few] { $about } зникне, у ньому { $shown } значення
        [many] { $about } зникне, у ньому { $shown } значень
       *[other] { $about } зникне, у ньому { $shown } значення
    }
migrate-loss-rows = { $count ->
        [one] { $about }: видалиться { $shown } рядок
        [few] { $about }: видаляться { $shown } рядки
        [many] { $about }: видалиться { $shown } рядків
       *[other] { $about }: видалиться { $shown } рядка
    }
migrate-loss-cascade = { $count ->
        [one] { $about }: { $shown } рядок піде разом із тим, чого стосується
        [few] { $about }: { $shown } рядки підуть разом із тим, чого стосуються
        [many] { $about }: { $shown } рядків піде разом із тим, чого вони стосуються
       *[other] { $about }: { $shown } рядка піде разом із тим, чого вони стосуються
    }
migrate-loss-values = { $count ->
        [one] { $about }: перезапишеться { $shown } значення
        [few] { $about }: перезапишуться { $shown } значення
        [many] { $about }: перезапишеться { $shown } значень
       *[other] { $about }: перезапишеться { $shown } значення
    }
migrate-loss-conversion = { $count ->
        [one] { $about }: перетвориться { $shown } значення
        [few] { $about }: перетворяться { $shown } значення
        [many] { $about }: перетвориться { $shown } значень
       *[other] { $about }: перетвориться { $shown } значення
    }
migrate-loss-recent = {""}, з них за останню добу — { $shown }
migrate-loss-uncounted = { $about }: скільки — порахувати не можна
migrate-loss-unreadable = Рядок { $line }: наперед не дізнатися, що зникне
migrate-keep-nothing = Копія: зберігати нічого.
migrate-keep-file = Спершу копія з перевіркою, { $size }.
migrate-keep-dump = Спершу дамп через pg_dump.
migrate-keep-tables = Спершу копії зачеплених таблиць: відповідного pg_dump тут немає.
migrate-keep-none = <b>Копія не робиться.</b>
migrate-finding = { $version }, рядок { $line }:
migrate-no-plan = Такого плану немає. { $why }
migrate-not-now = База зараз не відповідає. Спробуйте трохи згодом.

# Saying yes.
migrate-type-code = Щоб продовжити, наберіть <code>{ $code }</code> протягом двох хвилин. Інакше нічого не станеться.
migrate-code-wrong = Це не код цього плану. Наберіть вісім знаків, показаних вище, або натисніть «Скасувати».
migrate-confirmed = План <code>{ $code }</code> підтверджено.
migrate-dropped = Скасовано. Нічого не змінилося.
migrate-begins = Починаю…
migrate-cooling = { $count ->
        [one] Почну за { $count } секунду. До того ще можна скасувати.
        [few] Почну за { $count } секунди. До того ще можна скасувати.
        [many] Почну за { $count } секунд. До того ще можна скасувати.
       *[other] Почну за { $count } секунди. До того ще можна скасувати.
    }
migrate-cancelled-early = Скасовано до початку. Нічого не змінилося.
migrate-token-used = Цю кнопку вже натиснуто, тому зараз нічого не відбувається. Що вийшло — у /migrate_status.
migrate-token-expired = План чекав надто довго, тому нічого не відбувається. Попросіть його знову: він міг змінитися.
migrate-token-foreign = Цю кнопку зроблено не для вас або не для цього повідомлення. Нічого не відбувається.
migrate-token-unknown = Ця кнопка більше нічого не може. Попросіть план знову.
migrate-busy = Зараз іде інший запуск. Спробуйте, коли він закінчиться; стежити можна в /migrate_status.
migrate-forwarded = Це переслано. Наберіть самі: тоді буде ясно, що ви цього хочете.
migrate-not-here = У чаті я завжди показую план і питаю, тому таке працює лише в командному рядку.
migrate-usage = Не розумію тут <code>{ $typed }</code>. Наприклад: <code>{ $example }</code>
migrate-usage-empty = Тут потрібно ще щось. Наприклад: <code>{ $example }</code>

# A run.
migrate-run-title = <b>{ $from } → { $to }</b>, триває { $time }
migrate-run-preparing = готуюся…
migrate-run-waiting = чекаю: { $who }…
migrate-run-draining = даю закінчитися тому, що вже йде…
migrate-run-backing-up = роблю копію…
migrate-run-taking-back = відкочую застосоване…
migrate-run-step = { $number } із { $of }: <code>{ $name }</code>…
migrate-run-backup = Копія <code>{ $name }</code>, { $size }
migrate-stopping-toast = Скасовую; розпочате відкочується.
migrate-stopped-toast = Усе вже закінчилося.
migrate-done = <b>Готово</b> за { $time }: { $from } → { $to }
migrate-done-held = Міграції тепер притримано: перезапуск їх знову не застосує. Застосує «↑ Вгору».
migrate-cancelled = <b>Скасовано.</b>
migrate-not-done = <b>Не зроблено.</b> { $why }
migrate-failed = <b>Не вдалося.</b>
migrate-failed-step = <b>{ $name } не вдалася.</b>
migrate-failed-line = Рядок { $line }:
migrate-state-unchanged = Нічого не змінилося.
migrate-state-kept = Застосовано й залишилося: { $done } із { $all }.
migrate-state-rolled-back = Усе зроблене відкочено.
migrate-interrupted = Перервано; подробиці нижче.

# History and log.
migrate-history-title = <b>Міграції</b>: застосовано { $applied } із { $all }
migrate-history-foreign = (немає в цій збірці)
migrate-show-applied = застосована
migrate-show-pending = не застосована
migrate-log-title = <b>Що робилося</b>, нове внизу
migrate-log-empty = Поки нічого не робилося.
migrate-log-done = готово за { $time }
migrate-log-cancelled = скасовано
migrate-log-failed = не вдалося
    { $why }
migrate-log-refused = відмовлено: { $asked }
    { $why }
migrate-denied-busy = Ішов інший запуск.
migrate-denied-used = Кнопку вже було натиснуто.
migrate-denied-late = Кнопку натиснуто надто пізно.
migrate-denied-foreign = Кнопка була не для цієї людини або не для цього повідомлення.
migrate-denied-unknown = Такої кнопки немає.
migrate-denied-plan = План був уже інший.
migrate-denied-code = Набрано інший код.
migrate-denied-cancelled = Скасовано до початку.
migrate-log-backup = копія <code>{ $name }</code>
migrate-log-restore = повернення <code>{ $name }</code>
migrate-log-restored = повернено, база на { $at }
migrate-log-held = притримано: { $reason }
migrate-log-released = відпущено: { $reason }
migrate-log-undone = { $name } не сталася: { $why }
migrate-log-blessed = текст { $name } прийнято: { $reason }
migrate-log-damaged = копія виявилася пошкодженою: { $words }
migrate-log-stamped = позначено { $to }: { $reason }
migrate-log-unpinned = <code>{ $name }</code> більше не зберігається безстроково

# Checks.
migrate-verifying = Перевіряю…
migrate-verify-fine = <b>Усе гаразд.</b>
migrate-verify-wrong = <b>Не все гаразд.</b>
migrate-check-file = файл цілий
migrate-check-keys = усі посилання кудись ведуть
migrate-check-hashes = застосовано міграції саме цієї збірки
migrate-check-schema = схема така, якою її лишила остання міграція
migrate-check-journal = журнал не переривається
migrate-check-backup = остання копія така, якою була зроблена
migrate-way-restore = Копії — у /migrate_backups; візьміть ту, що зроблена до пошкодження.
migrate-way-drift = /migrate_drift надішле SQL, який це виправить.
migrate-way-backup = /migrate_backup зробить нову.

# Backups.
migrate-backing-up = Копіюю…
migrate-backup-made = Копія <code>{ $name }</code>, { $size }, перевірена.
migrate-backup-failed = <b>Копію не зроблено.</b> { $why }
migrate-backup-gone = Цієї копії більше немає. Які є — у /migrate_backups.
migrate-backup-large = Telegram бере в ботів файли до 50 МБ. Заберіть її з теки копій на сервері.
migrate-backup-sent = Зберігайте в надійному місці: тут усе. Надіслати її мені назад із телефона не можна; щоб повернути, відкрийте список у /migrate_backups.
migrate-backups-title = { $count ->
        [0] <b>Копій поки немає.</b>
        [one] <b>{ $count } копія</b>
        [few] <b>{ $count } копії</b>
        [many] <b>{ $count } копій</b>
       *[other] <b>{ $count } копії</b>
    }
migrate-backups-only = лише { $tables }
migrate-restore-unknown = Копії <code>{ $name }</code> немає. Усі, що є, — у списку.
migrate-restore-title = <b>Повернути</b> <code>{ $name }</code>
    на { $at }, { $size }, { $age }
migrate-restore-loses = Того, що записано відтоді ({ $age }), у ній немає. Нинішній стан спершу збережеться окремою копією.
migrate-restore-only = Повернеться лише це: { $tables }. Решта таблиць не зміниться. Те, що є зараз, спершу збережеться окремою копією.
migrate-restore-rows = Рядків зараз → у копії:
migrate-restore-rows-same = У кожній таблиці стільки ж рядків, скільки в копії.
migrate-restore-instead = Якщо натомість піти ↓ вниз до { $at }, записане відтоді залишиться, крім ось цього:
migrate-restore-same = База на тій самій версії: шлях униз нічого б не змінив.
migrate-restored = <b>Повернено</b>: база на { $at }.
migrate-restored-held = Міграції тепер притримано; «↑ Вгору» поведе далі, коли захочете.
migrate-restore-failed = <b>Не повернено.</b> { $why }

# Why not.
migrate-refusal-edited = { $name } змінили після застосування. Поверніть попередній текст або прийміть новий у командному рядку: <code>reprise migrate bless</code>.
migrate-refusal-missing = { $name } застосована, але її файлів у цій збірці немає.
migrate-refusal-order = { $late } старша за { $newest }, останню із застосованих; їй потрібен наступний вільний номер.
migrate-refusal-heads = Дві міграції написано паралельно: { $names }. Доки їх не об’єднають, нічого не застосувати.
migrate-refusal-differs = База не така, якою її робить { $at }: { $what }.
migrate-refusal-irreversible = { $name } не відкотити: шляху назад немає ні в цій збірці, ні в журналі.
migrate-refusal-irreversible-why = { $name } не відкотити: { $why }
migrate-refusal-single = { $name } іде поза транзакцією, тому не може бути частиною запуску «все або нічого».
migrate-refusal-lint = Заважають самі скрипти:
migrate-refusal-interrupted = { $name } перервано поза транзакцією. «↑ Вгору» з’ясує, що з нею сталося.
migrate-refusal-other-ledger = Після { $name } список застосованих не такий, яким має бути: <code>_sqlx_migrations</code> змінює скрипт цього запуску або хтось збоку. Нічого з цього не збережено. Приберіть це зі скрипту й спробуйте ще раз.
migrate-refusal-code = Наберіть код плану: <code>{ $code }</code>
migrate-refusal-wrong-code = Це не код цього плану.
migrate-refusal-locked = Іде інша міграція: { $who }
migrate-refusal-loses-more = Зникло б більше, ніж було показано, тому цього не зроблено: { $what }.
migrate-refusal-more-came = Поки план чекав, додалося ще: { $about } — було { $shown }, стало { $now }. Нічого не змінилося; подивіться знову, щоб побачити нові числа.
migrate-refusal-undrained = Поточні справи не встигли завершитися, тому нічого не змінилося. Спробуйте ще раз трохи згодом.
migrate-refusal-space = Бракує місця: потрібно { $needs }, вільно { $free }.
migrate-refusal-pooler = База доступна через пулер. Вкажіть у <code>migrations.url</code> пряму адресу.
migrate-refusal-peers = З цією базою працює інша копія бота, і вона не зупинилася: { $who }. Зупиніть її або спробуйте знову.
migrate-refusal-held = Міграції притримано: { $why }. «↑ Вгору» їх відпустить.
migrate-more-rows = { $count ->
        [one] у { $table } зникло б { $lost } із { $had } рядка
        [few] у { $table } зникло б { $lost } із { $had } рядків
        [many] у { $table } зникло б { $lost } із { $had } рядків
       *[other] у { $table } зникло б { $lost } із { $had } рядків
    }
migrate-more-reference = посилання вело б у нікуди ({ $what })
migrate-more-parent = таблиця посилалася б на ту, якої немає ({ $what })
migrate-more-view = подання { $name } перестало б працювати
migrate-more-uncounted = скільки зникне з { $about }, більше не порахувати ({ $why })
migrate-refusal-kept = Повернулося б лише це: { $tables }, а інші таблиці відтоді змінилися. Спершу відкотіть те, що було пізніше: /migrate_down { $at }. Потім поверніть копію знову.
migrate-refusal-tables = Таблиці зараз зайняті: { $who }. Спробуйте ще раз трохи згодом.
migrate-error-database = База відповідає: { $words }
migrate-error-unreachable = База не відповідає. Більше нічого не відомо; спробуйте ще раз трохи згодом.
migrate-error-file = З файлом { $name } не вийшло: { $words }
migrate-error-in-the-way = Файл <code>{ $name }</code> заважає зробити копію. Приберіть його на сервері й спробуйте ще раз.
migrate-error-altered = <code>{ $name }</code> уже не така, якою її зроблено, тому її не повернути. Виберіть іншу в /migrate_backups.
migrate-error-damaged = Копія пошкоджена — отже, можуть бути пошкоджені й дані. Перевірить /migrate_verify. ({ $words })
migrate-error-other = Програма повідомляє: { $words }
migrate-target-unknown = Міграції <code>{ $typed }</code> немає. Усі — у /migrate_history.
migrate-target-nearest = Міграції <code>{ $typed }</code> немає. Може, { $names }?
migrate-target-ambiguous = <code>{ $typed }</code> — це може бути { $names }.
migrate-target-applied = { $at } вже застосована. Повернутися до неї: /migrate_down { $at }
migrate-target-not-applied = { $at } не застосована. Піднятися до неї: /migrate_up { $at }
migrate-target-sign = <code>{ $typed }</code> веде в інший бік. Піти туди: { $there }
migrate-target-far = Потрібно { $wanted }, а є лише { $available }.

# What is told without being asked.
migrate-notice-started = <b>Бота запущено</b>, версія { $version }: застосовано { $count ->
        [one] { $count } міграцію
        [few] { $count } міграції
        [many] { $count } міграцій
       *[other] { $count } міграції
    } за { $time }
migrate-notice-newer = База новіша за цю збірку ({ $names }), але ужитися з нею можна.
migrate-notice-waiting = <b>Бота запущено</b>, версія { $version }: { $count ->
        [one] на вас чекає { $count } міграція
        [few] на вас чекають { $count } міграції
        [many] на вас чекають { $count } міграцій
       *[other] на вас чекають { $count } міграції
    }
migrate-notice-lossy = Без вас я застосовую лише те, що нічого не губить, відкочується і має копію.
migrate-notice-held = Міграції хтось притримав.
migrate-notice-manual = Застосовувати їх під час запуску заборонено (<code>migrations.auto</code>).
migrate-notice-maintenance = <b>Обслуговування</b>, версія { $version }: база не така, яка потрібна цій збірці. Що може працювати, працює.
migrate-notice-ahead = Вона новіша ({ $names }), і ужитися з нею ця збірка не може.
migrate-notice-interrupted = <b>Схвалений вами запуск перервано</b>: бот зупинився посередині.
migrate-notice-not-begun = Він ще не почався. Нічого не змінилося.
migrate-notice-moved = Базу змінено. Хто: { $who }. Версія: { $from } → { $to }
migrate-notice-failed = Запуск не вдався. Хто запустив: { $who }.
    { $why }
migrate-notice-restored = Базу повернено з копії. Хто: { $who }. Тепер вона на { $at }.
migrate-notice-checks = <b>Щоденна перевірка дещо знайшла.</b>
migrate-notice-disk = <b>Диск майже повний</b>: вільно { $free }, а міграції потрібне місце для копії. Звільніть місце на сервері або вкажіть для копій інше в <code>migrations.backup_dir</code>.

# What lints say.
migrate-rule-carriage-returns = кінці рядків не такі, з якими скрипт писали
migrate-rule-opaque = запускає код, який не можна прочитати наперед
migrate-rule-drop = старі копії бота, яким це потрібно, перестануть працювати
migrate-rule-rename = старі копії бота, яким потрібна попередня назва, перестануть працювати
migrate-rule-change-type = переписує таблицю під замком і може обрізати значення
migrate-rule-whole-table = зачіпає кожен рядок
migrate-rule-insert-or-replace = видаляє замінювані рядки з усім, що з ними пов’язано
migrate-rule-rename-old-first = перейменовує стару таблицю замість того, щоб створити нову
migrate-rule-rebuild-with-delete = видаляє, поки посилання не відстежуються
migrate-rule-quoted-string = бере текст у подвійні лапки
migrate-rule-locks-writes = поки це будується, запис чекає
migrate-rule-scans = читає всю таблицю під замком
migrate-rule-not-null = не вдасться, якщо в таблиці є рядки
migrate-rule-cascade = забирає з собою все, що від цього залежить
migrate-rule-author = це має виправити автор ({ $rule })

migrate-drift-extra = зайве: { $what }
migrate-drift-missing = бракує: { $what }
migrate-drift-changed = відрізняється: { $what }
migrate-drift-none = База така, якою її роблять міграції.
migrate-drift-found = <b>База не така, якою її роблять міграції.</b> У файлі SQL, який це виправить.
migrate-sql-caption = Для <code>sqlite3</code> або <code>psql</code>: ті самі кроки й ті самі записи, що й у запуску тут.
migrate-stamp-why = Напишіть, чому, — для журналу: <code>{ $example }</code>. Якщо схема відрізняється і так задумано, поставте перед причиною <code>--force</code>.
migrate-stamped = Тепер позначено { $to }, раніше було { $from }. Нічого не виконувалося.
migrate-notice-backup = ⚠️ Не вдалося зробити резервну копію за розкладом: { $why }
migrate-notice-token = ⚠️ <b>Telegram перестав приймати мій токен</b> ({ $age }), і бот зупинився. Тепер усе знову працює; на те, що надіслали за цей час, відповідаю зараз.
migrate-notice-broke = ⚠️ { $count ->
    [one] Щойно зірвалася { $count } відповідь.
    [few] Щойно зірвалися { $count } відповіді.
    [many] Щойно зірвалися { $count } відповідей.
   *[other] Щойно зірвалися { $count } відповіді.
  } Чому, сказано в журналі: його рядки знаходяться за кодами, які бачили люди.
