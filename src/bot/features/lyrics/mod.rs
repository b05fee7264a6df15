//! `/lyrics`: the words of a song, by its name or of the track that is answered; with times where there are any.
//!
//! Buttons say where the lyrics are to be had again, so that they work as long as that place does.

mod panel;
mod press;

use std::time::Duration;

use futures::future::BoxFuture;

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Incoming, Reply},
    domain::{Attachment, BadSong, HeardId, Listening, Song},
    i18n::Locale,
    outbox::{Act, Envelope, Lane, Outcome},
    service::lyrics::{LookupError, Tally, Told},
    t,
    view::{Button, Press, View},
};
use panel::Shown;
use press::Wish;

pub(super) struct LyricsFeature;

/// After so long without an answer the person is told that it takes a while.
const SHORT_WAIT: Duration = Duration::from_secs(2);
/// After so long the search goes on without them: what it finds is kept for the next time they ask.
const LONG_WAIT: Duration = Duration::from_secs(10);

impl Feature for LyricsFeature {
    fn name(&self) -> &'static str {
        "lyrics"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if !args.trim().is_empty() {
                return look_up(ctx, named(args)?).await;
            }
            let answered = ctx
                .message
                .as_ref()
                .and_then(|message| message.reply_to.as_deref());
            match answered.and_then(|message| message.attachment.as_ref()) {
                Some(file) => look_up(ctx, of_file(file)?).await,
                None => self.ask_for_a_song(ctx).await,
            }
        })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, _asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move {
            let song = match &message.attachment {
                Some(file) => of_file(file)?,
                None => named(message.text.as_deref().unwrap_or_default())?,
            };
            look_up(ctx, song).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match Wish::decode(data).ok_or_else(|| Failure::user("button-is-old"))? {
                Wish::OfTrack => {
                    let file = ctx
                        .message
                        .as_ref()
                        .and_then(|message| message.attachment.as_ref());
                    let file = file.ok_or_else(|| Failure::user("button-is-old"))?;
                    look_up(ctx, of_file(file)?).await
                }
                Wish::OfHeard(track) => {
                    let mut tx = ctx.read().await?;
                    let track = tx.tracks().find(track, ctx.asker.user, ctx.chat.id).await?;
                    let track = track.ok_or_else(|| Failure::user("sound-track-gone"))?;
                    look_up(ctx, of_file(&track.file)?).await
                }
                Wish::Setting => Ok(Answer::view(panel::setting(
                    ctx.locale,
                    listening(ctx).await?.shows_lyrics,
                ))),
                Wish::Show(shows) => set_shown(ctx, shows).await,
                Wish::Words { place, page, timed } => {
                    let copy = ctx.app.lyrics.again(place).await.map_err(away)?;
                    let copy = copy.ok_or_else(|| Failure::user("lyrics-gone"))?;
                    let speed = listening(ctx).await?.speed;
                    let shown = Shown {
                        copy: &copy,
                        page,
                        timed,
                        speed,
                        now: ctx.now,
                    };
                    Ok(Answer::view(panel::words(ctx.locale, &shown)))
                }
                Wish::File(place) => {
                    let copy = ctx.app.lyrics.again(place).await.map_err(away)?;
                    let copy = copy.ok_or_else(|| Failure::user("lyrics-gone"))?;
                    let speed = listening(ctx).await?.speed;
                    Ok(Answer::new_message(panel::file(
                        ctx.locale,
                        &copy.lyrics,
                        speed,
                    )))
                }
                Wish::Versions(place) => {
                    let copy = ctx.app.lyrics.again(place).await.map_err(away)?;
                    let copy = copy.ok_or_else(|| Failure::user("lyrics-gone"))?;
                    let found = ctx
                        .app
                        .lyrics
                        .versions(&copy.lyrics.song)
                        .await
                        .map_err(away)?;
                    if found.len() < 2 {
                        return Err(Failure::user("lyrics-no-versions"));
                    }
                    Ok(Answer::view(panel::choice(
                        ctx.locale,
                        &copy.lyrics.song,
                        &found,
                    )))
                }
            }
        })
    }

    fn setting(&self, ctx: &Ctx, _listening: &Listening) -> Option<Button> {
        let press = Press::new("lyrics", Wish::Setting.encode());
        Some(Button::new(t!(ctx.locale, "lyrics-setting"), press))
    }

    fn stats<'a>(&'a self, ctx: &'a Ctx) -> Option<BoxFuture<'a, Result<String, Failure>>> {
        Some(Box::pin(async move {
            let Tally {
                questions,
                kept,
                rows,
            } = ctx.app.lyrics.tally().await?;
            let percent = (kept * 100).checked_div(questions).unwrap_or(0);
            let mut text = t!(
                ctx.locale,
                "lyrics-stats",
                questions = questions.cast_signed(),
                percent = percent.cast_signed()
            );
            if let Some(rows) = rows {
                text.push('\n');
                text.push_str(&t!(ctx.locale, "lyrics-stats-rows", rows = rows));
            }
            Ok(text)
        }))
    }
}

/// The button under a track that somebody sent, or that was made of one.
pub(super) fn button(locale: Locale, track: HeardId) -> Button {
    let press = Press::new("lyrics", Wish::OfHeard(track).encode());
    Button::new(t!(locale, "lyrics-button"), press)
}

impl LyricsFeature {
    async fn ask_for_a_song(&self, ctx: &Ctx) -> Result<Answer, Failure> {
        let mut effect = ctx.effect().await?;
        effect.ask(ctx, self, "song").await?;
        Ok(Answer::view(View::text(t!(ctx.locale, "lyrics-ask"))).after(effect))
    }
}

fn named(text: &str) -> Result<Song, Failure> {
    Song::parse(text).map_err(|bad| match bad {
        BadSong::Empty => Failure::user("lyrics-usage"),
        BadSong::TooLong => Failure::user("lyrics-too-long"),
    })
}

fn of_file(file: &Attachment) -> Result<Song, Failure> {
    let (performer, title) = (file.performer.as_deref(), file.title.as_deref());
    Song::of_file(performer, title, file.name.as_deref(), file.seconds)
        .map_err(|_| Failure::user("lyrics-nameless"))
}

/// Tells what is found; where that takes long, first that it does.
async fn look_up(ctx: &Ctx, song: Song) -> Result<Answer, Failure> {
    let lyrics = &ctx.app.lyrics;
    let (short_wait, long_wait) = (
        ctx.app.clock.sleep(SHORT_WAIT),
        ctx.app.clock.sleep(LONG_WAIT),
    );
    let mut looking = Box::pin(lyrics.look_up(&song));
    tokio::select! {
        told = &mut looking => return Ok(Answer::new_message(tell(ctx, &song, told).await?)),
        () = short_wait => {}
    }
    let Some(message) = say_it_takes_long(ctx, &song).await else {
        return Ok(Answer::silence());
    };
    let view = tokio::select! {
        told = looking => tell(ctx, &song, told).await.unwrap_or_else(|failure| sorry(ctx, failure)),
        () = long_wait => {
            View::text(t!(ctx.locale, "lyrics-later", song = song.name()))
        }
    };
    let act = Act::Edit { message, view };
    let chat = ctx.chat.id;
    ctx.app
        .outbox
        .deliver(&Envelope { chat, act }, Lane::Waiting)
        .await;
    Ok(Answer::silence())
}

/// The message that will become the answer. A kill before it does lets the question be asked again at the next start.
async fn say_it_takes_long(ctx: &Ctx, song: &Song) -> Option<i32> {
    let view = View::text(t!(ctx.locale, "lyrics-looking", song = song.name()));
    let act = Act::Send {
        view,
        reply_to: None,
    };
    let chat = ctx.chat.id;
    let sent = ctx
        .app
        .outbox
        .deliver(&Envelope { chat, act }, Lane::Waiting)
        .await;
    match sent.outcome {
        Outcome::Sent { messages } => messages.first().map(|message| message.id),
        _ => None,
    }
}

async fn tell(ctx: &Ctx, song: &Song, told: Result<Told, LookupError>) -> Result<View, Failure> {
    Ok(match told.map_err(away)? {
        Told::Found(copy) => {
            let speed = listening(ctx).await?.speed;
            let shown = Shown {
                copy: &copy,
                page: 0,
                timed: false,
                speed,
                now: ctx.now,
            };
            panel::words(ctx.locale, &shown)
        }
        Told::Several(found) => panel::choice(ctx.locale, song, &found),
        Told::Nothing => panel::nothing(ctx.locale, song),
    })
}

fn away(error: LookupError) -> Failure {
    match error {
        LookupError::Away(_) => Failure::user("lyrics-away"),
        LookupError::Store(error) => error.into(),
    }
}

/// What the message that waits becomes when there is no answer.
fn sorry(ctx: &Ctx, failure: Failure) -> View {
    View::text(match failure {
        Failure::User { key, args } => ctx.locale.text(key, &args),
        Failure::Internal(_) | Failure::Away(_) | Failure::Missing(_) => {
            t!(ctx.locale, "lyrics-away")
        }
    })
}

async fn listening(ctx: &Ctx) -> Result<Listening, Failure> {
    let Some(user) = ctx.asker.user else {
        return Ok(Listening::default());
    };
    match ctx.read().await?.playback_settings().get(user).await {
        Err(error) if error.is_missing_table() => Ok(Listening::default()),
        listening => Ok(listening?),
    }
}

async fn set_shown(ctx: &Ctx, shows: bool) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let spoken = ctx.asker.language;
    effect
        .playback_settings()
        .set_shows_lyrics(user, spoken, shows)
        .await?;
    Ok(Answer::view(panel::setting(ctx.locale, shows)).after(effect))
}
