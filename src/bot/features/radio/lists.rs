//! Lists of stations: the first page of the radio, shelves, searches here and in the directory.

use std::fmt::Write as _;

use super::{Wish, home_row, pages, station};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::StationId,
    radio::directory::Listed,
    store::{Found, Shelves, Station},
    t,
    view::{View, escape},
};

/// Stations on one page.
const PAGE: i64 = 8;
/// Genres or countries on one page, two in a row.
const SHELVES: i64 = 12;
/// What the first page shows of each list.
const FAVOURITES: i64 = 6;
const HEARD: i64 = 4;
/// What is asked of the directory.
const OUTSIDE: usize = 8;
/// What fits on a phone's button.
const LABEL: usize = 36;

pub(super) async fn home(ctx: &Ctx) -> Result<Answer, Failure> {
    let mut tx = ctx.read().await?;
    let (mut favourites, mut heard) = (Vec::new(), Vec::new());
    if let Some(person) = ctx.asker.user {
        favourites = tx
            .radio_listeners()
            .favourites(person, FAVOURITES + 1, 0)
            .await?;
        heard = tx.radio_listeners().heard(person, HEARD).await?;
    }
    let has_stations = tx.radio_streams().search("", 1, 0).await?.total > 0;
    let text = match (favourites.is_empty() && heard.is_empty(), has_stations) {
        (_, false) => t!(ctx.locale, "radio-empty"),
        (true, true) => t!(ctx.locale, "radio-first"),
        (false, true) => t!(ctx.locale, "radio-home"),
    };
    let has_more = favourites.len() > usize::try_from(FAVOURITES).unwrap_or_default();
    let mut view = View::text(text);
    for favourite in favourites
        .iter()
        .take(usize::try_from(FAVOURITES).unwrap_or_default())
    {
        view = view.row([Wish::Card(favourite.id).button(format!("♥ {}", label(favourite)))]);
    }
    if has_more {
        view = view.row([Wish::Favourites(0).button(t!(ctx.locale, "radio-button-favourites"))]);
    }
    for station in &heard {
        view = view.row([Wish::Card(station.id).button(label(station))]);
    }
    if has_stations {
        view = view.row([
            Wish::Shelves(Shelves::Genres, 0).button(t!(ctx.locale, "radio-button-genres")),
            Wish::Shelves(Shelves::Countries, 0).button(t!(ctx.locale, "radio-button-countries")),
        ]);
    }
    let view = view.row([
        Wish::Songs(0).button(t!(ctx.locale, "radio-button-songs")),
        Wish::Add.button(t!(ctx.locale, "radio-button-add")),
    ]);
    Ok(Answer::view(view))
}

pub(super) async fn favourites(ctx: &Ctx, page: i64) -> Result<Answer, Failure> {
    let Some(person) = ctx.asker.user else {
        return home(ctx).await;
    };
    let mut tx = ctx.read().await?;
    let found = tx
        .radio_listeners()
        .favourites(person, PAGE + 1, page * PAGE)
        .await?;
    let text = t!(ctx.locale, "radio-favourites");
    Ok(Answer::view(own(ctx, text, &found, page, Wish::Favourites)))
}

/// The stations one added, hidden and silent ones too.
pub(super) async fn mine(ctx: &Ctx, page: i64) -> Result<Answer, Failure> {
    let mut found = Vec::new();
    if let Some(person) = ctx.asker.user {
        let mut tx = ctx.read().await?;
        found = tx
            .radio_streams()
            .added(person, PAGE + 1, page * PAGE)
            .await?;
    }
    let text = if found.is_empty() {
        t!(ctx.locale, "radio-mine-none")
    } else {
        t!(ctx.locale, "radio-mine")
    };
    Ok(Answer::view(own(ctx, text, &found, page, Wish::Mine)))
}

/// A list that was asked for with one station more than it shows.
fn own(ctx: &Ctx, text: String, found: &[Station], page: i64, wish: impl Fn(i64) -> Wish) -> View {
    let shown = found.iter().take(usize::try_from(PAGE).unwrap_or_default());
    let view = shown.fold(View::text(text), |view, station| {
        let mark = match (station.is_hidden, station.health.is_active) {
            (true, _) => "🙈 ",
            (_, false) => "💤 ",
            _ => "",
        };
        view.row([Wish::Card(station.id).button(format!("{mark}{}", label(station)))])
    });
    let total = page * PAGE + i64::try_from(found.len()).unwrap_or(i64::MAX);
    pages(view, page, total, PAGE, wish).row(home_row(ctx))
}

/// The genres there are, or the countries.
pub(super) async fn shelves(ctx: &Ctx, kind: Shelves, page: i64) -> Result<Answer, Failure> {
    let mut tx = ctx.read().await?;
    let found = tx
        .radio_streams()
        .shelves(kind, SHELVES, page * SHELVES)
        .await?;
    let text = match kind {
        Shelves::Genres => t!(ctx.locale, "radio-genres"),
        Shelves::Countries => t!(ctx.locale, "radio-countries"),
    };
    let view = found.page.chunks(2).fold(View::text(text), |view, pair| {
        view.row(pair.iter().map(|shelf| {
            let name = cut(&capital(&shelf.name), 18);
            Wish::Shelf(kind, shelf.sample, 0).button(format!("{name} · {}", shelf.stations))
        }))
    });
    let view = pages(view, page, found.total, SHELVES, |page| {
        Wish::Shelves(kind, page)
    });
    Ok(Answer::view(view.row(home_row(ctx))))
}

/// The stations that stand where a station does.
pub(super) async fn shelf(
    ctx: &Ctx,
    kind: Shelves,
    sample: StationId,
    page: i64,
) -> Result<Answer, Failure> {
    let sampled = station(ctx, sample).await?;
    let name = match kind {
        Shelves::Genres => sampled.genre,
        Shelves::Countries => sampled.country,
    };
    let name = name.ok_or_else(|| Failure::user("radio-station-gone"))?;
    let mut tx = ctx.read().await?;
    let found = tx
        .radio_streams()
        .on_shelf(kind, &name, PAGE, page * PAGE)
        .await?;
    let text = t!(
        ctx.locale,
        "radio-shelf",
        name = capital(&name),
        count = found.total
    );
    let view = listed(View::text(text), &found);
    let view = pages(view, page, found.total, PAGE, |page| {
        Wish::Shelf(kind, sample, page)
    });
    Ok(Answer::view(view.row([Wish::Shelves(kind, 0).button(
        match kind {
            Shelves::Genres => t!(ctx.locale, "radio-back-genres"),
            Shelves::Countries => t!(ctx.locale, "radio-back-countries"),
        },
    )])))
}

/// What is found here, or else in the directory.
pub(super) async fn search_everywhere(ctx: &Ctx, text: &str) -> Result<Answer, Failure> {
    let text = cut(text.trim(), 100);
    let found = ctx
        .read()
        .await?
        .radio_streams()
        .search(&text, PAGE, 0)
        .await?;
    if found.total == 0 {
        return directory(ctx, &text).await;
    }
    Ok(Answer::view(found_here(ctx, &text, &found, 0)))
}

pub(super) async fn search(ctx: &Ctx, text: &str, page: i64) -> Result<Answer, Failure> {
    let found = ctx
        .read()
        .await?
        .radio_streams()
        .search(text, PAGE, page * PAGE)
        .await?;
    Ok(Answer::view(found_here(ctx, text, &found, page)))
}

fn found_here(ctx: &Ctx, text: &str, found: &Found<Station>, page: i64) -> View {
    let title = t!(ctx.locale, "radio-found", text = text, count = found.total);
    let mut view = listed(View::text(title), found);
    // A long text has no room in a button: the first page is what there is.
    if Wish::Search(9_999, text.to_owned()).fits() {
        view = pages(view, page, found.total, PAGE, |page| {
            Wish::Search(page, text.to_owned())
        });
    }
    let outside = Wish::Directory(text.to_owned());
    if outside.fits() {
        view = view.row([outside.button(t!(ctx.locale, "radio-button-directory"))]);
    }
    view.row(home_row(ctx))
}

/// What the public directory finds; a press brings a station here.
pub(super) async fn directory(ctx: &Ctx, text: &str) -> Result<Answer, Failure> {
    let found = ctx.app.radio.directory.search(text, OUTSIDE).await;
    let found = found.map_err(|error| {
        tracing::debug!(%error, "the directory has no answer");
        Failure::user("radio-directory-away")
    })?;
    let playable: Vec<&Listed> = found.iter().filter(|station| !station.is_hls).collect();
    if playable.is_empty() {
        let view = View::text(t!(ctx.locale, "radio-found-nothing", text = text));
        return Ok(Answer::view(view.row([
            Wish::Add.button(t!(ctx.locale, "radio-button-add")),
            Wish::Home.button(t!(ctx.locale, "radio-button-home")),
        ])));
    }
    let mut lines = t!(ctx.locale, "radio-directory", text = text);
    for station in &playable {
        let about = [
            station.description.genre().map(capital),
            station.description.country().map(str::to_owned),
            quality(station),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        let _ = write!(
            lines,
            "\n• <b>{}</b>{}{}",
            escape(station.description.name()),
            if about.is_empty() { "" } else { " — " },
            escape(&about.join(", "))
        );
    }
    let view = playable.iter().fold(View::text(lines), |view, station| {
        let label = cut(station.description.name(), LABEL);
        view.row([Wish::Join(station.id.clone()).button(format!("＋ {label}"))])
    });
    Ok(Answer::view(view.row(home_row(ctx))))
}

fn quality(station: &Listed) -> Option<String> {
    let codec = station.codec.as_str();
    match (codec, station.bitrate) {
        ("" | "UNKNOWN", _) => None,
        (codec, 0) => Some(codec.to_owned()),
        (codec, rate) => Some(format!("{codec} {rate}")),
    }
}

fn listed(view: View, found: &Found<Station>) -> View {
    found.page.iter().fold(view, |view, station| {
        view.row([Wish::Card(station.id).button(label(station))])
    })
}

fn label(station: &Station) -> String {
    cut(&station.name, LABEL)
}

pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Genres are kept in small letters.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
