//! Messages that carry files: what is uploaded, what is named by its id, and what Telegram says of it afterwards.

use teloxide::{
    Bot, RequestError,
    payloads::{
        SendAudioSetters as _, SendDocumentSetters as _, SendPhotoSetters as _,
        SendVoiceSetters as _,
    },
    requests::Requester as _,
    types::{
        ChatId, FileId, FileMeta, InlineKeyboardMarkup, InputFile, InputMedia, InputMediaAudio,
        InputMediaDocument, InputMediaPhoto, Message, ParseMode, ReplyParameters,
    },
};

use super::{SentFile, SentMessage, split};
use crate::view::{Audio, Body, Media};

/// The most that Telegram shows as one album.
const ALBUM: usize = 10;

/// What one request may carry, all its files together, with some room for the rest of it.
const REQUEST: u64 = 49 << 20;

/// The tracks that go out together as the given part of an album.
pub(super) fn part_of_album(tracks: &[Audio], part: usize) -> &[Audio] {
    let mut rest = tracks;
    for _ in 0..part {
        rest = &rest[together(rest)..];
    }
    &rest[..together(rest)]
}

/// How many from the beginning make one request; a file that is too much by itself is for Telegram to refuse.
fn together(tracks: &[Audio]) -> usize {
    let mut bytes = 0;
    let fits = tracks.iter().take(ALBUM).take_while(|track| {
        bytes += upload(&track.file);
        bytes <= REQUEST
    });
    fits.count().max(1).min(tracks.len())
}

/// How many bytes a file adds to a request.
fn upload(file: &Media) -> u64 {
    match file {
        Media::Path(path) => std::fs::metadata(path).map_or(0, |file| file.len()),
        Media::Bytes(bytes) => bytes.len() as u64,
        Media::FileId(_) => 0,
    }
}

/// Whether a file of ours that the message needs is not there any more. Sent regardless, it would look as if the
/// connection broke.
pub(super) async fn is_missing(body: &Body) -> bool {
    let files: Vec<&Media> = match body {
        Body::Photo { file, .. } | Body::Voice { file, .. } | Body::Document { file, .. } => {
            vec![file]
        }
        Body::Audio(Audio { file, .. }) | Body::VideoNote(file) => vec![file],
        Body::Album(tracks) => tracks.iter().map(|track| &track.file).collect(),
        Body::Text(_) | Body::Caption(_) | Body::Unchanged => Vec::new(),
    };
    for file in files {
        if let Media::Path(path) = file
            && !tokio::fs::try_exists(path).await.unwrap_or(false)
        {
            return true;
        }
    }
    false
}

fn input(file: &Media, name: Option<&str>) -> InputFile {
    let input = match file {
        Media::Bytes(bytes) => InputFile::memory(bytes.clone()),
        Media::Path(path) => InputFile::file(path),
        Media::FileId(id) => return InputFile::file_id(FileId(id.clone())),
    };
    match name.filter(|name| !name.is_empty()) {
        Some(name) => input.file_name(name.to_owned()),
        None => input,
    }
}

fn thumbnail(audio: &Audio) -> Option<InputFile> {
    let picture = audio.thumbnail.as_ref()?;
    Some(InputFile::memory(picture.clone()).file_name("cover.jpg"))
}

/// Sends a message with one file.
pub(super) async fn send(
    bot: &Bot,
    chat: ChatId,
    body: &Body,
    reply: Option<ReplyParameters>,
    keyboard: Option<InlineKeyboardMarkup>,
) -> Result<Message, RequestError> {
    let html = ParseMode::Html;
    // Each method has its own type in teloxide, with the same fields.
    macro_rules! send {
        ($request:expr, $caption:expr) => {{
            let mut request = $request.caption(split::caption($caption)).parse_mode(html);
            request.reply_parameters = reply;
            request.reply_markup = keyboard.map(Into::into);
            request.await
        }};
    }
    match body {
        Body::Photo { file, caption } => {
            send!(
                bot.send_photo(chat, input(file, Some("picture.png"))),
                caption
            )
        }
        Body::Voice {
            file,
            seconds,
            caption,
        } => {
            let voice = bot.send_voice(chat, input(file, Some("voice.ogg")));
            send!(voice.duration(*seconds), caption)
        }
        Body::Document {
            name,
            file,
            caption,
        } => send!(bot.send_document(chat, input(file, Some(name))), caption),
        Body::Audio(audio) => {
            let mut request = bot
                .send_audio(chat, input(&audio.file, Some(&audio.name)))
                .duration(audio.seconds);
            request.title.clone_from(&audio.title);
            request.performer.clone_from(&audio.performer);
            request.thumbnail = thumbnail(audio);
            send!(request, &audio.caption)
        }
        Body::VideoNote(file) => {
            let mut request = bot.send_video_note(chat, input(file, None));
            request.reply_parameters = reply;
            request.reply_markup = keyboard.map(Into::into);
            request.await
        }
        Body::Text(_) | Body::Caption(_) | Body::Unchanged | Body::Album(_) => {
            unreachable!("a message with one file")
        }
    }
}

/// Sends a part of an album. One track alone is no album.
pub(super) async fn send_album(
    bot: &Bot,
    chat: ChatId,
    tracks: &[Audio],
    part: usize,
    reply: Option<ReplyParameters>,
) -> Result<Vec<Message>, RequestError> {
    match part_of_album(tracks, part) {
        [] => Ok(Vec::new()),
        [track] => {
            let track = Body::Audio(track.clone());
            Ok(vec![send(bot, chat, &track, reply, None).await?])
        }
        several => {
            let several = several
                .iter()
                .map(|track| InputMedia::Audio(input_audio(track)));
            let mut request = bot.send_media_group(chat, several);
            request.reply_parameters = reply;
            request.await
        }
    }
}

/// What a message changes into; `None` for what no message can change into.
pub(super) fn as_input_media(body: &Body) -> Option<InputMedia> {
    let html = ParseMode::Html;
    match body {
        Body::Photo { file, caption } => Some(InputMedia::Photo(
            InputMediaPhoto::new(input(file, Some("picture.png")))
                .caption(split::caption(caption))
                .parse_mode(html),
        )),
        Body::Audio(audio) => Some(InputMedia::Audio(input_audio(audio))),
        Body::Document {
            name,
            file,
            caption,
        } => Some(InputMedia::Document(
            InputMediaDocument::new(input(file, Some(name)))
                .caption(split::caption(caption))
                .parse_mode(html),
        )),
        Body::Text(_)
        | Body::Voice { .. }
        | Body::VideoNote(_)
        | Body::Album(_)
        | Body::Caption(_)
        | Body::Unchanged => None,
    }
}

fn input_audio(audio: &Audio) -> InputMediaAudio {
    let mut media = InputMediaAudio::new(input(&audio.file, Some(&audio.name)))
        .caption(split::caption(&audio.caption))
        .parse_mode(ParseMode::Html)
        .duration(u16::try_from(audio.seconds).unwrap_or(u16::MAX));
    media.title.clone_from(&audio.title);
    media.performer.clone_from(&audio.performer);
    media.thumbnail = thumbnail(audio);
    media
}

/// What is remembered of a message that Telegram took.
pub(super) fn sent(message: &Message) -> SentMessage {
    let largest_photo = || Some(&message.photo()?.last()?.file);
    let file = message
        .audio()
        .map(|audio| &audio.file)
        .or_else(|| message.voice().map(|voice| &voice.file))
        .or_else(|| message.document().map(|document| &document.file))
        .or_else(largest_photo);
    SentMessage {
        id: message.id.0,
        file: file.map(remembered),
    }
}

fn remembered(file: &FileMeta) -> SentFile {
    SentFile {
        id: file.id.0.clone(),
        unique_id: file.unique_id.0.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts an album of tracks of so many megabytes into requests.
    #[track_caller]
    fn check(megabytes: &[u64], expect: &[usize]) {
        let folder = tempfile::tempdir().unwrap();
        let track = |(number, megabytes): (usize, &u64)| {
            let path = folder.path().join(number.to_string());
            let file = std::fs::File::create(&path).unwrap();
            file.set_len(megabytes << 20).unwrap();
            Audio {
                file: Media::Path(path),
                ..Audio::default()
            }
        };
        let tracks: Vec<Audio> = megabytes.iter().enumerate().map(track).collect();
        let parts = (0..)
            .map(|part| part_of_album(&tracks, part).len())
            .take_while(|count| *count > 0);
        assert_eq!(parts.collect::<Vec<_>>(), expect, "{megabytes:?}");
    }

    #[test]
    fn an_album_is_as_many_requests_as_it_has_to_be() {
        check(&[], &[]);
        check(&[1; 10], &[10]);
        check(&[1; 11], &[10, 1]);
        check(&[48, 48], &[1, 1]);
        check(&[20, 20, 20, 20, 9], &[2, 3]);
        check(&[60, 1], &[1, 1]);
    }
}
