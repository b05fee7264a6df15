//! What is offered under the tracks the bot sends: the words of the very track it was made of, and a place on a playlist.

use simulator::{ANNA, KITCHEN_RADIO, MARIA, UploadSpec};

use super::sound::{below_the_album, heard, tune};
use crate::support::{bot::Bot, lrclib::Lrclib};

/// A song as a client sends it, which is long in name only.
fn song(title: &str, seconds: u32) -> UploadSpec {
    UploadSpec {
        title: Some(title.to_owned()),
        performer: Some("The Tin Whistles".to_owned()),
        duration: Some(seconds),
        ..tune(simulator::UploadKind::Audio)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rendered_track_has_the_words_and_the_file_it_was_made_of() {
    let provider = Lrclib::start().await;
    let bot = Bot::start_unlimited(&provider.config()).await;
    let sent = bot
        .telegram
        .upload(ANNA, ANNA, song("Paper Lanterns (Official Video)", 243))
        .message;
    let card = bot.telegram.answer_after(ANNA, ANNA, sent.message_id).await;
    bot.press_for_toast(ANNA, ANNA, &card, "1.25×").await;
    let track = heard(&bot, ANNA, ANNA, 1).await;
    // Twelve seconds long, but the words are those of the recording of 4:03.
    bot.press(ANNA, &track, "Lyrics").await;
    assert_eq!(
        provider.asked(),
        ["/api/get?artist_name=The Tin Whistles&track_name=Paper Lanterns&duration=243"]
    );
    bot.press(ANNA, &track, "Add to…").await;
    let which = bot
        .telegram
        .look(|view| view.last_answer(ANNA, ANNA))
        .unwrap();
    bot.press(ANNA, &which, "+ New playlist").await;
    let list = bot.telegram.ask(ANNA, "Evening").await;
    bot.press(ANNA, &list, "1").await;
    bot.press(ANNA, &list, "Send it here").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > <audio: Paper Lanterns (Official Video) – The Tin Whistles 4:03>
    < Paper Lanterns (Official Video)
      The Tin Whistles · 4:03
      
      How would you like to hear it? /settings keeps what you like for everything you send.
      [0.75×|1.25×|1.5×]
      [Slowed|Nightcore]
      [Bass boost|Voice]
      [Lyrics|Add to…]
    < <audio: Paper Lanterns (Official Video) – The Tin Whistles 0:12> 1.25×
      [Original|Before / after]
      [Speed|Equalizer]
      [Keep it for all my tracks]
      [Lyrics|Add to…]
    < The Tin Whistles — Paper Lanterns
      
      Good evening!
      Paper lanterns over the water
      
      Lyrics: LRCLIB
      [Other versions]
    < Added to New playlist: The Tin Whistles — Paper Lanterns (Official Video)
      What shall the playlist be called? Just send me the name; /cancel if you changed your mind. (edited)
      [Undo]
    > Evening
    < The Tin Whistles — Paper Lanterns (Official Video) · 4:03
      Number 1 on Evening (edited)
      [Send it here|▶ From here on]
      [↑ Up|↓ Down|Move to…]
      [Remove from the list]
      [‹ Back]
    < <audio: Paper Lanterns (Official Video) – The Tin Whistles 4:03>
      [Lyrics|Add to…]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_no_words_gets_no_button_for_them() {
    let bot = Bot::start_unlimited("").await;
    let panel = bot.telegram.ask(MARIA, "/settings").await;
    bot.press(MARIA, &panel, "Слова песен").await;
    bot.press(MARIA, &panel, "Не показывать").await;
    let sent = bot
        .telegram
        .upload(MARIA, MARIA, song("Paper Lanterns", 243))
        .message;
    let card = bot
        .telegram
        .answer_after(MARIA, MARIA, sent.message_id)
        .await;
    bot.press_for_toast(MARIA, MARIA, &card, "1,5×").await;
    let track = heard(&bot, MARIA, MARIA, 1).await;
    bot.press(MARIA, &track, "Скорость").await;
    bot.press(MARIA, &track, "‹ Назад").await;
    bot.press(MARIA, &track, "Оригинал").await;
    let told = bot.transcript(MARIA);
    let (_, told) = told.split_once("> <audio").unwrap();
    insta::assert_snapshot!(told, @"
    : Paper Lanterns – The Tin Whistles 4:03>
    < Paper Lanterns
      The Tin Whistles · 4:03
      
      Как это должно звучать? В /settings можно выбрать звучание сразу для всего, что вы присылаете.
      [0,75×|1,25×|1,5×]
      [Замедлить|Nightcore]
      [Больше баса|Голос]
      [Добавить в…]
    < <audio: Paper Lanterns – The Tin Whistles 0:10> 1,5×
      [Оригинал|До и после]
      [Скорость|Эквалайзер]
      [Оставить для всех треков]
      [Добавить в…]
    < <audio: Paper Lanterns – The Tin Whistles 4:03>
      [Добавить в…]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_followed_by_a_number_for_each_of_its_tracks() {
    let provider = Lrclib::start().await;
    let bot = Bot::start_unlimited(&provider.config()).await;
    bot.telegram.ask(MARIA, "/playlist new Вечер").await;
    bot.telegram.ask(MARIA, "/speed 1.25").await;
    let album = [("Paper Lanterns", 181), ("Silent Hill Walk", 60)];
    let album = album.map(|(title, seconds)| song(title, seconds));
    bot.telegram.upload_album(MARIA, MARIA, album.into());
    heard(&bot, MARIA, MARIA, 2).await;
    let panel = below_the_album(&bot, MARIA, "♪ 2").await;
    bot.press(MARIA, &panel, "♪ 2").await;
    bot.press(MARIA, &panel, "1").await;
    let which = bot
        .telegram
        .look(|view| view.last_answer(MARIA, MARIA))
        .unwrap();
    bot.press(MARIA, &which, "Вечер").await;
    let told = bot.transcript(MARIA);
    let (_, told) = told.split_once("> <audio").unwrap();
    insta::assert_snapshot!(told, @"
    : Paper Lanterns – The Tin Whistles 3:01>
    > <audio: Silent Hill Walk – The Tin Whistles 1:00>
    < <audio: Paper Lanterns – The Tin Whistles 0:12> 1,25×
    < <audio: Silent Hill Walk – The Tin Whistles 0:12> 1,25×
    < Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. The Tin Whistles – Paper Lanterns
      2. The Tin Whistles – Silent Hill Walk
      [1|2]
      [♪ 1|♪ 2]
    < The Tin Whistles — Silent Hill Walk
      
      Это инструментальная композиция: слов нет, просто слушайте.
      
      Текст: LRCLIB
      [Другие версии]
    < Добавлено в плейлист Вечер: The Tin Whistles — Paper Lanterns (edited)
      [Открыть|Отменить]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_everybody_can_press_them() {
    let provider = Lrclib::start().await;
    let bot = Bot::start_unlimited(&provider.config()).await;
    let chat = KITCHEN_RADIO;
    let sent = bot
        .telegram
        .upload(ANNA, chat, song("Paper Lanterns", 181))
        .message;
    bot.telegram
        .reply(ANNA, chat, sent.message_id, "/sound@reprise_bot 1.5");
    let track = heard(&bot, ANNA, chat, 1).await;
    bot.press_in(chat, MARIA, &track, "Lyrics").await;
    bot.telegram.ask(MARIA, "/playlist new Вечер").await;
    bot.press_in(chat, MARIA, &track, "Add to…").await;
    let which = bot
        .telegram
        .look(|view| view.last_answer(MARIA, chat))
        .unwrap();
    bot.press_in(chat, MARIA, &which, "Вечер").await;
    insta::assert_snapshot!(bot.telegram.transcript(MARIA, chat), @"
    Anna: <audio: Paper Lanterns – The Tin Whistles 3:01>
    Anna: /sound@reprise_bot 1.5
    < <audio: Paper Lanterns – The Tin Whistles 0:10> 1.5×
      [Original|Before / after]
      [Speed|Equalizer]
      [Keep it for all my tracks]
      [Lyrics|Add to…]
    < The Tin Whistles — Paper Lanterns
      
      Paper lanterns over the water
      Every one carries a word
      
      Count them & <send> them
      Home
      
      Текст: LRCLIB
      [С таймкодами|Файл .lrc]
      [Другие версии]
    < Добавлено в плейлист Вечер: The Tin Whistles — Paper Lanterns (edited)
      [Открыть|Отменить]
    ");
    bot.stop().await.unwrap();
}
