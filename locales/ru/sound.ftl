sound-summary = Послушать трек в вашем звучании
sound-usage =
    Пришлите мне трек или ответьте на него командой /sound. На один раз можно добавить скорость или готовую кривую:
    <code>/sound 1,25 рок</code>
sound-not-audio = В этом сообщении нет звука. Ответьте командой /sound на трек или голосовое сообщение.
sound-offer = Как это должно звучать? В /settings можно выбрать звучание сразу для всего, что вы присылаете.
sound-voice = Голосовое сообщение
sound-video-note = Видеосообщение
sound-untitled = Без названия
sound-album = Альбом
sound-album-title = { $count ->
        [one] <b>{ $count } трек</b>
        [few] <b>{ $count } трека</b>
        [many] <b>{ $count } треков</b>
       *[other] <b>{ $count } трека</b>
    }
sound-slowed = Замедлить
sound-nightcore = Nightcore
sound-pitch-follows = тон меняется
sound-as-it-is = без изменений
sound-button-original = Оригинал
sound-button-compare = До и после
sound-button-speed = Скорость
sound-button-preset = Эквалайзер
sound-button-keep = Оставить для всех треков
sound-button-back = ‹ Назад
sound-button-newer = ‹ Новее
sound-button-older = Старше ›
sound-button-as-voice = Голосовым сообщением
sound-button-in-parts = { $count ->
        [one] В { $count } части
        [few] В { $count } частях
        [many] В { $count } частях
       *[other] В { $count } части
    }
sound-kept = Теперь ваши треки звучат так: { $sound }
sound-before = До
sound-after = После: { $sound }
sound-sample = Моя мелодия для пробы. Выберите, как ей звучать, или пришлите свой трек.
sound-recent-title = <b>Ваши недавние треки</b>
sound-recent-none = Вы ещё не присылали мне треков. Пришлите какой-нибудь или попробуйте мой.
sound-track-gone = Этого трека у меня больше нет. Пришлите его ещё раз.
sound-not-made = <b>{ $name }</b>: { $why }
sound-too-large = Telegram отдаёт ботам файлы до 20 МБ, а этот больше. Пришлите его в MP3 с меньшим битрейтом или по частям.
sound-too-long = { $minutes ->
        [one] Это длиннее { $minutes } минуты — больше я не беру. Пришлите фрагмент покороче.
        [few] Это длиннее { $minutes } минут — больше я не беру. Пришлите фрагмент покороче.
        [many] Это длиннее { $minutes } минут — больше я не беру. Пришлите фрагмент покороче.
       *[other] Это длиннее { $minutes } минуты — больше я не беру. Пришлите фрагмент покороче.
    }
sound-no-fit = Результат не уложится в 50 МБ, которые принимает Telegram. Но можно иначе:
sound-empty = Файл пустой. Возможно, он оборвался по дороге; пришлите его ещё раз.
sound-no-media = Не получается прочитать этот файл: это не звук, или файл повреждён. У вас он играет? Тогда пришлите его в MP3.
sound-no-sound = В этом файле нет звука. Пришлите другой.
sound-too-many-streams = В этом файле слишком много дорожек. Пришлите только сам трек, например в MP3.
sound-no-tools = Сейчас я не могу менять звук: у меня не хватает программы. Владелец бота увидит, какой именно, по команде <code>reprise doctor</code>.
