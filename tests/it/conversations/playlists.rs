//! Playlists: made, listed, limited.

use simulator::{ANNA, KITCHEN_RADIO, MARIA, OLGA, UploadKind, UploadSpec};

use crate::support::bot::Bot;

#[tokio::test]
async fn playlists_are_made_and_listed() {
    let bot = Bot::start("").await;
    for text in [
        "/playlist",
        "/playlist new Sunday  morning",
        "/playlist new <b>AC/DC & friends</b>",
        "/playlist",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    for text in [
        "/playlist",
        "/playlist new Дорога",
        "/playlist new Ужин",
        "/playlist",
    ] {
        bot.telegram.ask(MARIA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist
    < You have no playlists yet. Make your first one like this:
      /playlist new Sunday morning
      [+ New playlist|Import a file]
    > /playlist new Sunday  morning
    < Your playlist Sunday morning is ready. /playlist shows them all.
      [Open|Add tracks]
    > /playlist new <b>AC/DC & friends</b>
    < Your playlist <b>AC/DC & friends</b> is ready. /playlist shows them all.
      [Open|Add tracks]
    > /playlist
    < You have 2 playlists
      [Sunday morning]
      [<b>AC/DC & friends</b>]
      [+ New playlist|Import a file]
    ");
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /playlist
    < У вас пока нет плейлистов. Первый можно создать так:
      /playlist new Воскресное утро
      [+ Новый плейлист|Импорт из файла]
    > /playlist new Дорога
    < Плейлист Дорога создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    > /playlist new Ужин
    < Плейлист Ужин создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    > /playlist
    < У вас 2 плейлиста
      [Дорога]
      [Ужин]
      [+ Новый плейлист|Импорт из файла]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_a_name_is_said_with_an_example() {
    let bot = Bot::start("limits.playlists = 1").await;
    let long = format!("/playlist new {}", "я".repeat(101));
    for text in [
        "/playlist nwe Road",
        &long,
        "/playlist new Road",
        "/playlist new One more",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA).replace(&"я".repeat(101), "(101 letters)"), @"
    > /playlist nwe Road
    < /playlist shows your playlists. To make one:
      /playlist new Sunday morning
    > /playlist new (101 letters)
    < A playlist needs a name of 1 to 100 characters. For example:
      /playlist new Sunday morning
    > /playlist new Road
    < Your playlist Road is ready. /playlist shows them all.
      [Open|Add tracks]
    > /playlist new One more
    < You can have 1 playlist, and you have it. Delete it first: /playlist
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_name_is_asked_for_until_it_is_given_or_called_off() {
    let bot = Bot::start("").await;
    let long = "я".repeat(101);
    for text in [
        "/playlist new",
        &long,
        "Road",
        "Another one",
        "/playlist new",
        "/cancel",
        "Not a name",
        "/cancel",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA).replace(&long, "(101 letters)"), @"
    > /playlist new
    < What shall the playlist be called? Just send me the name; /cancel if you changed your mind.
    > (101 letters)
    < A playlist needs a name of 1 to 100 characters. For example:
      /playlist new Sunday morning
    > Road
    < Your playlist Road is ready. /playlist shows them all.
      [Open|Add tracks]
    > Another one
    < I understand commands. /help lists them, and so does the menu button beside the text field.
    > /playlist new
    < What shall the playlist be called? Just send me the name; /cancel if you changed your mind.
    > /cancel
    < All right, I’m not waiting for that any more.
    > Not a name
    < I understand commands. /help lists them, and so does the menu button beside the text field.
    > /cancel
    < There is nothing to stop: I’m not working on anything for you right now.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn in_a_group_only_an_answer_to_the_question_is_the_name() {
    let bot = Bot::start("").await;
    let asked = bot
        .telegram
        .say(ANNA, KITCHEN_RADIO, "/playlist@reprise_bot new")
        .message
        .message_id;
    let question = bot.telegram.answer_after(ANNA, KITCHEN_RADIO, asked).await;
    bot.telegram
        .say(ANNA, KITCHEN_RADIO, "By the way, who is hungry?");
    bot.telegram
        .reply(MARIA, KITCHEN_RADIO, question.message_id, "Not asked");
    let said = bot
        .telegram
        .reply(ANNA, KITCHEN_RADIO, question.message_id, "Kitchen")
        .message
        .message_id;
    bot.telegram.answer_after(ANNA, KITCHEN_RADIO, said).await;
    insta::assert_snapshot!(bot.telegram.transcript(OLGA, KITCHEN_RADIO), @"
    Anna: /playlist@reprise_bot new
    < What shall the playlist be called? Just send me the name; /cancel if you changed your mind.
    Anna: By the way, who is hungry?
    Мария: Not asked
    Anna: Kitchen
    < Your playlist Kitchen is ready. /playlist shows them all.
      [Open|Add tracks]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_comes_back_from_its_file_and_what_is_missing_is_named() {
    let bot = Bot::start_unlimited("").await;
    let list = bot.telegram.ask(MARIA, "/playlist new Дорога").await;
    bot.press(MARIA, &list, "Добавить треки").await;
    let song = UploadSpec {
        title: Some("Дождь".to_owned()),
        duration: Some(185),
        ..UploadSpec::new(UploadKind::Audio, "song.mp3", b"la la la".to_vec())
    };
    let sent = bot.telegram.upload(MARIA, MARIA, song).message;
    bot.telegram
        .answer_after(MARIA, MARIA, sent.message_id)
        .await;
    bot.press(MARIA, &list, "Готово").await;
    bot.press(MARIA, &list, "Ещё…").await;
    bot.press(MARIA, &list, "Экспорт").await;
    let exported = bot.telegram.look(|view| view.last_answer(MARIA, MARIA));
    let exported = exported.unwrap();
    let document = exported.body.document.as_ref().unwrap();
    let bytes = bot.telegram.file(&document.file_unique_id).unwrap();
    let mut text = String::from_utf8(bytes.to_vec()).unwrap();
    text.push_str("#EXTINF:-1,Радио <Ёлка>\nhttp://radio.example.org/\n");
    let panel = bot.telegram.ask(MARIA, "/playlist").await;
    bot.press(MARIA, &panel, "Импорт из файла").await;
    for content in ["это не плейлист".to_owned(), text] {
        let file = UploadSpec::new(UploadKind::Document, "list.m3u8", content.into_bytes());
        let sent = bot.telegram.upload(MARIA, MARIA, file).message;
        bot.telegram
            .answer_after(MARIA, MARIA, sent.message_id)
            .await;
    }
    let transcript = bot.transcript(MARIA);
    insta::assert_snapshot!(transcript.split_once("> /playlist\n").unwrap().1, @"
    < У вас 1 плейлист
      [Дорога]
      [+ Новый плейлист|Импорт из файла]
    < Пришлите плейлист файлом M3U8 или его текст. Найду в нём треки, которые вы когда-то получили здесь, и скажу, каких не нашлось.
    > <document: list.m3u8>
    < Моих треков здесь нет. Пришлите файл M3U8, полученный кнопкой «Экспорт».
    > <document: list.m3u8>
    < Импортирован плейлист Дорога: 1 трек.
      
      Не нашлась 1 запись:
      • Радио <Ёлка>
      [Открыть]
    ");
    bot.stop().await.unwrap();
}
