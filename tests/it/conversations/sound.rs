//! Tracks: sent, heard in one's own sound, compared, changed for once and for good.

use simulator::{
    ANNA, Fault, FaultKind, KITCHEN_RADIO, MARIA, Message, OLGA, UploadKind, UploadSpec, View,
};
use std::sync::Arc;

use crate::support::bot::Bot;

pub(super) const TUNE: &[u8] = include_bytes!("../../../assets/sample.mp3");

pub(super) fn tune(kind: UploadKind) -> UploadSpec {
    UploadSpec::new(kind, "tune.mp3", TUNE)
}

/// What the bot sent to be heard.
pub(super) fn sounds(view: View<'_>, person: i64, chat: i64) -> Vec<Arc<Message>> {
    let messages = view.messages(person, chat);
    let ours = messages.into_iter().filter(|message| {
        let author = message.from.as_ref();
        author.is_some_and(|author| author.is_bot)
            && (message.body.audio.is_some() || message.body.voice.is_some())
    });
    ours.collect()
}

/// Waits until so many sounds came and nothing shows progress any more. The last one comes back.
pub(super) async fn heard(bot: &Bot, person: i64, chat: i64, count: usize) -> Arc<Message> {
    let is_stop = |label: &&str| ["Stop", "Остановить", "Зупинити"].contains(label);
    let is_working = |message: &Arc<Message>| message.button_rows().concat().iter().any(is_stop);
    bot.telegram
        .wait_until("the track", |view| {
            let found = sounds(view, person, chat);
            let works = view.messages(person, chat).iter().any(is_working);
            (found.len() >= count && !works)
                .then(|| found.last().cloned())
                .flatten()
        })
        .await
}

/// Waits for the panel that follows an album, whose last button says this.
pub(super) async fn below_the_album(bot: &Bot, person: i64, last_button: &str) -> Arc<Message> {
    bot.telegram
        .wait_until("the panel below the album", |view| {
            let last = view.last_answer(person, person)?;
            let is_below = last.button_rows().concat().last() == Some(&last_button);
            is_below.then_some(last)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_track_is_heard_in_any_sound_a_press_away() {
    let bot = Bot::start_unlimited("").await;
    let sent = bot
        .telegram
        .upload(ANNA, ANNA, tune(UploadKind::Audio))
        .message;
    let card = bot.telegram.answer_after(ANNA, ANNA, sent.message_id).await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > <audio: Kitchen Light – Reprise 0:16>
    < Kitchen Light
      Reprise · 0:16
      
      How would you like to hear it? /settings keeps what you like for everything you send.
      [0.75×|1.25×|1.5×]
      [Slowed|Nightcore]
      [Bass boost|Voice]
      [Lyrics|Add to…]
    ");
    bot.press_for_toast(ANNA, ANNA, &card, "1.25×").await;
    let track = heard(&bot, ANNA, ANNA, 1).await;
    let audio = track.body.audio.as_ref().unwrap();
    assert!(
        (12..=14).contains(&audio.duration),
        "16 s at 1.25: {}",
        audio.duration
    );
    bot.press(ANNA, &track, "Equalizer").await;
    bot.press_for_toast(ANNA, ANNA, &track, "Rock").await;
    let rock = heard(&bot, ANNA, ANNA, 2).await;
    bot.press(ANNA, &track, "‹ Back").await;
    bot.press(ANNA, &rock, "Original").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > <audio: Kitchen Light – Reprise 0:16>
    < Kitchen Light
      Reprise · 0:16
      
      How would you like to hear it? /settings keeps what you like for everything you send.
      [0.75×|1.25×|1.5×]
      [Slowed|Nightcore]
      [Bass boost|Voice]
      [Lyrics|Add to…]
    < <audio: Kitchen Light – Reprise 0:12> 1.25×
      [Original|Before / after]
      [Speed|Equalizer]
      [Keep it for all my tracks]
      [Lyrics|Add to…]
    < <audio: Kitchen Light – Reprise 0:12> 1.25× · Rock
      [Original|Before / after]
      [Speed|Equalizer]
      [Keep it for all my tracks]
      [Lyrics|Add to…]
    < <audio: Kitchen Light – Reprise 0:16>
      [Lyrics|Add to…]
    ");
    // What is kept holds for the next track.
    let toast = bot
        .press_for_toast(ANNA, ANNA, &rock, "Keep it for all my tracks")
        .await;
    insta::assert_snapshot!(toast, @"From now on your tracks sound like this: 1.25× · Rock");
    bot.telegram.upload(ANNA, ANNA, tune(UploadKind::Document));
    let next = heard(&bot, ANNA, ANNA, 4).await;
    insta::assert_snapshot!(next.words(), @"1.25× · Rock");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_stays_a_voice_and_a_sample_is_there_to_try() {
    let bot = Bot::start_unlimited("").await;
    let welcome = bot.telegram.ask(OLGA, "/start").await;
    bot.press(OLGA, &welcome, "Спробувати на моїй мелодії")
        .await;
    let sample = heard(&bot, OLGA, OLGA, 1).await;
    bot.press_for_toast(OLGA, OLGA, &sample, "Nightcore").await;
    heard(&bot, OLGA, OLGA, 2).await;
    insta::assert_snapshot!(bot.transcript(OLGA), @"
    > /start
    < Вітаю! Я Reprise — бот для тих, хто слухає.
      
      Надішліть мені трек, голосове чи цілий альбом — і слухайте у своєму темпі, зі своїм еквалайзером. Усе інше, що я вмію, — у /help.
      
      Цей бот поки що не має власника. Якщо він ваш, додайте цей рядок до розділу [bot] файлу config.toml і перезапустіть бота:
      owners = [1003]
      [Спробувати на моїй мелодії]
      [Налаштування|Що ти вмієш?]
    < <audio: Kitchen Light – Reprise 0:16> Моя мелодія для проби. Виберіть, як їй звучати, або надішліть свій трек.
      [0,75×|1,25×|1,5×]
      [Уповільнити|Nightcore]
      [Більше басу|Голос]
    < <audio: Kitchen Light – Reprise 0:12> 1,25× · тон змінюється
      [Оригінал|До і після]
      [Швидкість|Еквалайзер]
      [Залишити для всіх треків]
      [Слова|Додати до…]
    ");
    let voice = bot
        .telegram
        .upload(ANNA, ANNA, tune(UploadKind::Voice))
        .message;
    let card = bot
        .telegram
        .answer_after(ANNA, ANNA, voice.message_id)
        .await;
    bot.press_for_toast(ANNA, ANNA, &card, "1.5×").await;
    let faster = heard(&bot, ANNA, ANNA, 1).await;
    assert!(faster.body.voice.is_some());
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > <voice 0:16>
    < Voice message
      0:16
      
      How would you like to hear it? /settings keeps what you like for everything you send.
      [0.75×|1.25×|1.5×]
      [Slowed|Nightcore]
      [Bass boost|Voice]
      [Add to…]
    < <voice 0:10> 1.5×
      [Original|Before / after]
      [Speed|Equalizer]
      [Keep it for all my tracks]
      [Add to…]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_a_track_is_answered_and_a_repeat_is_instant() {
    let bot = Bot::start_unlimited("").await;
    let chat = KITCHEN_RADIO;
    let sent = bot
        .telegram
        .upload(ANNA, chat, tune(UploadKind::Audio))
        .message;
    let ask = |person, text: &str| {
        bot.telegram.reply(person, chat, sent.message_id, text);
    };
    ask(ANNA, "/sound@reprise_bot 1.5");
    heard(&bot, ANNA, chat, 1).await;
    let downloads = |view: View<'_>| view.count("getFile");
    let before = bot.telegram.look(downloads);
    ask(MARIA, "/sound@reprise_bot 150%");
    heard(&bot, MARIA, chat, 2).await;
    assert_eq!(
        bot.telegram.look(downloads),
        before,
        "nothing is made twice"
    );
    // A file that Telegram forgot is made again.
    let refusal = FaultKind::Status {
        code: 400,
        description: Some("Bad Request: wrong file identifier/HTTP URL specified".to_owned()),
    };
    bot.telegram.fault(Fault::next("sendAudio", 1, refusal));
    ask(OLGA, "/sound@reprise_bot x1.5");
    heard(&bot, OLGA, chat, 3).await;
    assert_eq!(bot.telegram.look(downloads), before + 1);
    insta::assert_snapshot!(bot.telegram.transcript(OLGA, chat), @"
    Anna: <audio: Kitchen Light – Reprise 0:16>
    Anna: /sound@reprise_bot 1.5
    < <audio: Kitchen Light – Reprise 0:10> 1.5×
      [Original|Before / after]
      [Speed|Equalizer]
      [Keep it for all my tracks]
      [Lyrics|Add to…]
    Мария: /sound@reprise_bot 150%
    < <audio: Kitchen Light – Reprise 0:10> 1,5×
      [Оригинал|До и после]
      [Скорость|Эквалайзер]
      [Оставить для всех треков]
      [Слова|Добавить в…]
    > /sound@reprise_bot x1.5
    < <audio: Kitchen Light – Reprise 0:10> 1,5×
      [Оригінал|До і після]
      [Швидкість|Еквалайзер]
      [Залишити для всіх треків]
      [Слова|Додати до…]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_at_the_tracks_of_others() {
    let bot = Bot::start_unlimited("").await;
    let sent = bot
        .telegram
        .upload(ANNA, ANNA, tune(UploadKind::Audio))
        .message;
    bot.telegram.answer_after(ANNA, ANNA, sent.message_id).await;
    let sent = bot
        .telegram
        .upload(MARIA, MARIA, tune(UploadKind::Audio))
        .message;
    let card = bot
        .telegram
        .answer_after(MARIA, MARIA, sent.message_id)
        .await;
    // Anna's track is the first there is.
    let pressed = bot
        .telegram
        .press_with(MARIA, MARIA, card.message_id, "sound:o.1.100.1.flat");
    let answer = bot.telegram.answered(pressed).await;
    insta::assert_snapshot!(answer.text.unwrap_or_default(), @"Этого трека у меня больше нет. Пришлите его ещё раз.");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_people_at_once_are_all_served() {
    const PEOPLE: i64 = 20;
    let options = simulator::Options {
        people: (1..=PEOPLE)
            .map(|id| simulator::PersonSpec::new(id, &format!("Person {id}"), "en"))
            .collect(),
        limits: simulator::LimitOptions::off(),
        group: false,
        patience: std::time::Duration::from_mins(2),
        ..simulator::Options::default()
    };
    let limits = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0";
    let bot = Bot::start_with(options, limits).await;
    let mut cards = Vec::new();
    for person in 1..=PEOPLE {
        let sent = bot
            .telegram
            .upload(person, person, tune(UploadKind::Audio))
            .message;
        let card = bot
            .telegram
            .answer_after(person, person, sent.message_id)
            .await;
        cards.push((person, card));
    }
    for (person, card) in &cards {
        bot.telegram
            .press(*person, *person, card.message_id, "1.25×");
    }
    for (person, _) in &cards {
        heard(&bot, *person, *person, 1).await;
    }
    bot.stop().await.unwrap();
}
