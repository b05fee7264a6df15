//! `/playlist`: a person's own lists of tracks. `/playlist new NAME` makes one; without a name it asks for it.

use std::fmt::Write as _;

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Incoming, Reply},
    domain::PlaylistName,
    i18n::Arg,
    t,
    view::{View, escape},
};

pub(super) struct Playlists;

/// How many lists one message shows.
const SHOWN: i64 = 30;

impl Feature for Playlists {
    fn name(&self) -> &'static str {
        "playlist"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users", "playlists"]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let (verb, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
            match verb.to_lowercase().as_str() {
                "" => list(ctx).await,
                "new" if rest.trim().is_empty() => self.ask_for_a_name(ctx).await,
                "new" => add(ctx, rest).await,
                _ => Err(Failure::user("playlist-usage")),
            }
        })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, _asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move { add(ctx, message.text.as_deref().unwrap_or_default()).await })
    }
}

impl Playlists {
    async fn ask_for_a_name(&self, ctx: &Ctx) -> Result<Answer, Failure> {
        let mut effect = ctx.effect().await?;
        effect.ask(ctx, self, "name").await?;
        Ok(Answer::view(View::text(t!(ctx.locale, "playlist-ask-name"))).after(effect))
    }
}

async fn list(ctx: &Ctx) -> Result<Answer, Failure> {
    let Some(user) = ctx.asker.user else {
        return Ok(Answer::view(View::text(t!(ctx.locale, "playlist-none"))));
    };
    let mut tx = ctx.read().await?;
    let count = tx.playlists().count(user).await?;
    if count == 0 {
        return Ok(Answer::view(View::text(t!(ctx.locale, "playlist-none"))));
    }
    let mut text = t!(ctx.locale, "playlist-title", count = count);
    text.push('\n');
    for playlist in tx.playlists().of_owner(user, SHOWN, 0).await? {
        let _ = write!(text, "\n• {}", escape(&playlist.name));
    }
    if count > SHOWN {
        text.push_str("\n…");
    }
    Ok(Answer::view(View::text(text)))
}

async fn add(ctx: &Ctx, name: &str) -> Result<Answer, Failure> {
    let name = PlaylistName::parse(name).map_err(|_| Failure::user("playlist-name-bad"))?;
    let limit = i64::from(ctx.app.config.limits.playlists);
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    if effect.playlists().count(user).await? >= limit {
        return Err(Failure::user_with(
            "playlist-too-many",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    effect.playlists().add(user, &name, ctx.now).await?;
    Ok(Answer::view(View::text(t!(
        ctx.locale,
        "playlist-made",
        name = name.as_str()
    )))
    .after(effect))
}
