//! Stations come here by their address, in a list that somebody sends, or from the directory. Each is listened to first.

use std::fmt::Write as _;

use reqwest::Url;

use super::{RadioFeature, Wish, card, home_row};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure},
    config::Adding,
    domain::{Attachment, Description, StationId, UserId},
    http::FetchError,
    i18n::Arg,
    radio::{
        address::{self, BadAddress},
        playlist::{self, Entry, Playlist},
        stream::StreamError,
    },
    service::stations,
    store::NewStation,
    t,
    view::{View, escape},
};

/// So many stations of one list are taken; more would take longer than anybody waits.
const FROM_A_LIST: usize = 10;

/// Asks for an address.
pub(super) async fn ask(ctx: &Ctx, feature: &RadioFeature) -> Result<Answer, Failure> {
    may_add(ctx)?;
    let mut effect = ctx.effect().await?;
    effect.ask(ctx, feature, "address").await?;
    let view = View::text(t!(ctx.locale, "radio-ask-address")).row(home_row(ctx));
    Ok(Answer::new_message(view).after(effect))
}

/// `URL [name | genre | country]`
pub(super) async fn add(ctx: &Ctx, text: &str) -> Result<Answer, Failure> {
    may_add(ctx)?;
    let (address, typed) = text
        .trim()
        .split_once(char::is_whitespace)
        .unwrap_or((text.trim(), ""));
    let url = address::normal(address).map_err(bad_address)?;
    if let Some(known) = known(ctx, &url).await? {
        return Ok(already(ctx, known.0, &known.1));
    }
    let about = stations::check(&ctx.app.radio, &ctx.app.audio, &url)
        .await
        .map_err(bad_stream)?;
    if let Some(known) = known(ctx, &about.url).await? {
        return Ok(already(ctx, known.0, &known.1));
    }
    let proposed = Description::new(
        about.name.as_deref().unwrap_or_default(),
        about.genre.as_deref(),
        None,
    );
    let host = about.url.host_str().unwrap_or_default();
    let proposed = proposed.or_else(|| Description::new(host, about.genre.as_deref(), None));
    let proposed = proposed.ok_or_else(|| Failure::user("radio-bad-address"))?;
    let description = Description::typed(typed, &proposed);
    let new = NewStation {
        url: about.url.as_str(),
        description: &description,
        directory_id: None,
    };
    let mut effect = ctx.effect().await?;
    let person = effect.user(ctx).await?;
    has_room(ctx, &mut effect, person).await?;
    let Some(id) = effect
        .radio_streams()
        .add(&new, Some(person), ctx.now)
        .await?
    else {
        return Err(Failure::user("radio-just-added"));
    };
    let text = t!(ctx.locale, "radio-added", name = description.name());
    let view = View::text(text).row([
        Wish::Card(id).button(t!(ctx.locale, "radio-button-open")),
        Wish::Rename(id).button(t!(ctx.locale, "radio-button-rename")),
    ]);
    Ok(Answer::view(view).after(effect))
}

/// A station of the directory, by one press; what is here already just opens.
pub(super) async fn join(ctx: &Ctx, directory_id: &str) -> Result<Answer, Failure> {
    let here = ctx
        .read()
        .await?
        .radio_streams()
        .find_in_directory(directory_id)
        .await?;
    if let Some(station) = here {
        return card::open(ctx, station.id).await;
    }
    may_add(ctx)?;
    let found = ctx.app.radio.directory.station(directory_id).await;
    let found = found.map_err(|error| {
        tracing::debug!(%error, "the directory has no answer");
        Failure::user("radio-directory-away")
    })?;
    let found = found.ok_or_else(|| Failure::user("radio-station-gone"))?;
    if let Some((id, _)) = known(ctx, &found.url).await? {
        return card::open(ctx, id).await;
    }
    let about = stations::check(&ctx.app.radio, &ctx.app.audio, &found.url)
        .await
        .map_err(bad_stream)?;
    let new = NewStation {
        url: about.url.as_str(),
        description: &found.description,
        directory_id: Some(directory_id),
    };
    let mut effect = ctx.effect().await?;
    let person = effect.user(ctx).await?;
    has_room(ctx, &mut effect, person).await?;
    // Somebody may have been faster; then it is theirs that opens.
    let added = effect
        .radio_streams()
        .add(&new, Some(person), ctx.now)
        .await?;
    let Some(id) = added else {
        drop(effect);
        let known = known(ctx, &about.url).await?;
        let (id, _) = known.ok_or_else(|| Failure::user("radio-just-added"))?;
        return card::open(ctx, id).await;
    };
    let text = t!(ctx.locale, "radio-added", name = found.description.name());
    let view = View::text(text)
        .row([Wish::Card(id).button(t!(ctx.locale, "radio-button-open"))])
        .row(home_row(ctx));
    Ok(Answer::view(view).after(effect))
}

/// The stations of a list that somebody sent, as many as there is room for.
pub(super) async fn add_file(ctx: &Ctx, file: &Attachment) -> Result<Answer, Failure> {
    may_add(ctx)?;
    let bytes = download(ctx, file).await?;
    let entries = match playlist::parse(&bytes, None) {
        Some(Playlist::Entries(entries)) if !entries.is_empty() => entries,
        Some(Playlist::Hls) => return Err(Failure::user("radio-bad-hls")),
        _ => return Err(Failure::user("radio-bad-list")),
    };
    let total = entries.len();
    let tried = entries
        .into_iter()
        .take(FROM_A_LIST)
        .map(|entry| try_entry(ctx, entry));
    let tried = futures::future::join_all(tried).await;
    let mut effect = ctx.effect().await?;
    let person = effect.user(ctx).await?;
    let mut added: Vec<(StationId, String)> = Vec::new();
    let (mut silent, mut here) = (Vec::new(), 0_i64);
    for tried in tried {
        match tried? {
            Tried::Here => here += 1,
            Tried::Silent(url) => silent.push(url),
            Tried::Sounds(url, description) => {
                // What is left of one's room is filled, and the rest is told.
                if !added.is_empty() && has_room(ctx, &mut effect, person).await.is_err() {
                    break;
                }
                has_room(ctx, &mut effect, person).await?;
                let new = NewStation {
                    url: url.as_str(),
                    description: &description,
                    directory_id: None,
                };
                match effect
                    .radio_streams()
                    .add(&new, Some(person), ctx.now)
                    .await?
                {
                    Some(id) => added.push((id, description.name().to_owned())),
                    None => here += 1,
                }
            }
        }
    }
    let count = |list: usize| i64::try_from(list).unwrap_or(i64::MAX);
    let mut text = t!(ctx.locale, "radio-list-added", count = count(added.len()));
    if here > 0 {
        let _ = write!(
            text,
            "\n{}",
            t!(ctx.locale, "radio-list-here", count = here)
        );
    }
    if !silent.is_empty() {
        let _ = write!(
            text,
            "\n{}",
            t!(ctx.locale, "radio-list-silent", count = count(silent.len()))
        );
        for url in &silent {
            let _ = write!(text, "\n<code>{}</code>", escape(url.as_str()));
        }
    }
    if total > FROM_A_LIST {
        let most = count(FROM_A_LIST);
        let _ = write!(
            text,
            "\n{}",
            t!(
                ctx.locale,
                "radio-list-long",
                count = count(total),
                most = most
            )
        );
    }
    let view = added.iter().fold(View::text(text), |view, (id, name)| {
        view.row([Wish::Card(*id).button(super::lists::cut(name, 36))])
    });
    let answer = Answer::view(view.row(home_row(ctx)));
    Ok(if added.is_empty() {
        answer
    } else {
        answer.after(effect)
    })
}

enum Tried {
    Here,
    Silent(Url),
    Sounds(Url, Description),
}

async fn try_entry(ctx: &Ctx, entry: Entry) -> Result<Tried, Failure> {
    if known(ctx, &entry.url).await?.is_some() {
        return Ok(Tried::Here);
    }
    let Ok(about) = stations::check(&ctx.app.radio, &ctx.app.audio, &entry.url).await else {
        return Ok(Tried::Silent(entry.url));
    };
    if known(ctx, &about.url).await?.is_some() {
        return Ok(Tried::Here);
    }
    let host = about.url.host_str().unwrap_or_default().to_owned();
    let names = [entry.title, about.name, Some(host)];
    let description = names
        .iter()
        .flatten()
        .find_map(|name| Description::new(name, about.genre.as_deref(), None));
    Ok(match description {
        Some(description) => Tried::Sounds(about.url, description),
        None => Tried::Silent(about.url),
    })
}

async fn download(ctx: &Ctx, file: &Attachment) -> Result<Vec<u8>, Failure> {
    let most = playlist::MAX_BYTES as u64;
    if file.bytes.is_some_and(|bytes| bytes > most) {
        return Err(Failure::user("radio-bad-list"));
    }
    let folder = ctx
        .app
        .config
        .temp_dir()
        .join(format!("radio-{}", ctx.now.timestamp_micros()));
    let read = async {
        tokio::fs::create_dir_all(&folder).await?;
        let path = ctx
            .app
            .telegram
            .download(&file.file_id, &folder.join("list"))
            .await?;
        let bytes = tokio::fs::read(path).await?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(bytes)
    };
    let read = read.await;
    let _ = tokio::fs::remove_dir_all(&folder).await;
    let bytes = read.map_err(Failure::Internal)?;
    if bytes.len() <= playlist::MAX_BYTES {
        Ok(bytes)
    } else {
        Err(Failure::user("radio-bad-list"))
    }
}

fn may_add(ctx: &Ctx) -> Result<(), Failure> {
    match ctx.app.config.radio.adding {
        Adding::Owners if !ctx.asker.is_owner => Err(Failure::user("radio-owners-add")),
        Adding::Everyone | Adding::Owners => Ok(()),
    }
}

async fn has_room(ctx: &Ctx, effect: &mut Effect, person: UserId) -> Result<(), Failure> {
    let limit = i64::from(ctx.app.config.limits.stations);
    if effect.radio_streams().count_added(person).await? >= limit {
        Err(Failure::user_with(
            "radio-too-many",
            vec![("limit", Arg::Number(limit))],
        ))
    } else {
        Ok(())
    }
}

/// The station that is at an address already, and its name.
async fn known(ctx: &Ctx, url: &Url) -> Result<Option<(StationId, String)>, Failure> {
    let twin = address::twin(url);
    let mut tx = ctx.read().await?;
    let found = tx
        .radio_streams()
        .find_by_url(url.as_str(), twin.as_ref().map(Url::as_str))
        .await?;
    Ok(found.map(|station| (station.id, station.name)))
}

fn already(ctx: &Ctx, id: StationId, name: &str) -> Answer {
    let view = View::text(t!(ctx.locale, "radio-already", name = name));
    Answer::view(view.row([Wish::Card(id).button(t!(ctx.locale, "radio-button-open"))]))
}

fn bad_address(bad: BadAddress) -> Failure {
    Failure::user(match bad {
        BadAddress::Unreadable => "radio-bad-address",
        BadAddress::Scheme => "radio-bad-scheme",
        BadAddress::Password => "radio-bad-password",
        BadAddress::TooLong => "radio-bad-long",
    })
}

fn bad_stream(error: StreamError) -> Failure {
    tracing::debug!(%error, "an address is no station");
    Failure::user(match error {
        StreamError::Fetch(FetchError::Private) => "radio-bad-private",
        StreamError::Fetch(FetchError::Credentials) => "radio-bad-password",
        StreamError::Fetch(
            FetchError::Scheme | FetchError::BadRedirect | FetchError::TooManyRedirects,
        ) => "radio-bad-redirect",
        StreamError::Fetch(FetchError::TooSlow) | StreamError::TooSlow => "radio-bad-slow",
        StreamError::Fetch(_) | StreamError::Ended => "radio-bad-unreachable",
        StreamError::Status(status) => {
            return Failure::user_with(
                "radio-bad-status",
                vec![("status", Arg::Text(status.to_string()))],
            );
        }
        StreamError::NotSound => "radio-bad-not-sound",
        StreamError::Hls => "radio-bad-hls",
        StreamError::File => "radio-bad-file",
        StreamError::EmptyList => "radio-bad-list",
    })
}
