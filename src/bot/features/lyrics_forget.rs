//! `/lyrics_forget`: the owner forgets kept lyrics: of a song, when they are wrong, or all of them.

use crate::{
    bot::feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    domain::Song,
    t,
    view::{Button, Press, View},
};

pub(super) struct LyricsForget;

impl Feature for LyricsForget {
    fn name(&self) -> &'static str {
        "lyrics_forget"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match args.trim() {
                "" => Err(Failure::user("lyrics-forget-usage")),
                "all" => really(ctx).await,
                name => forget(ctx, name).await,
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "all" => {
                    ctx.app.lyrics.forget_all().await?;
                    Ok(Answer::view(View::text(t!(
                        ctx.locale,
                        "lyrics-forget-all-done"
                    ))))
                }
                "keep" => Ok(Answer::view(View::text(t!(
                    ctx.locale,
                    "lyrics-forget-kept"
                )))),
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

async fn forget(ctx: &Ctx, name: &str) -> Result<Answer, Failure> {
    let song = Song::parse(name).map_err(|_| Failure::user("lyrics-forget-usage"))?;
    let text = if ctx.app.lyrics.forget(&song).await? {
        t!(ctx.locale, "lyrics-forget-done", song = song.name())
    } else {
        t!(ctx.locale, "lyrics-forget-nothing", song = song.name())
    };
    Ok(Answer::view(View::text(text)))
}

async fn really(ctx: &Ctx) -> Result<Answer, Failure> {
    let rows = ctx.app.lyrics.tally().await?.rows.unwrap_or(0);
    let button = |label, data| Button::new(label, Press::new("lyrics_forget", data));
    let view = View::text(t!(ctx.locale, "lyrics-forget-really", count = rows)).row([
        button(t!(ctx.locale, "lyrics-forget-yes"), "all"),
        button(t!(ctx.locale, "lyrics-forget-no"), "keep"),
    ]);
    Ok(Answer::view(view))
}
