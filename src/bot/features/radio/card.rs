//! The card of a station: what it plays, and what can be done with it.

use std::fmt::Write as _;

use std::sync::Arc;

use chrono::TimeDelta;
use reqwest::Url;

use super::{
    super::{playlist, schedule},
    Wish,
    lists::capital,
    may_change, recording, station,
};
use crate::{
    app::App,
    bot::{
        feature::{Answer, Ctx, Failure},
        open_cards::Card,
    },
    db::Tx,
    domain::StationId,
    i18n::Locale,
    radio::{
        title,
        tuner::{Listener, Now, OnAir},
    },
    store::{Station, StoreError},
    t,
    view::{Button, View, escape},
};

/// Opens the card: in the message that was pressed it then stays fresh by itself.
pub(super) async fn open(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    let found = station(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    let person = effect.user(ctx).await?;
    effect
        .radio_listeners()
        .note_heard(person, id, ctx.now)
        .await?;
    let is_first_today = effect
        .radio_streams()
        .claim_click(id, ctx.now, ctx.now - TimeDelta::days(1))
        .await?;
    let is_favourite = effect.radio_listeners().is_favourite(person, id).await?;
    let mut listener = tune_in(ctx, &found);
    let now = listener.as_mut().map(Listener::now);
    let shown = Shown {
        station: &found,
        is_favourite,
        may_change: may_change(ctx, &found),
        now: now.as_ref(),
    };
    let view = view(&shown, ctx.locale);
    if let (Some(listener), Some(message)) = (listener, message(ctx)) {
        let card = Card {
            chat: ctx.chat.id,
            message,
            station: id,
            person: Some(person),
            is_owner: ctx.asker.is_owner,
            locale: ctx.locale,
        };
        ctx.app.cards.open(&ctx.app, card, listener);
    }
    if is_first_today && let Some(directory_id) = found.directory_id {
        let app = Arc::clone(&ctx.app);
        tokio::spawn(async move {
            if let Err(error) = app.radio.directory.click(&directory_id).await {
                tracing::debug!(%error, "the directory is not told of a listener");
            }
        });
    }
    Ok(Answer::view(view).after(effect))
}

/// The message does not show a card any more.
pub(super) fn close(ctx: &Ctx) {
    if let Some(message) = message(ctx) {
        ctx.app.cards.close(ctx.chat.id, message);
    }
}

/// The message whose button was pressed. A command opens a new one, whose number nobody knows yet.
fn message(ctx: &Ctx) -> Option<i32> {
    ctx.message.as_ref().map(|message| message.message_id)
}

fn tune_in(ctx: &Ctx, station: &Station) -> Option<Listener> {
    let url = Url::parse(&station.url).ok()?;
    Some(ctx.app.radio.tuner.listen(station.id, &url))
}

pub(super) async fn favour(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    station(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    let person = effect.user(ctx).await?;
    let is_favourite = !effect.radio_listeners().is_favourite(person, id).await?;
    let since = is_favourite.then_some(ctx.now);
    effect
        .radio_listeners()
        .set_favourite(person, id, since)
        .await?;
    let toast = if is_favourite {
        t!(ctx.locale, "radio-favourite-on")
    } else {
        t!(ctx.locale, "radio-favourite-off")
    };
    let found = effect.radio_streams().find(id).await?;
    let found = found.ok_or_else(|| Failure::user("radio-station-gone"))?;
    let now = tune_in(ctx, &found).map(|mut listener| listener.now());
    let shown = Shown {
        station: &found,
        is_favourite,
        may_change: may_change(ctx, &found),
        now: now.as_ref(),
    };
    Ok(Answer::view(view(&shown, ctx.locale))
        .toast(toast)
        .after(effect))
}

/// What a card shows.
struct Shown<'a> {
    station: &'a Station,
    is_favourite: bool,
    may_change: bool,
    /// `None`: nobody listens any more.
    now: Option<&'a Now>,
}

/// The card as it is now, for one that is open; `None` when there is nothing to show any more.
pub(in crate::bot) async fn show(
    app: &App,
    card: &Card,
    now: Option<&Now>,
) -> Result<Option<View>, StoreError> {
    let mut tx: Tx = app.db.read().await.map_err(StoreError::Database)?;
    let Some(station) = tx.radio_streams().find(card.station).await? else {
        return Ok(None);
    };
    let is_favourite = match card.person {
        Some(person) => {
            tx.radio_listeners()
                .is_favourite(person, station.id)
                .await?
        }
        None => false,
    };
    let shown = Shown {
        station: &station,
        is_favourite,
        may_change: card.is_owner || card.person.is_some() && card.person == station.added_by,
        now,
    };
    Ok(Some(view(&shown, card.locale)))
}

fn view(shown: &Shown<'_>, locale: Locale) -> View {
    let Shown { station, now, .. } = *shown;
    let id = station.id;
    let heart = if shown.is_favourite {
        t!(locale, "radio-button-unfavourite")
    } else {
        t!(locale, "radio-button-favourite")
    };
    let listen = Button::link(t!(locale, "radio-button-listen"), station.url.as_str());
    let mut view =
        View::text(text(station, now, locale)).row([Wish::Favour(id).button(heart), listen]);
    view = view.row(recording::MINUTES.map(|minutes| {
        let label = t!(locale, "radio-button-record", minutes = minutes);
        Wish::Record(id, minutes.unsigned_abs()).button(label)
    }));
    let mut songs = Vec::new();
    if playing(station, now).is_some() {
        songs.push(Wish::SaveSong(id).button(t!(locale, "radio-button-keep")));
    }
    songs.push(Wish::Titles(id, 0).button(t!(locale, "radio-button-titles")));
    view = view.row(songs).row([
        playlist::station_button(locale, id),
        schedule::wake_button(locale, id),
    ]);
    if now.is_none() {
        view = view.row([Wish::Card(id).button(t!(locale, "radio-button-refresh"))]);
    }
    let more = if shown.may_change {
        Wish::More(id).button(t!(locale, "radio-button-more"))
    } else {
        Wish::Report(id).button(t!(locale, "radio-button-report"))
    };
    view.row([more, Wish::Home.button(t!(locale, "radio-button-home"))])
}

/// What a station plays, if it says so.
pub(super) fn playing(station: &Station, now: Option<&Now>) -> Option<String> {
    let title = title::decode(now?.title.as_ref()?, station.charset);
    (!title.is_empty()).then_some(title)
}

fn text(station: &Station, now: Option<&Now>, locale: Locale) -> String {
    let mut about: Vec<String> = [
        station.genre.as_deref().map(capital),
        station.country.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some((format, bitrate)) = now.and_then(|now| now.format) {
        about.push(match bitrate {
            Some(rate) => format!("{} {rate}", format.name()),
            None => format.name().to_owned(),
        });
    }
    let mut text = format!("📻 <b>{}</b>", escape(&station.name));
    if !about.is_empty() {
        let _ = write!(text, "\n{}", escape(&about.join(" · ")));
    }
    text.push_str("\n\n");
    text.push_str(&match (now.map(|now| now.state), playing(station, now)) {
        (None, _) => t!(locale, "radio-now-closed"),
        (Some(OnAir::Playing), Some(title)) => t!(locale, "radio-now", title = title),
        (Some(OnAir::Playing), None) => t!(locale, "radio-now-untold"),
        (Some(OnAir::Connecting), _) => t!(locale, "radio-now-connecting"),
        (Some(OnAir::Lost), _) => t!(locale, "radio-now-lost"),
        (Some(OnAir::Gone), _) => t!(locale, "radio-now-gone"),
        (Some(OnAir::NoRoom), _) => t!(locale, "radio-now-no-room"),
    });
    if station.is_hidden {
        let _ = write!(text, "\n{}", t!(locale, "radio-is-hidden"));
    }
    text
}
