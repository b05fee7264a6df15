//! "Add to…": which list something goes to. It is the track of the message that is answered, an entry of a list, a track
//! that somebody sent to be heard, or some minutes of a station; a panel names it by a short code in all its buttons.

use super::{
    Playlists, access, adding, button,
    lists::{self, Shelf, turns},
    number,
};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{EntryId, HeardId, Item, Minutes, PlaylistId, StationId, StationItem, Track},
    store::{Playlist, Whose},
    t,
    view::{Button, Press, View},
};

/// How many lists are offered at once.
const PAGE: i64 = 6;

/// What is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The one of the message with the button, or of the one it answers.
    Message,
    Entry(EntryId),
    Heard(HeardId),
    Station(StationId, Minutes),
}

impl Source {
    pub(super) fn from_code(code: &str) -> Result<Self, Failure> {
        match code.split_at_checked(1) {
            Some(("m", "")) => Ok(Self::Message),
            Some(("e", id)) => Ok(Self::Entry(number(id)?.into())),
            Some(("h", id)) => Ok(Self::Heard(number(id)?.into())),
            Some(("s", code)) => {
                let (id, minutes) = code.split_once('.').unwrap_or((code, ""));
                let minutes = Minutes::new(number(minutes)?);
                let minutes = minutes.ok_or_else(|| Failure::user("button-is-old"))?;
                Ok(Self::Station(number(id)?.into(), minutes))
            }
            _ => Err(Failure::user("button-is-old")),
        }
    }

    fn code(self) -> String {
        match self {
            Self::Message => "m".to_owned(),
            Self::Entry(id) => format!("e{id}"),
            Self::Heard(id) => format!("h{id}"),
            Self::Station(id, minutes) => format!("s{id}.{minutes}"),
        }
    }

    /// The press that asks which list it goes to.
    pub(super) fn press(self) -> Press {
        Press::new("playlist", format!("which:{}", self.code()))
    }

    /// It, if the one who asks may have it.
    async fn item(self, ctx: &Ctx) -> Result<Item, Failure> {
        match self {
            Self::Message => {
                let pressed = ctx.message.as_ref();
                let above = pressed.and_then(|panel| panel.reply_to.as_deref());
                let track = adding::track_in(pressed).or_else(|_| adding::track_in(above));
                track.map(Item::Track)
            }
            Self::Entry(id) => Ok(access::track(ctx, id).await?.1.item),
            Self::Heard(id) => {
                let found = ctx
                    .read()
                    .await?
                    .tracks()
                    .find(id, ctx.asker.user, ctx.chat.id)
                    .await?;
                found
                    .and_then(|track| Track::of(&track.file))
                    .map(Item::Track)
                    .ok_or_else(|| Failure::user("sound-track-gone"))
            }
            Self::Station(id, minutes) => {
                let found = ctx.read().await?.radio_streams().find(id).await?;
                let found = found.ok_or_else(|| Failure::user("radio-station-gone"))?;
                Ok(Item::Station(StationItem {
                    station: id,
                    name: found.name,
                    minutes,
                }))
            }
        }
    }
}

/// Asks in a message of its own, below the track.
pub(super) async fn ask(ctx: &Ctx, source: Source) -> Result<Answer, Failure> {
    let item = source.item(ctx).await?;
    let view = offer(ctx, source, &item, 0).await?;
    let pressed = ctx.message.as_ref().map(|message| message.message_id);
    Ok(Answer::new_message(view).replying_to(pressed))
}

/// Of a station it is asked first how much is to be recorded, in a message of its own: the card above goes on changing.
pub(super) async fn ask_how_long(ctx: &Ctx, station: StationId) -> Result<Answer, Failure> {
    let found = ctx.read().await?.radio_streams().find(station).await?;
    let found = found.ok_or_else(|| Failure::user("radio-station-gone"))?;
    let view = View::text(t!(ctx.locale, "playlist-how-long", name = found.name));
    let view = Minutes::OFFERED.chunks(3).fold(view, |view, row| {
        view.row(row.iter().map(|minutes| {
            let label = t!(
                ctx.locale,
                "playlist-button-minutes",
                minutes = minutes.get()
            );
            let code = Source::Station(station, *minutes).code();
            Button::new(label, Press::new("playlist", format!("which:{code}:0")))
        }))
    });
    let pressed = ctx.message.as_ref().map(|message| message.message_id);
    Ok(Answer::new_message(view).replying_to(pressed))
}

/// Another page of the lists that are offered.
pub(super) async fn page(ctx: &Ctx, source: Source, page: i64) -> Result<Answer, Failure> {
    let item = source.item(ctx).await?;
    Ok(Answer::view(offer(ctx, source, &item, page).await?))
}

/// The lists of the one who asks, last used first; in a group its own before them.
pub(super) async fn offer(
    ctx: &Ctx,
    source: Source,
    item: &Item,
    page: i64,
) -> Result<View, Failure> {
    let text = t!(
        ctx.locale,
        "playlist-which-for",
        label = adding::label(ctx, item)
    );
    let code = source.code();
    let to = |list: &Playlist| {
        let press = Press::new("playlist", format!("onto:{code}:{}", list.id));
        Button::new(&list.name, press)
    };
    let mut tx = ctx.read().await?;
    let mut view = View::text(text);
    if page == 0 && !ctx.chat.is_private {
        let here = Whose::Chat(ctx.chat.id);
        for list in tx.playlists().recent(here, PAGE, 0).await? {
            view = view.row([to(&list)]);
        }
    }
    let mut count = 0;
    if let Some(user) = ctx.asker.user {
        let mine = Whose::Person(user);
        count = tx.playlists().count(mine).await?;
        let skip = page.max(0) * PAGE;
        for list in tx.playlists().recent(mine, PAGE, skip).await? {
            view = view.row([to(&list)]);
        }
    }
    let turns = turns(page, count, PAGE, |page| format!("which:{code}:{page}"));
    if !turns.is_empty() {
        view = view.row(turns);
    }
    let new = button(
        ctx.locale,
        "playlist-button-new",
        format!("onto-new:{code}"),
    );
    Ok(view.row([new]))
}

/// A list was chosen.
pub(super) async fn onto(ctx: &Ctx, source: Source, list: PlaylistId) -> Result<Answer, Failure> {
    let item = source.item(ctx).await?;
    let list = access::changed(ctx, list).await?;
    adding::keep(ctx, &list, &item).await
}

/// A list made for this track. It has it at once and is named afterwards: a question cannot hold a track.
pub(super) async fn onto_new(ctx: &Ctx, source: Source) -> Result<Answer, Failure> {
    let item = source.item(ctx).await?;
    let name = t!(ctx.locale, "playlist-new-name");
    let (mut effect, list, name) = lists::make(ctx, Shelf::Mine, &name).await?;
    let list = Playlist {
        id: list,
        name: name.as_str().to_owned(),
        owner: effect.user(ctx).await?,
        chat: None,
        share_token: None,
    };
    let added = adding::put(ctx, &mut effect, &list, &item).await?;
    effect
        .ask(ctx, &Playlists, format!("rename:{}", list.id))
        .await?;
    let text = format!(
        "{}\n{}",
        t!(
            ctx.locale,
            "playlist-added",
            list = list.name.as_str(),
            label = adding::label(ctx, &item)
        ),
        t!(ctx.locale, "playlist-ask-name")
    );
    let undo = button(ctx.locale, "playlist-button-undo", format!("undo:{added}"));
    Ok(Answer::view(View::text(text).row([undo])).after(effect))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_remembers_its_track_by_a_code() {
        for source in [
            Source::Message,
            Source::Entry(i64::MAX.into()),
            Source::Heard(7.into()),
            Source::Station(i64::MAX.into(), Minutes::MOST),
        ] {
            assert_eq!(Source::from_code(&source.code()).unwrap(), source);
            let longest = format!("onto:{}:{}", source.code(), i64::MAX);
            assert!(Press::new("playlist", longest).encode().len() <= Press::MAX_BYTES);
        }
        for code in ["", "x", "m1", "e", "hx", "ё1", "s1", "s1.0", "s.5"] {
            assert!(Source::from_code(code).is_err(), "{code}");
        }
    }
}
