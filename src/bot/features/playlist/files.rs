//! A list as an M3U8 file, out and in.

use std::fmt::Write as _;

use reqwest::Url;

use super::{
    Playlists, access, button,
    lists::{self, Shelf},
};
use crate::{
    bot::feature::{Answer, Ctx, Failure, Incoming},
    domain::{
        Item, PlaylistId, StationItem,
        playlist_file::{self, FileEntry, PlaylistFile},
    },
    i18n::Arg,
    radio::address,
    t,
    telegram::FileError,
    view::{View, escape},
};

/// More than any playlist needs, in bytes.
const LARGEST: u64 = 4 << 20;
/// How many entries that could not be found are named.
const NAMED: usize = 20;

pub(super) async fn export(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::seen(ctx, list).await?;
    let mut tx = ctx.read().await?;
    let mut entries = Vec::new();
    for entry in tx.playlist_tracks().page(list.id, i64::MAX, 0).await? {
        match entry.item {
            Item::Track(track) => entries.push(FileEntry::Track(track)),
            Item::Station(item) => {
                if let Some(station) = tx.radio_streams().find(item.station).await? {
                    entries.push(FileEntry::Stream {
                        address: station.url,
                        name: item.name,
                        minutes: item.minutes,
                    });
                }
            }
        }
    }
    drop(tx);
    let file = playlist_file::write(ctx.app.me.id, &list.name, &entries);
    let caption = t!(ctx.locale, "playlist-exported", name = list.name.as_str());
    Ok(Answer::new_message(View::document(
        file_name(&list.name),
        file.into_bytes(),
        caption,
    )))
}

/// A name that any system can save.
fn file_name(name: &str) -> String {
    let safe = |c: char| {
        if c.is_alphanumeric() || " -_".contains(c) {
            c
        } else {
            '_'
        }
    };
    format!("{}.m3u8", name.chars().map(safe).collect::<String>().trim())
}

pub(super) async fn ask(ctx: &Ctx, shelf: Shelf) -> Result<Answer, Failure> {
    if let Shelf::Chat(chat) = shelf {
        access::may_change_chat(ctx, chat).await?;
    }
    let mut effect = ctx.effect().await?;
    effect
        .ask(ctx, &Playlists, format!("import:{}", shelf.code()))
        .await?;
    Ok(Answer::new_message(View::text(t!(ctx.locale, "playlist-ask-file"))).after(effect))
}

/// Makes a list of what a file, or a text, holds.
pub(super) async fn read(ctx: &Ctx, shelf: Shelf, message: &Incoming) -> Result<Answer, Failure> {
    let text = words_of(ctx, message).await?;
    let mut file = playlist_file::read(ctx.app.me.id, &text);
    let items = found(ctx, &mut file).await?;
    if items.is_empty() {
        return Err(Failure::user("playlist-not-a-file"));
    }
    let limit = i64::from(ctx.app.config.limits.tracks);
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if count > limit {
        return Err(Failure::user_with(
            "playlist-full",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    let name = file
        .name
        .clone()
        .unwrap_or_else(|| t!(ctx.locale, "playlist-new-name"));
    let (mut effect, list, name) = lists::make(ctx, shelf, &name).await?;
    for item in &items {
        effect.playlist_tracks().add(list, item, ctx.now).await?;
    }
    let mut said = t!(
        ctx.locale,
        "playlist-imported",
        name = name.as_str(),
        count = count
    );
    if !file.unresolved.is_empty() {
        said.push_str("\n\n");
        let missing = i64::try_from(file.unresolved.len()).unwrap_or(i64::MAX);
        said.push_str(&t!(ctx.locale, "playlist-unresolved", count = missing));
        for entry in file.unresolved.iter().take(NAMED) {
            let entry: String = entry.chars().take(100).collect();
            let _ = write!(said, "\n• {}", escape(&entry));
        }
        if file.unresolved.len() > NAMED {
            said.push_str("\n…");
        }
    }
    let open = button(ctx.locale, "playlist-button-open", format!("list:{list}:0"));
    Ok(Answer::view(View::text(said).row([open])).after(effect))
}

/// What of a file is known here. An address of no station is one more that cannot be found.
async fn found(ctx: &Ctx, file: &mut PlaylistFile) -> Result<Vec<Item>, Failure> {
    let mut tx = ctx.read().await?;
    let mut items = Vec::new();
    for entry in std::mem::take(&mut file.entries) {
        match entry {
            FileEntry::Track(track) => items.push(Item::Track(track)),
            FileEntry::Stream {
                address,
                name,
                minutes,
            } => {
                let url = address::normal(&address).ok();
                let station = match &url {
                    Some(url) => {
                        let twin = address::twin(url);
                        let twin = twin.as_ref().map(Url::as_str);
                        tx.radio_streams().find_by_url(url.as_str(), twin).await?
                    }
                    None => None,
                };
                match station {
                    Some(station) => items.push(Item::Station(StationItem {
                        station: station.id,
                        name: station.name,
                        minutes,
                    })),
                    None if name.is_empty() => file.unresolved.push(address),
                    None => file.unresolved.push(name),
                }
            }
        }
    }
    Ok(items)
}

/// The text of a message, or of the file it brought.
async fn words_of(ctx: &Ctx, message: &Incoming) -> Result<String, Failure> {
    let Some(attachment) = &message.attachment else {
        return Ok(message.text.clone().unwrap_or_default());
    };
    match ctx
        .app
        .telegram
        .small_file(&attachment.file_id, LARGEST)
        .await
    {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(FileError::TooLarge | FileError::Gone) => Err(Failure::user("playlist-not-a-file")),
        Err(error) => Err(Failure::Internal(error.into())),
    }
}
