//! What the one who added a station can change about it, and what everybody can report.

use std::fmt::Write as _;

use super::{RadioFeature, Wish, lists, may_change, station};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{Charset, Description, StationId},
    store::Station,
    t,
    view::{View, escape},
};

/// A station that the one who asks may change.
async fn own(ctx: &Ctx, id: StationId) -> Result<Station, Failure> {
    let found = station(ctx, id).await?;
    if may_change(ctx, &found) {
        Ok(found)
    } else {
        Err(Failure::user("radio-not-yours"))
    }
}

/// The panel of changes.
pub(super) async fn more(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    Ok(Answer::view(panel(ctx, &own(ctx, id).await?)))
}

fn panel(ctx: &Ctx, station: &Station) -> View {
    let id = station.id;
    let mut text = format!(
        "<b>{}</b>\n<code>{}</code>\n",
        escape(&station.name),
        escape(&station.url)
    );
    if station.is_hidden {
        let _ = write!(text, "\n{}", t!(ctx.locale, "radio-is-hidden"));
    }
    let _ = write!(
        text,
        "\n{}",
        if station.health.is_active {
            t!(ctx.locale, "radio-answers")
        } else {
            t!(ctx.locale, "radio-is-silent")
        }
    );
    let hide = if station.is_hidden {
        t!(ctx.locale, "radio-button-unhide")
    } else {
        t!(ctx.locale, "radio-button-hide")
    };
    View::text(text)
        .row([
            Wish::Rename(id).button(t!(ctx.locale, "radio-button-rename")),
            Wish::Charsets(id).button(t!(ctx.locale, "radio-button-charset")),
        ])
        .row([
            Wish::Hide(id).button(hide),
            Wish::Remove(id).button(t!(ctx.locale, "radio-button-remove")),
        ])
        .row([Wish::Report(id).button(t!(ctx.locale, "radio-button-report"))])
        .row([Wish::Card(id).button(t!(ctx.locale, "radio-back-card"))])
}

/// Has the station looked at now rather than when its time comes.
pub(super) async fn report(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    station(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect.radio_streams().probe_soon(id).await?;
    let toast = t!(ctx.locale, "radio-reported");
    Ok(Answer::silence().toast(toast).after(effect))
}

pub(super) async fn ask_for_a_name(
    ctx: &Ctx,
    feature: &RadioFeature,
    id: StationId,
) -> Result<Answer, Failure> {
    let found = own(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect.ask(ctx, feature, id.to_string()).await?;
    let now = [Some(found.name), found.genre, found.country];
    let now: Vec<String> = now.into_iter().flatten().collect();
    let text = t!(ctx.locale, "radio-ask-name", now = now.join(" | "));
    Ok(Answer::new_message(View::text(text)).after(effect))
}

/// `name | genre | country`
pub(super) async fn rename(ctx: &Ctx, id: StationId, typed: &str) -> Result<Answer, Failure> {
    let found = own(ctx, id).await?;
    let known = Description::new(
        &found.name,
        found.genre.as_deref(),
        found.country.as_deref(),
    );
    let known = known.ok_or_else(|| Failure::user("radio-name-bad"))?;
    let new = Description::typed(typed, &known);
    if typed.trim().is_empty() || new.name().starts_with('/') {
        return Err(Failure::user("radio-name-bad"));
    }
    let mut effect = ctx.effect().await?;
    effect.radio_streams().describe(id, &new, ctx.now).await?;
    let view = View::text(t!(ctx.locale, "radio-renamed", name = new.name()));
    let view = view.row([Wish::Card(id).button(t!(ctx.locale, "radio-button-open"))]);
    Ok(Answer::view(view).after(effect))
}

pub(super) async fn hide(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    let mut found = own(ctx, id).await?;
    found.is_hidden = !found.is_hidden;
    let mut effect = ctx.effect().await?;
    effect
        .radio_streams()
        .set_hidden(id, found.is_hidden, ctx.now)
        .await?;
    Ok(Answer::view(panel(ctx, &found)).after(effect))
}

pub(super) async fn really_remove(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    let found = own(ctx, id).await?;
    let view = View::text(t!(ctx.locale, "radio-really-remove", name = found.name)).row([
        Wish::ReallyRemove(id).button(t!(ctx.locale, "radio-button-remove-yes")),
        Wish::More(id).button(t!(ctx.locale, "radio-button-keep-it")),
    ]);
    Ok(Answer::view(view))
}

pub(super) async fn remove(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    let found = own(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect.radio_streams().remove(id).await?;
    let view = View::text(t!(ctx.locale, "radio-removed", name = found.name));
    Ok(Answer::view(view.row(super::home_row(ctx))).after(effect))
}

/// The station's latest title, read in each way there is: whoever knows the song sees which one is right.
pub(super) async fn charsets(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    let found = own(ctx, id).await?;
    Ok(Answer::view(letters(ctx, &found)))
}

pub(super) async fn set_charset(
    ctx: &Ctx,
    id: StationId,
    charset: Option<Charset>,
) -> Result<Answer, Failure> {
    let mut found = own(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect
        .radio_streams()
        .set_charset(id, charset, ctx.now)
        .await?;
    found.charset = charset;
    Ok(Answer::view(letters(ctx, &found))
        .toast(t!(ctx.locale, "radio-charset-set"))
        .after(effect))
}

fn letters(ctx: &Ctx, station: &Station) -> View {
    let id = station.id;
    let mark = |charset| {
        if station.charset == charset {
            "✓ "
        } else {
            ""
        }
    };
    let automatic = format!("{}{}", mark(None), t!(ctx.locale, "radio-charset-guess"));
    let view = View::text(t!(ctx.locale, "radio-charset"))
        .row([Wish::SetCharset(id, None).button(automatic)]);
    let view = Charset::ALL.chunks(2).fold(view, |view, pair| {
        view.row(pair.iter().map(|charset| {
            let label = format!("{}{}", mark(Some(*charset)), lists::cut(charset.name(), 20));
            Wish::SetCharset(id, Some(*charset)).button(label)
        }))
    });
    view.row([Wish::Card(id).button(t!(ctx.locale, "radio-back-card"))])
}
