//! The pace, the order and the patience of messages, against a simulated Telegram.

use futures::future::join_all;
use secrecy::SecretString;
use simulator::{
    ANNA, ChatKind, Fault, FaultKind, GroupSpec, LimitOptions, MARIA, OLGA, Options, PersonSpec,
    Simulator, Status,
};

use super::*;
use crate::{
    config::Config,
    view::{Audio, Button, Media, Press},
};

/// An outbox to a Telegram where everybody has written before.
async fn outbox(limits: &str) -> (Simulator, Outbox) {
    let options = Options {
        limits: LimitOptions::off(),
        ..Options::default()
    };
    let telegram = Simulator::start(options).await.unwrap();
    for person in [ANNA, MARIA, OLGA] {
        telegram.say(person, person, "hello");
    }
    let config =
        Config::from_toml(&format!("bot.api_url = '{}'\n{limits}", telegram.api_url())).unwrap();
    let token = SecretString::from(telegram.token().to_owned());
    let client = Telegram::new(&token, &config.bot.api_url).unwrap();
    (
        telegram,
        Outbox::new(Arc::new(client), config.outbox, Metrics::new("1")),
    )
}

fn message(chat: i64, text: impl Into<String>) -> Envelope {
    Envelope {
        chat,
        act: Act::Send {
            view: View::text(text),
            reply_to: None,
        },
    }
}

fn edit(chat: i64, message: i32, text: impl Into<String>) -> Envelope {
    Envelope {
        chat,
        act: Act::Edit {
            message,
            view: View::text(text),
        },
    }
}

async fn sent(outbox: &Outbox, envelope: Envelope) -> i32 {
    match outbox.deliver(&envelope, Lane::Waiting).await.outcome {
        Outcome::Sent { messages } => messages[0].id,
        other => panic!("{other:?}"),
    }
}

const UNLIMITED: &str = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0";

#[tokio::test]
async fn of_several_edits_that_wait_only_the_newest_is_sent() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "0 %")).await;
    telegram.fault(Fault::next(
        "editMessageText",
        1,
        FaultKind::Slow { ms: 100 },
    ));
    let edits: Vec<_> = (1..=9)
        .map(|step| edit(ANNA, panel, format!("{step} %")))
        .collect();
    let delivered = join_all(edits.iter().map(|edit| outbox.deliver(edit, Lane::Waiting))).await;
    let superseded = delivered
        .iter()
        .filter(|delivered| delivered.outcome == Outcome::Superseded)
        .count();
    assert_eq!(superseded, 7, "all but the one on its way and the newest");
    assert!(
        telegram.transcript(ANNA, ANNA).contains("< 9 % (edited)"),
        "{}",
        telegram.transcript(ANNA, ANNA)
    );
}

#[tokio::test]
async fn messages_to_one_chat_keep_their_order() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.fault(Fault::next(
        "sendMessage",
        1,
        FaultKind::TooManyRequests { retry_after: 1 },
    ));
    let messages: Vec<_> = (0..20)
        .map(|step| message(ANNA, format!("message {step}")))
        .collect();
    join_all(
        messages
            .iter()
            .map(|message| outbox.deliver(message, Lane::Waiting)),
    )
    .await;
    let said = telegram.messages(ANNA, ANNA);
    let said: Vec<_> = said
        .iter()
        .skip(1)
        .map(|message| message.body.words().to_owned())
        .collect();
    assert_eq!(
        said,
        (0..20)
            .map(|step| format!("message {step}"))
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn people_who_wait_go_before_bulk() {
    let (telegram, outbox) = outbox("outbox.per_second = 20\noutbox.per_chat = 0").await;
    // A second's worth may go at once; the rest of the bulk waits for its moments.
    let bulk: Vec<_> = (0..40)
        .map(|step| message(MARIA, format!("bulk {step}")))
        .collect();
    let bulk = join_all(
        bulk.iter()
            .map(async |message| outbox.deliver(message, Lane::Bulk).await.outcome),
    );
    let person = async {
        telegram
            .wait_until("bulk under way", |view| {
                (view.count("sendMessage") >= 20).then_some(())
            })
            .await;
        sent(&outbox, message(ANNA, "an answer")).await;
        telegram.look(|view| view.count("sendMessage"))
    };
    let (_, before) = futures::join!(bulk, person);
    assert!(
        before < 30,
        "the answer did not wait for the bulk: {before} messages went before it"
    );
}

#[tokio::test]
async fn refusals_of_several_chats_together_slow_everybody_down() {
    const STRANGER: i64 = 1004;
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.add_person(&PersonSpec::new(STRANGER, "Tom", "en"));
    telegram.say(STRANGER, STRANGER, "hello");
    let refusal = FaultKind::TooManyRequests { retry_after: 1 };
    telegram.fault(Fault::next("sendMessage", 3, refusal));
    let began = Instant::now();
    let three = [message(ANNA, "a"), message(MARIA, "b"), message(OLGA, "c")];
    let refused = join_all(
        three
            .iter()
            .map(|message| outbox.deliver(message, Lane::Waiting)),
    );
    let fourth = async {
        // The outbox notes a refusal after the third; until then nothing is wrong with the whole bot.
        while outbox
            .whole
            .lock()
            .expect("no panic")
            .is_rested(Instant::now())
        {
            tokio::task::yield_now().await;
        }
        sent(&outbox, message(STRANGER, "d")).await;
        began.elapsed()
    };
    let (_, waited) = futures::join!(refused, fourth);
    assert!(
        waited >= Duration::from_secs(1),
        "a chat nobody complained of waited too: {waited:?}"
    );
}

#[tokio::test]
async fn a_long_text_comes_in_pieces_with_the_buttons_under_the_last() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let lines: Vec<_> = (0..900).map(|line| format!("<b>line {line}</b>")).collect();
    let button = button("More");
    let view = View::text(lines.join("\n")).row([button]);
    sent(
        &outbox,
        Envelope {
            chat: ANNA,
            act: Act::Send {
                view,
                reply_to: None,
            },
        },
    )
    .await;
    let messages = telegram.messages(ANNA, ANNA);
    let pieces = &messages[1..];
    assert!(pieces.len() > 1);
    assert!(
        pieces
            .iter()
            .all(|piece| piece.body.words().encode_utf16().count() <= 4096)
    );
    let with_buttons: Vec<_> = pieces
        .iter()
        .map(|piece| !piece.button_rows().is_empty())
        .collect();
    assert_eq!(with_buttons.iter().filter(|has| **has).count(), 1);
    assert_eq!(with_buttons.last(), Some(&true));
}

#[tokio::test]
async fn an_edit_of_a_message_that_is_gone_becomes_a_new_message() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "panel")).await;
    telegram.delete(ANNA, ANNA, panel.into());
    let again = sent(&outbox, edit(ANNA, panel, "panel, again")).await;
    assert_ne!(again, panel);
    assert!(telegram.transcript(ANNA, ANNA).contains("< panel, again"));
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_as_good_as_sent() {
    let (_telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "panel")).await;
    assert_eq!(sent(&outbox, edit(ANNA, panel, "panel")).await, panel);
}

#[tokio::test]
async fn who_is_gone_is_told_apart() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.block(ANNA, true);
    telegram.deactivate(MARIA);
    let outcome = async |chat| {
        outbox
            .deliver(&message(chat, "hello"), Lane::Bulk)
            .await
            .outcome
    };
    assert_eq!(outcome(ANNA).await, Outcome::Blocked);
    assert_eq!(outcome(MARIA).await, Outcome::Blocked);
    assert_eq!(outcome(77).await, Outcome::Gone);
    assert_eq!(outcome(-77).await, Outcome::Gone);
}

#[tokio::test]
async fn a_message_follows_a_group_that_became_a_supergroup() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let group = telegram.make_group(GroupSpec {
        kind: ChatKind::Group,
        bot: Some(Status::Member),
        ..GroupSpec::new("Band", ANNA)
    });
    let supergroup = telegram.upgrade(group);
    sent(&outbox, message(group, "hello, band")).await;
    assert!(
        telegram
            .transcript(ANNA, supergroup)
            .contains("hello, band")
    );
}

#[tokio::test]
async fn trouble_on_the_way_is_waited_out() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.fault(Fault::next("sendMessage", 1, FaultKind::Drop));
    telegram.fault(Fault::next("sendMessage", 1, FaultKind::Garbage));
    sent(&outbox, message(ANNA, "hello")).await;
    assert!(telegram.transcript(ANNA, ANNA).contains("< hello"));
}

fn envelope(chat: i64, view: View) -> Envelope {
    let act = Act::Send {
        view,
        reply_to: None,
    };
    Envelope { chat, act }
}

fn change(chat: i64, message: i32, view: View) -> Envelope {
    let act = Act::Edit { message, view };
    Envelope { chat, act }
}

fn button(label: &str) -> Button {
    Button::new(label, Press::new("help", "open"))
}

/// A file that is a sound as far as anybody looks, and a picture.
const SOUND: &[u8] = b"ID3\x04\x00\x00\x00\x00\x00\x00";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0";

fn track(title: &str, file: Media) -> Audio {
    Audio {
        file,
        name: format!("{title}.mp3"),
        title: Some(title.to_owned()),
        performer: Some("The Band".to_owned()),
        seconds: 61,
        ..Audio::default()
    }
}

#[tokio::test]
async fn files_go_out_and_are_sent_again_by_their_ids() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("song.mp3");
    std::fs::write(&path, SOUND).unwrap();
    let song = track("Song", Media::Path(path));
    let deliver = async |view: View| {
        let view = view.row([button("More")]);
        let delivered = outbox.deliver(&envelope(ANNA, view), Lane::Waiting).await;
        match delivered.outcome {
            Outcome::Sent { messages } => messages.into_iter().find_map(|message| message.file),
            other => panic!("{other:?}"),
        }
    };
    let first = deliver(View::audio(song.clone())).await.unwrap();
    let by_id = track("Song", Media::FileId(first.id.clone()));
    let again = deliver(View::audio(by_id)).await.unwrap();
    assert_eq!(again.unique_id, first.unique_id);
    let voice = Media::Bytes(b"OggS\0\x02........................OpusHead".to_vec());
    deliver(View::voice(voice, 5, "a <b>voice</b>"))
        .await
        .unwrap();
    deliver(View::photo(Media::Bytes(PICTURE.to_vec()), "a curve"))
        .await
        .unwrap();
    deliver(View::document("a.txt", b"text".to_vec(), ""))
        .await
        .unwrap();
    insta::assert_snapshot!(telegram.transcript(ANNA, ANNA), @"
    > hello
    < <audio: Song – The Band 1:01>
      [More]
    < <audio: Song – The Band 1:01>
      [More]
    < <voice 0:05> a voice
      [More]
    < <photo> a curve
      [More]
    < <document: a.txt>
      [More]
    ");
}

#[tokio::test]
async fn an_album_goes_ten_at_a_time_and_each_track_is_remembered() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let tracks: Vec<_> = (1..=11)
        .map(|number| track(&format!("Track {number}"), Media::Bytes(SOUND.to_vec())))
        .collect();
    let album = envelope(ANNA, Body::Album(tracks).into());
    let Outcome::Sent { messages } = outbox.deliver(&album, Lane::Waiting).await.outcome else {
        panic!("not sent");
    };
    assert_eq!(messages.len(), 11);
    assert!(messages.iter().all(|message| message.file.is_some()));
    let albums = telegram.look(|view| view.count("sendMediaGroup"));
    assert_eq!(
        (albums, telegram.look(|view| view.count("sendAudio"))),
        (1, 1)
    );
}

#[tokio::test]
async fn a_file_that_is_gone_is_told_apart() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let outcome = async |file| {
        let view = View::audio(track("Song", file));
        outbox
            .deliver(&envelope(ANNA, view), Lane::Waiting)
            .await
            .outcome
    };
    assert_eq!(
        outcome(Media::Path("/no/such/song.mp3".into())).await,
        Outcome::FileLost
    );
    assert_eq!(
        outcome(Media::FileId("CQACnonsense".to_owned())).await,
        Outcome::FileLost
    );
    let refusal = FaultKind::Status {
        code: 400,
        description: Some("Bad Request: FILE_REFERENCE_EXPIRED".to_owned()),
    };
    telegram.fault(Fault::next("sendAudio", 1, refusal));
    assert_eq!(
        outcome(Media::FileId("CQAC".to_owned())).await,
        Outcome::FileLost
    );
}

#[tokio::test]
async fn a_message_changes_in_place_as_far_as_telegram_lets_it() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let panel = envelope(ANNA, View::text("panel").row([button("Text")]));
    let panel = sent(&outbox, panel).await;
    let curve = |caption: &str| View::photo(Media::Bytes(PICTURE.to_vec()), caption);
    let steps = [
        curve("a picture").row([button("Picture")]),
        View::caption("other words").row([button("Words")]),
        View::unchanged().row([button("Buttons")]),
    ];
    for view in steps {
        assert_eq!(sent(&outbox, change(ANNA, panel, view)).await, panel);
    }
    insta::assert_snapshot!(telegram.transcript(ANNA, ANNA), @"
    > hello
    < <photo> other words (edited)
      [Buttons]
    ");
    // A file does not become a text: the text comes below it, and the old buttons go.
    let text = change(ANNA, panel, View::text("a text").row([button("Text")]));
    let text = sent(&outbox, text).await;
    let voice = View::voice(
        Media::Bytes(b"OggS\0\x02........................OpusHead".to_vec()),
        5,
        "",
    );
    assert!(sent(&outbox, change(ANNA, text, voice)).await > text);
    insta::assert_snapshot!(telegram.transcript(ANNA, ANNA), @"
    > hello
    < <photo> other words (edited)
    < a text
    < <voice 0:05>
    ");
}

#[tokio::test]
async fn new_buttons_take_no_words_place() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "0 %")).await;
    let slow = FaultKind::Slow { ms: 100 };
    telegram.fault(Fault::next("editMessageText", 1, slow));
    let steps = [
        change(ANNA, panel, View::text("1 %")),
        change(ANNA, panel, View::text("2 %").row([button("Cancel")])),
        change(ANNA, panel, View::unchanged()),
    ];
    join_all(steps.iter().map(|step| outbox.deliver(step, Lane::Waiting))).await;
    insta::assert_snapshot!(telegram.transcript(ANNA, ANNA), @"
    > hello
    < 2 % (edited)
    ");
}

#[tokio::test]
async fn a_button_opens_an_address() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let view = View::text("see").row([Button::link("Site", "https://example.org/x")]);
    sent(&outbox, envelope(ANNA, view)).await;
    let messages = telegram.messages(ANNA, ANNA);
    let markup = messages.last().unwrap().reply_markup.as_ref().unwrap();
    let url = markup.buttons().next().unwrap().url.as_deref();
    assert_eq!(url, Some("https://example.org/x"));
}
