//! `/lyrics`: the words of a song, by its name or of the track that is answered; with times where there are any.
//!
//! Buttons say where the lyrics are to be had again, so that they work as long as that place does.

mod panel;
mod press;

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use serde_json::Value;

use super::playlist;
use crate::{
    bot::{
        feature::{Answer, Ctx, Failure, Feature, Incoming, Reply},
        newer_lyrics::NewerLyrics,
    },
    domain::{Attachment, BadSong, EntryId, HeardId, JobId, Listening, LyricsKey, Song, SongId},
    i18n::Locale,
    jobs::lyrics::{Came, LYRICS, Wanted},
    service::lyrics::{LookupError, Own, Tally, Told},
    t,
    view::{Button, Press, View},
};
use panel::Shown;
use press::Wish;

pub(in crate::bot) use panel::told;

pub(super) struct LyricsFeature;

/// What takes longer is a job's, which says how far it is.
const SHORT_WAIT: Duration = Duration::from_secs(1);

impl Feature for LyricsFeature {
    fn name(&self) -> &'static str {
        "lyrics"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if !args.trim().is_empty() {
                return of_song(ctx, named(args)?).await;
            }
            let answered = ctx
                .message
                .as_ref()
                .and_then(|message| message.reply_to.as_deref());
            match answered.and_then(|message| message.attachment.as_ref()) {
                Some(file) => of_file(ctx, file).await,
                None => self.ask_for_a_song(ctx).await,
            }
        })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, _asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move {
            if let Some(file) = &message.attachment {
                return of_file(ctx, file).await;
            }
            let song = named(message.text.as_deref().unwrap_or_default())?;
            of_song(ctx, song).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match Wish::decode(data).ok_or_else(|| Failure::user("button-is-old"))? {
                Wish::OfTrack => {
                    let message = ctx.message.as_ref();
                    let file = message.and_then(|message| message.attachment.as_ref());
                    let file = file.ok_or_else(|| Failure::user("button-is-old"))?;
                    of_file(ctx, file).await
                }
                Wish::OfHeard(track) => {
                    let mut tx = ctx.read().await?;
                    let track = tx.tracks().find(track, ctx.asker.user, ctx.chat.id).await?;
                    drop(tx);
                    let track = track.ok_or_else(|| Failure::user("sound-track-gone"))?;
                    of_file(ctx, &track.file).await
                }
                Wish::OfEntry(entry) => {
                    let track = playlist::track(ctx, entry).await?;
                    of_file(ctx, &Attachment::from(&track)).await
                }
                Wish::OfKept(song) => of_song(ctx, kept(ctx, song).await?).await,
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

    fn deliver(&self, outcome: &Value, _job: JobId, locale: Locale) -> Option<Vec<View>> {
        let view = match serde_json::from_value(outcome.clone()).ok()? {
            Came::Told { song, told, at } => panel::told(locale, &song, &told, at),
            Came::Away => View::text(t!(locale, "lyrics-away")),
            Came::Nameless => View::text(t!(locale, "lyrics-nameless")),
        };
        Some(vec![view])
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

/// The same for a track of a playlist.
pub(super) fn entry_button(locale: Locale, entry: EntryId) -> Button {
    let press = Press::new("lyrics", Wish::OfEntry(entry).encode());
    Button::new(t!(locale, "lyrics-button"), press)
}

/// The same for a song that somebody heard on the radio and kept.
pub(super) fn kept_button(locale: Locale, song: SongId) -> Button {
    let press = Press::new("lyrics", Wish::OfKept(song).encode());
    Button::new(t!(locale, "lyrics-button"), press)
}

/// A song that the one who asks kept.
async fn kept(ctx: &Ctx, song: SongId) -> Result<Song, Failure> {
    let gone = || Failure::user("radio-song-gone");
    let person = ctx.asker.user.ok_or_else(gone)?;
    let mut tx = ctx.read().await?;
    let found = tx.radio_songs().find_kept(person, song).await?;
    let kept = found.ok_or_else(gone)?;
    let artist = Some(kept.artist.as_str());
    Song::of_file(artist, Some(&kept.title), None, None)
        .map_err(|_| Failure::user("lyrics-nameless"))
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

/// Which song a file says it is.
fn named_by(file: &Attachment) -> Result<Song, Failure> {
    let (performer, title) = (file.performer.as_deref(), file.title.as_deref());
    Song::of_file(performer, title, file.name.as_deref(), file.seconds)
        .map_err(|_| Failure::user("lyrics-nameless"))
}

/// Tells the words of a song; where that takes long, a job does.
async fn of_song(ctx: &Ctx, song: Song) -> Result<Answer, Failure> {
    let looking = ctx.app.lyrics.look_up(&song);
    let wait = async {
        if can_queue(ctx) {
            ctx.app.clock.sleep(SHORT_WAIT).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let told = tokio::select! {
        told = looking => told.map_err(away)?,
        () = wait => return queue(ctx, &Wanted::Song(song.clone())).await,
    };
    let answer = answer(ctx, &song, &told);
    let is_old = matches!(&told, Told::Found(copy) if copy.old_since.is_some());
    if !is_old {
        return Ok(answer);
    }
    let newer = NewerLyrics {
        chat: ctx.chat.id,
        song,
        locale: ctx.locale,
    };
    let app = Arc::clone(&ctx.app);
    Ok(answer.once_sent(move |message| newer.take_the_place_of(app, message)))
}

/// Tells the words that a file brings itself, else those of the song that it says it is.
async fn of_file(ctx: &Ctx, file: &Attachment) -> Result<Answer, Failure> {
    let own = match ctx.app.lyrics.own(file).await? {
        _ if file.is_speech() => Own::None,
        own => own,
    };
    let is_near = !file
        .bytes
        .is_some_and(|bytes| ctx.app.telegram.is_out_of_reach(bytes));
    match own {
        Own::Words(copy) => {
            let song = copy.lyrics.song.clone();
            Ok(answer(ctx, &song, &Told::Found(copy)))
        }
        Own::Unknown if is_near && can_queue(ctx) => queue(ctx, &Wanted::File(file.clone())).await,
        Own::Unknown | Own::None => of_song(ctx, named_by(file)?).await,
    }
}

/// In a group, where others talk meanwhile, below what was asked or pressed.
fn answer(ctx: &Ctx, song: &Song, told: &Told) -> Answer {
    let asked = ctx.message.as_ref().filter(|_| !ctx.chat.is_private);
    Answer::new_message(panel::told(ctx.locale, song, told, ctx.now))
        .replying_to(asked.map(|message| message.message_id))
}

fn can_queue(ctx: &Ctx) -> bool {
    ctx.tables.have(&["users", "jobs"])
}

async fn queue(ctx: &Ctx, wanted: &Wanted) -> Result<Answer, Failure> {
    let (key, subject) = match wanted {
        Wanted::Song(song) => (song.track_id(), song.name()),
        Wanted::File(file) => {
            let name = named_by(file).map(|song| song.name());
            let name = name.unwrap_or_else(|_| t!(ctx.locale, "lyrics-setting"));
            (LyricsKey::of_file(&file.unique_id), name)
        }
    };
    let key = Some(format!("{}:{}", ctx.chat.id, key.as_str()));
    let mut effect = ctx.effect().await?;
    effect.add_job(ctx, LYRICS, key, wanted, &subject).await?;
    Ok(Answer::silence().after(effect))
}

fn away(error: LookupError) -> Failure {
    match error {
        LookupError::Away(_) => Failure::user("lyrics-away"),
        LookupError::Store(error) => error.into(),
    }
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
