//! What is on a playlist: put there, moved, taken off; handed to others and back again; and who may do it in a group.

use simulator::{ANNA, KITCHEN_RADIO, MARIA, Message, OLGA, Status, UploadKind, UploadSpec};

use crate::support::bot::Bot;

fn song(title: &str, performer: &str, seconds: u32) -> UploadSpec {
    UploadSpec {
        title: Some(title.to_owned()),
        performer: Some(performer.to_owned()),
        duration: Some(seconds),
        ..UploadSpec::new(UploadKind::Audio, "song.mp3", title.to_owned().into_bytes())
    }
}

/// A person's list with three songs on it; the message that shows it.
async fn three_songs(
    bot: &Bot,
    person: i64,
    name: &str,
    words: [&str; 2],
) -> std::sync::Arc<Message> {
    let made = bot
        .telegram
        .ask(person, &format!("/playlist new {name}"))
        .await;
    bot.press(person, &made, words[0]).await;
    let mut said = made;
    for (title, performer, seconds) in [
        ("Rain", "Ann", 185),
        ("Sun", "Bob", 61),
        ("Snow", "Cleo", 600),
    ] {
        let sent = bot
            .telegram
            .upload(person, person, song(title, performer, seconds));
        said = bot
            .telegram
            .answer_after(person, person, sent.message.message_id)
            .await;
    }
    bot.press(person, &said, words[1]).await;
    said
}

#[tokio::test]
async fn tracks_are_sent_moved_and_removed() {
    let bot = Bot::start_unlimited("").await;
    let list = three_songs(&bot, ANNA, "Road", ["Add tracks", "Done"]).await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist new Road
    < Send me music for Road, one by one or as an album.
      Press “Done” when that is all. (edited)
      [Done]
    > <audio: Rain – Ann 3:05>
    < Added to Road: Ann — Rain
      [Done]
    > <audio: Sun – Bob 1:01>
    < Added to Road: Bob — Sun
      [Done]
    > <audio: Snow – Cleo 10:00>
    < Road
      3 tracks · 14:06
      
      1. Ann — Rain 3:05
      2. Bob — Sun 1:01
      3. Cleo — Snow 10:00 (edited)
      [1|2|3]
      [▶ Play here]
      [Add tracks|More…]
      [‹ Playlists]
    ");
    bot.press(ANNA, &list, "3").await;
    bot.press(ANNA, &list, "↑ Up").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Cleo — Snow · 10:00
    Number 2 on Road
    ");
    bot.press(ANNA, &list, "Move to…").await;
    bot.telegram.ask(ANNA, "9").await;
    let moved = bot.telegram.ask(ANNA, "1").await;
    bot.press(ANNA, &moved, "‹ Back").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Road
    3 tracks · 14:06

    1. Cleo — Snow 10:00
    2. Ann — Rain 3:05
    3. Bob — Sun 1:01
    ");
    bot.press(ANNA, &moved, "2").await;
    bot.press(ANNA, &moved, "Remove from the list").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Ann — Rain is off Road now.");
    bot.press(ANNA, &moved, "‹ Back").await;
    bot.press(ANNA, &moved, "1").await;
    bot.press(ANNA, &moved, "Send it here").await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_is_renamed_mixed_cleaned_deleted_and_had_back() {
    let bot = Bot::start_unlimited("").await;
    let list = three_songs(&bot, MARIA, "Дорога", ["Добавить треки", "Готово"]).await;
    bot.press(MARIA, &list, "Ещё…").await;
    bot.press(MARIA, &list, "Переименовать").await;
    let list = bot.telegram.ask(MARIA, "Вечер").await;
    bot.press(MARIA, &list, "Ещё…").await;
    insta::assert_snapshot!(bot.press(MARIA, &list, "Перемешать").await, @"Перемешано");
    bot.press(MARIA, &list, "Ещё…").await;
    insta::assert_snapshot!(bot.press(MARIA, &list, "Убрать повторы").await, @"Повторов нет");
    bot.press(MARIA, &list, "Добавить треки").await;
    let again = bot.telegram.upload(MARIA, MARIA, song("Rain", "Ann", 185));
    bot.telegram
        .answer_after(MARIA, MARIA, again.message.message_id)
        .await;
    let again = again.message.message_id;
    let twice = bot
        .telegram
        .reply(MARIA, MARIA, again, "/playlist add вечер");
    bot.telegram
        .answer_after(MARIA, MARIA, twice.message.message_id)
        .await;
    let list = bot.telegram.ask(MARIA, "/playlist вечер").await;
    bot.press(MARIA, &list, "Ещё…").await;
    insta::assert_snapshot!(bot.press(MARIA, &list, "Убрать повторы").await, @"Убран 1 повтор");
    bot.press(MARIA, &list, "Ещё…").await;
    bot.press(MARIA, &list, "Удалить").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Плейлист Вечер удалён. Вернуть его можно до этого же часа завтра.");
    bot.telegram.ask(MARIA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    У вас пока нет плейлистов. Первый можно создать так:
    /playlist new Воскресное утро
    ");
    insta::assert_snapshot!(bot.press(MARIA, &list, "Вернуть").await, @"Плейлист снова на месте");
    bot.telegram.ask(MARIA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"У вас 1 плейлист");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_track_finds_its_list_by_add_to_and_by_a_reply() {
    let bot = Bot::start_unlimited("").await;
    let list = three_songs(&bot, ANNA, "Road", ["Add tracks", "Done"]).await;
    bot.telegram.ask(ANNA, "/playlist new Home").await;
    bot.press(ANNA, &list, "2").await;
    bot.press(ANNA, &list, "Send it here").await;
    let track = bot.newest(ANNA, ANNA);
    bot.press(ANNA, &track, "Add to…").await;
    let which = bot.newest(ANNA, ANNA);
    bot.press(ANNA, &which, "Home").await;
    bot.press(ANNA, &track, "Add to…").await;
    let which_new = bot.newest(ANNA, ANNA);
    bot.press(ANNA, &which_new, "+ New playlist").await;
    bot.telegram.ask(ANNA, "Sunny").await;
    let replied = bot
        .telegram
        .reply(ANNA, ANNA, track.message_id, "/playlist add road");
    bot.telegram
        .answer_after(ANNA, ANNA, replied.message.message_id)
        .await;
    bot.telegram.ask(ANNA, "/playlist add road").await;
    bot.press(ANNA, &which, "Undo").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist new Road
    < Send me music for Road, one by one or as an album.
      Press “Done” when that is all. (edited)
      [Done]
    > <audio: Rain – Ann 3:05>
    < Added to Road: Ann — Rain
      [Done]
    > <audio: Sun – Bob 1:01>
    < Added to Road: Bob — Sun
      [Done]
    > <audio: Snow – Cleo 10:00>
    < Bob — Sun · 1:01
      Number 2 on Road (edited)
      [Send it here|▶ From here on]
      [↑ Up|↓ Down|Move to…]
      [Remove from the list]
      [‹ Back]
    > /playlist new Home
    < Your playlist Home is ready. /playlist shows them all.
      [Open|Add tracks]
    < <audio: Sun – Bob 1:01>
      [Lyrics|Add to…]
    < Bob — Sun is off Home now. (edited)
      [‹ Back]
    < Added to New playlist: Bob — Sun
      What shall the playlist be called? Just send me the name; /cancel if you changed your mind. (edited)
      [Undo]
    > Sunny
    < Sunny
      1 track · 1:01
      
      1. Bob — Sun 1:01
      [1]
      [▶ Play here]
      [Add tracks|More…]
      [‹ Playlists]
    > /playlist add road
    < Added to Road: Bob — Sun
    > /playlist add road
    < Reply to a track with
      /playlist add Sunday morning
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_album_is_added_as_a_whole_and_a_full_list_says_so() {
    let bot = Bot::start_unlimited("limits.tracks = 3").await;
    let made = bot.telegram.ask(ANNA, "/playlist new Album").await;
    bot.press(ANNA, &made, "Add tracks").await;
    let album = ["One", "Two", "Three"].map(|title| song(title, "Dee", 60));
    let sent = bot.telegram.upload_album(ANNA, ANNA, album.into());
    let added = bot
        .telegram
        .answer_after(ANNA, ANNA, sent[2].message.message_id)
        .await;
    bot.until_idle().await;
    let more = bot.telegram.upload(ANNA, ANNA, song("Four", "Dee", 60));
    bot.telegram
        .answer_after(ANNA, ANNA, more.message.message_id)
        .await;
    bot.telegram.ask(ANNA, "no song").await;
    bot.press(ANNA, &added, "Done").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist new Album
    < Send me music for Album, one by one or as an album.
      Press “Done” when that is all. (edited)
      [Done]
    > <audio: One – Dee 1:00>
    > <audio: Two – Dee 1:00>
    > <audio: Three – Dee 1:00>
    < Album
      3 tracks · 3:00
      
      1. Dee — One 1:00
      2. Dee — Two 1:00
      3. Dee — Three 1:00 (edited)
      [1|2|3]
      [▶ Play here]
      [Add tracks|More…]
      [‹ Playlists]
    > <audio: Four – Dee 1:00>
    < A playlist holds up to 3 tracks, and this one has no room. Take some off, or make another playlist: /playlist
    > no song
    < I can’t find a track there. Send me music or a voice message.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_link_gives_others_a_copy_until_it_is_taken_back() {
    let bot = Bot::start_unlimited("").await;
    let list = three_songs(&bot, ANNA, "Road", ["Add tracks", "Done"]).await;
    bot.press(ANNA, &list, "More…").await;
    bot.press(ANNA, &list, "Share a link").await;
    let said = bot.last_answer(ANNA);
    let token = said
        .split("start=")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(token.len(), "pl_".len() + 32);
    let offer = bot.telegram.ask(MARIA, &format!("/start {token}")).await;
    bot.press(MARIA, &offer, "Взять копию").await;
    bot.press(MARIA, &offer, "Открыть").await;
    insta::assert_snapshot!(bot.transcript(MARIA).replace(&token, "(token)"), @"
    > /start (token)
    < Road
      3 трека · 14:06
      
      1. Ann — Rain 3:05
      2. Bob — Sun 1:01
      3. Cleo — Snow 10:00 (edited)
      [1|2|3]
      [▶ Включить здесь]
      [Добавить треки|Ещё…]
      [‹ Плейлисты]
    ");
    insta::assert_snapshot!(bot.press(ANNA, &list, "Take the link back").await, @"The link leads nowhere now");
    bot.telegram.ask(OLGA, &format!("/start {token}")).await;
    bot.telegram.ask(OLGA, "/start pl_guess").await;
    insta::assert_snapshot!(bot.transcript(OLGA).replace(&token, "(token)"), @"
    > /start (token)
    < Це посилання більше не працює. Попросіть нове в того, хто його надіслав.
    > /start pl_guess
    < Це посилання більше не працює. Попросіть нове в того, хто його надіслав.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_goes_out_as_a_file_and_comes_back_from_its_text() {
    let bot = Bot::start_unlimited("").await;
    let list = three_songs(&bot, ANNA, "Road / trip", ["Add tracks", "Done"]).await;
    bot.press(ANNA, &list, "More…").await;
    bot.press(ANNA, &list, "Export").await;
    let file = bot.newest(ANNA, ANNA);
    let bytes = bot
        .telegram
        .file(&file.body.document.as_ref().unwrap().file_unique_id)
        .unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(text.matches("reprise://").count(), 3, "{text}");
    let text = text
        .replace(
            "#EXTINF:61",
            "#EXTINF:9,Radio\nhttp://radio.example.org/\n#EXTINF:61",
        )
        .replace("Road / trip", "Back");
    bot.telegram.ask(ANNA, "/playlist import").await;
    bot.telegram.ask(ANNA, "no list").await;
    let back = bot.telegram.ask(ANNA, &text).await;
    bot.press(ANNA, &back, "Open").await;
    let transcript = bot.transcript(ANNA);
    let shown = transcript.split("> /playlist import").nth(1).unwrap();
    insta::assert_snapshot!(shown.replace(&text.trim_end().replace('\n', "\n  "), "(the file)"), @"

    < Send me a playlist as an M3U8 file, or its text. I find the tracks that I handed out myself and tell you which I could not find.
    > no list
    < There is no track of mine in that. Send me an M3U8 file that you had from “Export”.
    > (the file)
    < Back
      3 tracks · 14:06
      
      1. Ann — Rain 3:05
      2. Bob — Sun 1:01
      3. Cleo — Snow 10:00 (edited)
      [1|2|3]
      [▶ Play here]
      [Add tracks|More…]
      [‹ Playlists]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_groups_lists_are_changed_by_its_administrators_and_heard_by_all() {
    let bot = Bot::start_unlimited("").await;
    let say = async |person: i64, text: &str| {
        let asked = bot
            .telegram
            .say(person, KITCHEN_RADIO, text)
            .message
            .message_id;
        bot.telegram
            .answer_after(person, KITCHEN_RADIO, asked)
            .await
    };
    bot.telegram
        .set_member(KITCHEN_RADIO, OLGA, Status::Administrator, ANNA);
    // Maria is a member like any other.
    say(MARIA, "/playlist@reprise_bot new Ужин").await;
    say(OLGA, "/playlist@reprise_bot new Вечеря").await;
    let panel = say(MARIA, "/playlist@reprise_bot").await;
    bot.press_in(KITCHEN_RADIO, MARIA, &panel, "Вечеря").await;
    let toast = bot
        .press_for_toast(KITCHEN_RADIO, MARIA, &panel, "Добавить треки")
        .await;
    insta::assert_snapshot!(toast, @"Что слушает этот чат, решают только администраторы.");
    bot.press_in(KITCHEN_RADIO, MARIA, &panel, "Ещё…").await;
    let toast = bot
        .press_for_toast(KITCHEN_RADIO, MARIA, &panel, "Удалить")
        .await;
    insta::assert_snapshot!(toast, @"Что слушает этот чат, решают только администраторы.");
    // Somebody else's own list is nobody's business, whatever an old button says.
    bot.telegram.ask(ANNA, "/playlist new Secret").await;
    let pressed =
        bot.telegram
            .press_with(MARIA, KITCHEN_RADIO, panel.message_id, "playlist:list:3:0");
    insta::assert_snapshot!(bot.telegram.answered(pressed).await.text.unwrap(), @"Это чужой плейлист. Ваши — в /playlist.");
    insta::assert_snapshot!(bot.telegram.transcript(ANNA, KITCHEN_RADIO), @"
    Мария: /playlist@reprise_bot new Ужин
    < Плейлист Ужин создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    Olga: /playlist@reprise_bot new Вечеря
    < Плейлист Вечеря для цього чату створено. Усі його плейлисти — у /playlist.
      [Відкрити|Додати треки]
    Мария: /playlist@reprise_bot
    < Вечеря (edited)
      [Переименовать|Перемешать]
      [Убрать повторы]
      [Поделиться ссылкой|Экспорт]
      [Удалить]
      [‹ Назад]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_plays_here_in_albums_whose_tracks_can_be_kept() {
    let bot = Bot::start_unlimited("").await;
    let list = three_songs(&bot, MARIA, "Дорога", ["Добавить треки", "Готово"]).await;
    bot.telegram.ask(MARIA, "/playlist new Дом").await;
    let toast = bot
        .press_for_toast(MARIA, MARIA, &list, "▶ Включить здесь")
        .await;
    insta::assert_snapshot!(toast, @"Включаю");
    let panel = bot
        .telegram
        .wait_until("the panel below the album", |view| {
            view.last_answer(MARIA, MARIA)
                .filter(|message| message.body.words().contains("3. "))
        })
        .await;
    bot.press(MARIA, &panel, "2").await;
    let which = bot.newest(MARIA, MARIA);
    bot.press(MARIA, &which, "Дом").await;
    bot.press(MARIA, &list, "3").await;
    bot.press_for_toast(MARIA, MARIA, &list, "▶ Отсюда и дальше")
        .await;
    bot.telegram
        .wait_until("the last track alone", |view| {
            view.last_answer(MARIA, MARIA)
                .filter(|message| message.body.audio.is_some())
        })
        .await;
    let transcript = bot.transcript(MARIA);
    insta::assert_snapshot!(transcript.split_once("> /playlist new Дом").unwrap().1, @"

    < Плейлист Дом создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    < <audio: Rain – Ann 3:05> Дорога
    < <audio: Sun – Bob 1:01>
    < <audio: Snow – Cleo 10:00>
    < Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. Ann — Rain
      2. Bob — Sun
      3. Cleo — Snow
      [1|2|3]
      [♪ 1|♪ 2|♪ 3]
    < Добавлено в плейлист Дом: Bob — Sun (edited)
      [Открыть|Отменить]
    < <audio: Snow – Cleo 10:00> Дорога
      [Слова|Добавить в…]
    ");
    bot.stop().await.unwrap();
}
