//! What cannot be heard: each file is refused with a reason, in one message that says what can be done.

use simulator::{ANNA, MARIA, Message, UploadKind, UploadSpec};

use super::sound::{TUNE, heard, tune};
use crate::support::bot::Bot;

/// A file whose content is not what its name says.
fn odd(name: &str, content: impl Into<Vec<u8>>) -> UploadSpec {
    UploadSpec::new(UploadKind::Document, name, content.into())
}

/// Waits for an answer in words and says what it is.
async fn said(bot: &Bot, person: i64, after: &Message) -> String {
    let answer = bot
        .telegram
        .answer_after(person, person, after.message_id)
        .await;
    answer.words().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_heard_is_refused_with_a_reason() {
    let bot = Bot::start_unlimited("").await;
    // Everything but neutral is rendered.
    let sent = bot
        .telegram
        .upload(ANNA, ANNA, tune(UploadKind::Audio))
        .message;
    let card = bot.telegram.answer_after(ANNA, ANNA, sent.message_id).await;
    bot.press_for_toast(ANNA, ANNA, &card, "1.5×").await;
    let track = heard(&bot, ANNA, ANNA, 1).await;
    bot.press_for_toast(ANNA, ANNA, &track, "Keep it for all my tracks")
        .await;
    let secret = "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n";
    for file in [
        odd("words.mp3", "just words, many times over. ".repeat(200)),
        odd("list.mp3", secret),
        odd("concat.mp3", "ffconcat version 1.0\nfile /etc/passwd\n"),
        odd("cut.mp3", &TUNE[..40]),
        odd("large.flac", vec![0; (20 << 20) + 1]),
    ] {
        let name = file.file_name.clone().unwrap();
        let sent = bot.telegram.upload(ANNA, ANNA, file).message;
        let answer = said(&bot, ANNA, &sent).await;
        assert!(answer.contains(&name), "{answer}");
        let why = answer.rsplit("\n\n").next().unwrap();
        let is_large = name.starts_with("large");
        assert_eq!(is_large, why.contains("20 MB"), "{name}: {why}");
        assert!(
            is_large || why.contains("can’t read this file"),
            "{name}: {why}"
        );
    }
    bot.telegram.reply(ANNA, ANNA, card.message_id, "/sound");
    bot.telegram
        .reply(ANNA, ANNA, sent.message_id, "/sound fast");
    bot.until_idle().await;
    let told = bot.transcript(ANNA);
    assert!(told.contains("That message has no sound in it."), "{told}");
    assert!(told.contains("/sound 1.25 rock"), "{told}");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_ffmpeg_the_rest_works_and_this_says_so() {
    let bot = Bot::start_unlimited("audio.ffmpeg = '/nowhere/ffmpeg'").await;
    let sent = bot
        .telegram
        .upload(MARIA, MARIA, tune(UploadKind::Audio))
        .message;
    let card = bot
        .telegram
        .answer_after(MARIA, MARIA, sent.message_id)
        .await;
    bot.press_for_toast(MARIA, MARIA, &card, "1,5×").await;
    insta::assert_snapshot!(said(&bot, MARIA, &card).await, @"
    Kitchen Light
    Reprise · 0:16

    Сейчас я не могу менять звук: у меня не хватает программы. Владелец бота увидит, какой именно, по команде reprise doctor.
    ");
    bot.stop().await.unwrap();
}
