//! Files up and down.

use reqwest::multipart::Form;
use serde_json::{Value, json};
use simulator::{ANNA, Options, UploadKind, UploadSpec};

use crate::support::{mp3, options, part, png, refusal, start, start_with};

fn to_anna() -> Form {
    Form::new().text("chat_id", ANNA.to_string())
}

#[tokio::test]
async fn a_sent_audio_can_be_sent_again() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let form = to_anna()
        .text("audio", "attach://song")
        .text("title", "Song")
        .text("duration", "3");
    let form = form
        .text("performer", "Anna")
        .text("caption", "<i>yours</i>")
        .text("parse_mode", "HTML");
    let first = bot
        .form("SendAudio", form.part("song", part("song.mp3", mp3(3))))
        .await["result"]
        .clone();
    let audio = &first["audio"];
    assert_eq!(
        (&audio["mime_type"], &audio["file_size"]),
        (&json!("audio/mpeg"), &json!(48_000))
    );
    assert_eq!(first["caption_entities"][0]["type"], "italic");

    let again = bot
        .form(
            "SendAudio",
            to_anna().text("audio", audio["file_id"].as_str().unwrap().to_owned()),
        )
        .await;
    let again = &again["result"]["audio"];
    assert_eq!(
        (&again["title"], &again["file_unique_id"]),
        (&json!("Song"), &audio["file_unique_id"])
    );
    assert_ne!(again["file_id"], audio["file_id"]);

    let upload = bot
        .form(
            "sendAudio",
            to_anna().part("audio", part("song.mp3", mp3(3))),
        )
        .await;
    assert_ne!(
        upload["result"]["audio"]["file_unique_id"],
        audio["file_unique_id"]
    );

    let as_voice = bot
        .call(
            "sendVoice",
            json!({ "chat_id": ANNA, "voice": audio["file_id"] }),
        )
        .await;
    assert_eq!(
        refusal(&as_voice),
        "Bad Request: can't use file of type Audio as VoiceNote"
    );
    let transcript = simulator.transcript(ANNA, ANNA);
    assert!(
        transcript.contains("< <audio: Song – Anna 0:03> yours\n"),
        "{transcript}"
    );
    let bytes = simulator
        .file(audio["file_unique_id"].as_str().unwrap())
        .unwrap();
    assert_eq!(bytes, mp3(3));
}

#[tokio::test]
async fn what_is_no_sound_becomes_a_document() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let sent = bot
        .form(
            "sendVoice",
            to_anna().part("voice", part("notes.txt", "just words")),
        )
        .await;
    assert_eq!(sent["result"]["document"]["mime_type"], "text/plain");
    let photo = bot
        .form(
            "sendPhoto",
            to_anna().part("photo", part("a.png", "no picture")),
        )
        .await;
    assert_eq!(refusal(&photo), "Bad Request: IMAGE_PROCESS_FAILED");
    let photo = bot
        .form(
            "sendPhoto",
            to_anna().part("photo", part("a.png", png(640, 480))),
        )
        .await;
    assert_eq!(photo["result"]["photo"][0]["width"], 640);
    let long = bot
        .form(
            "sendPhoto",
            to_anna().part("photo", part("a.png", png(2_100, 100))),
        )
        .await;
    assert_eq!(refusal(&long), "Bad Request: PHOTO_INVALID_DIMENSIONS");
    let empty = bot
        .form("sendDocument", to_anna().part("document", part("a", "")))
        .await;
    assert_eq!(refusal(&empty), "Bad Request: file must be non-empty");
}

#[tokio::test]
async fn what_people_upload_can_be_downloaded() {
    let (simulator, bot) = start().await;
    let file = UploadSpec {
        caption: Some("/eq".into()),
        ..UploadSpec::new(UploadKind::Audio, "a.mp3", mp3(2))
    };
    simulator.upload(ANNA, ANNA, file);
    let message = bot.updates().await[0]["message"].clone();
    assert_eq!(
        (
            &message["audio"]["duration"],
            &message["caption_entities"][0]["type"]
        ),
        (&json!(2), &json!("bot_command"))
    );
    let file = bot
        .ok("getFile", json!({ "file_id": message["audio"]["file_id"] }))
        .await;
    let path = format!(
        "/file/bot{}/{}",
        simulator.token(),
        file["file_path"].as_str().unwrap()
    );
    assert_eq!(bot.get(&path).await.bytes().await.unwrap(), mp3(2));
    assert_eq!(bot.get("/file/bot1:wrong/x").await.status(), 401);
}

#[tokio::test]
async fn large_files_meet_their_limits() {
    let (simulator, bot) = start().await;
    simulator.upload(
        ANNA,
        ANNA,
        UploadSpec::new(UploadKind::Document, "big.bin", vec![7; (20 << 20) + 1]),
    );
    let id = bot.updates().await[0]["message"]["document"]["file_id"].clone();
    assert_eq!(
        refusal(&bot.call("getFile", json!({ "file_id": id })).await),
        "Bad Request: file is too big"
    );
    // Sending it on by its id has no limit.
    bot.ok("sendDocument", json!({ "chat_id": ANNA, "document": id }))
        .await;

    let over = bot
        .form(
            "sendDocument",
            to_anna().part("document", part("a.bin", vec![7; (50 << 20) + 1])),
        )
        .await;
    assert_eq!(
        (refusal(&over), &over["error_code"]),
        ("Request Entity Too Large", &json!(413))
    );
    let photo = [png(640, 480), vec![0; 10 << 20]].concat();
    let photo = bot
        .form("sendPhoto", to_anna().part("photo", part("a.png", photo)))
        .await;
    assert!(
        refusal(&photo)
            .ends_with("bytes is too big for a photo; the maximum size is 10485760 bytes")
    );
}

#[tokio::test]
async fn a_local_server_names_absolute_paths() {
    let folder = std::env::temp_dir().join(format!("simulator-local-{}", std::process::id()));
    let (simulator, bot) = start_with(Options {
        local_dir: Some(folder.clone()),
        ..options()
    })
    .await;
    simulator.upload(
        ANNA,
        ANNA,
        UploadSpec::new(UploadKind::Document, "big.bin", vec![7; (20 << 20) + 1]),
    );
    let id = bot.updates().await[0]["message"]["document"]["file_id"].clone();
    let file = bot.ok("getFile", json!({ "file_id": id })).await;
    let path = std::path::PathBuf::from(file["file_path"].as_str().unwrap());
    assert!(path.is_absolute());
    assert_eq!(std::fs::metadata(path).unwrap().len(), (20 << 20) + 1);
    std::fs::remove_dir_all(folder).unwrap();
}

fn album(kinds: &[&str]) -> (Form, Vec<Value>) {
    let media: Vec<_> = kinds
        .iter()
        .enumerate()
        .map(|(index, kind)| json!({ "type": kind, "media": format!("attach://f{index}"), "caption": kind }))
        .collect();
    let form = to_anna().text("media", Value::Array(media.clone()).to_string());
    let form = (0..kinds.len()).fold(form, |form, index| {
        form.part(format!("f{index}"), part("a.mp3", mp3(1)))
    });
    (form, media)
}

#[tokio::test]
async fn an_album_has_two_to_ten_of_a_kind() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let sent = bot
        .form("SendMediaGroup", album(&["audio", "audio", "audio"]).0)
        .await;
    let messages = sent["result"].as_array().unwrap();
    assert_eq!(messages.len(), 3);
    assert!(
        messages
            .iter()
            .all(|message| message["media_group_id"] == messages[0]["media_group_id"])
    );
    let refuse = async |kinds: &[&str], why: &str| {
        let answer = bot.form("sendMediaGroup", album(kinds).0).await;
        assert_eq!(refusal(&answer), format!("Bad Request: {why}"));
    };
    refuse(&["audio"], "Too few messages to send as an album").await;
    refuse(&["audio"; 11], "Too much messages to send as an album").await;
    refuse(
        &["audio", "document"],
        "Audio can't be mixed with other media types",
    )
    .await;
    refuse(
        &["audio", "animation"],
        "can't parse InputMedia: unsupported type of media",
    )
    .await;
    let (form, _) = album(&["audio", "audio"]);
    let keyboard = bot
        .form("sendMediaGroup", form.text("reply_markup", "{}"))
        .await;
    assert_eq!(
        refusal(&keyboard),
        "Bad Request: strict mode: sendMediaGroup has no field \"reply_markup\""
    );
}

#[tokio::test]
async fn captions_and_media_are_edited() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let sent = bot
        .form(
            "sendAudio",
            to_anna()
                .part("audio", part("a.mp3", mp3(1)))
                .text("caption", "one"),
        )
        .await;
    let id = sent["result"]["message_id"].clone();
    let edit = |caption: &str| json!({ "chat_id": ANNA, "message_id": id, "caption": caption });
    assert_eq!(
        bot.ok("editMessageCaption", edit("two")).await["caption"],
        "two"
    );
    assert!(refusal(&bot.call("editMessageCaption", edit("two")).await).contains("not modified"));
    let long = bot
        .call("editMessageCaption", edit(&"x".repeat(1_025)))
        .await;
    assert_eq!(refusal(&long), "Bad Request: message caption is too long");
    let text = bot
        .call(
            "editMessageText",
            json!({ "chat_id": ANNA, "message_id": id, "text": "x" }),
        )
        .await;
    assert_eq!(
        refusal(&text),
        "Bad Request: there is no text in the message to edit"
    );

    let media = json!({ "type": "document", "media": "attach://d" });
    let form = to_anna()
        .text("message_id", id.to_string())
        .text("media", media.to_string());
    let edited = bot
        .form(
            "EditMessageMedia",
            form.part("d", part("a.lrc", "[00:01.00]la")),
        )
        .await;
    assert_eq!(edited["result"]["document"]["file_name"], "a.lrc");
    assert_eq!(edited["result"]["audio"], json!(null));
    let same = json!({ "type": "document", "media": edited["result"]["document"]["file_id"] });
    let same = bot
        .call(
            "editMessageMedia",
            json!({ "chat_id": ANNA, "message_id": id, "media": same }),
        )
        .await;
    assert!(refusal(&same).contains("not modified"));

    let keyboard = json!({ "inline_keyboard": [[{ "text": "A", "callback_data": "a" }]] });
    bot.ok(
        "editMessageReplyMarkup",
        json!({ "chat_id": ANNA, "message_id": id, "reply_markup": keyboard }),
    )
    .await;
    let copy =
        json!({ "chat_id": ANNA, "from_chat_id": ANNA, "message_id": id, "caption": "copied" });
    let copy = bot.ok("copyMessage", copy).await["message_id"]
        .as_i64()
        .unwrap();
    let copy = simulator.look(|view| view.message(ANNA, copy)).unwrap();
    assert_eq!((copy.words(), copy.button_rows().len()), ("copied", 0));
}

#[tokio::test]
async fn a_file_is_fetched_from_a_url() {
    let (simulator, bot) = start().await;
    let uploaded = simulator.upload(
        ANNA,
        ANNA,
        UploadSpec::new(UploadKind::Audio, "a.mp3", mp3(1)),
    );
    let unique = &uploaded.message.body.audio.as_ref().unwrap().file_unique_id;
    let url = format!("{}/sim/file/{unique}", simulator.api_url());
    let sent = bot
        .ok("sendAudio", json!({ "chat_id": ANNA, "audio": url }))
        .await;
    assert_eq!(sent["audio"]["file_size"], 16_000);
    let missing =
        json!({ "chat_id": ANNA, "audio": format!("{}/nothing.mp3", simulator.api_url()) });
    let missing = bot.call("sendAudio", missing).await;
    assert_eq!(
        refusal(&missing),
        "Bad Request: failed to get HTTP URL content"
    );
}
