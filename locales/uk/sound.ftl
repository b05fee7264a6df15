sound-summary = Послухати трек у вашому звучанні
sound-usage =
    Надішліть мені трек або дайте на нього відповідь командою /sound. На один раз можна додати швидкість чи готову криву:
    <code>/sound 1,25 рок</code>
sound-not-audio = У цьому повідомленні немає звуку. Дайте відповідь командою /sound на трек або голосове повідомлення.
sound-offer = Як це має звучати? У /settings можна вибрати звучання одразу для всього, що ви надсилаєте.
sound-voice = Голосове повідомлення
sound-video-note = Відеоповідомлення
sound-untitled = Без назви
sound-album = Альбом
sound-album-title = { $count ->
        [one] <b>{ $count } трек</b>
        [few] <b>{ $count } треки</b>
        [many] <b>{ $count } треків</b>
       *[other] <b>{ $count } треку</b>
    }
sound-slowed = Уповільнити
sound-nightcore = Nightcore
sound-pitch-follows = тон змінюється
sound-as-it-is = без змін
sound-button-original = Оригінал
sound-button-compare = До і після
sound-button-speed = Швидкість
sound-button-preset = Еквалайзер
sound-button-keep = Залишити для всіх треків
sound-button-back = ‹ Назад
sound-button-newer = ‹ Новіші
sound-button-older = Давніші ›
sound-button-as-voice = Голосовим повідомленням
sound-button-in-parts = { $count ->
        [one] У { $count } частині
        [few] У { $count } частинах
        [many] У { $count } частинах
       *[other] У { $count } частини
    }
sound-kept = Тепер ваші треки звучать так: { $sound }
sound-before = До
sound-after = Після: { $sound }
sound-sample = Моя мелодія для проби. Виберіть, як їй звучати, або надішліть свій трек.
sound-recent-title = <b>Ваші нещодавні треки</b>
sound-recent-none = Ви ще не надсилали мені треків. Надішліть якийсь або спробуйте мій.
sound-track-gone = Цього треку в мене більше немає. Надішліть його ще раз.
sound-not-made = <b>{ $name }</b>: { $why }
sound-too-large = Telegram віддає ботам файли до 20 МБ, а цей більший. Надішліть його в MP3 з меншим бітрейтом або частинами.
sound-too-long = { $minutes ->
        [one] Це довше за { $minutes } хвилину — більше я не беру. Надішліть коротший фрагмент.
        [few] Це довше за { $minutes } хвилини — більше я не беру. Надішліть коротший фрагмент.
        [many] Це довше за { $minutes } хвилин — більше я не беру. Надішліть коротший фрагмент.
       *[other] Це довше за { $minutes } хвилини — більше я не беру. Надішліть коротший фрагмент.
    }
sound-no-fit = Результат не вміститься у 50 МБ, які приймає Telegram. Але можна інакше:
sound-empty = Файл порожній. Можливо, він обірвався дорогою; надішліть його ще раз.
sound-no-media = Не вдається прочитати цей файл: це не звук, або файл пошкоджено. У вас він грає? Тоді надішліть його в MP3.
sound-no-sound = У цьому файлі немає звуку. Надішліть інший.
sound-too-many-streams = У цьому файлі забагато доріжок. Надішліть лише сам трек, наприклад у MP3.
sound-no-tools = Зараз я не можу змінювати звук: мені бракує програми. Власник бота побачить, якої саме, за командою <code>reprise doctor</code>.
