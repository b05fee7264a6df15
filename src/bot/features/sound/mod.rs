//! `/sound`: a track as somebody likes to hear it. Any sound sent in private is taken; in groups `/sound` answers one.
//!
//! With settings that change nothing a track is answered by a card that offers some; else by the track in those settings,
//! with the original, a comparison and other settings a press away. What is rendered comes by a job; its outcome is put
//! into words in `deliver`, cards are in `card`, what a button says in `wish`, settings in words in `words`, and what else
//! is offered with a track in `more`.

mod card;
mod deliver;
mod more;
mod wish;
mod words;

use chrono::TimeDelta;
use serde_json::Value;

use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure, Feature, Incoming, Reply},
    domain::{Attachment, HeardId, JobId, Listening, UserId},
    i18n::Locale,
    jobs::render::{Form, Order, RENDER, Sound as Settings},
    store::Track,
    t,
    view::View,
};
use wish::{Target, Verb, Wish};
pub(in crate::bot) use words::of as in_words;

pub(super) struct Sound;

/// A tune of ours, for who has no track at hand.
const SAMPLE: &[u8] = include_bytes!("../../../../assets/sample.mp3");

/// The parts of an album come in messages of their own, right after each other.
const ALBUM_ARRIVES_WITHIN: TimeDelta = TimeDelta::milliseconds(1_500);

/// How many recent tracks one message shows.
const SHOWN: i64 = 8;

impl Feature for Sound {
    fn name(&self) -> &'static str {
        "sound"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "users",
            "playback_settings",
            "equalizer_profiles",
            "jobs",
            "tracks",
            "renders",
        ]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let message = ctx.message.as_ref();
            let answered = message.and_then(|message| message.reply_to.as_deref());
            let Some(answered) = answered else {
                if !args.is_empty() {
                    return Err(Failure::user("sound-usage"));
                }
                return recent(ctx, 0).await;
            };
            let file = answered.attachment.as_ref().filter(|file| file.is_sound());
            let file = file.ok_or_else(|| Failure::user("sound-not-audio"))?;
            let mut effect = ctx.effect().await?;
            let user = effect.user(ctx).await?;
            let mine = effect.playback_settings().get(user).await?;
            let listening = wish::typed(mine, args).ok_or_else(|| Failure::user("sound-usage"))?;
            let track = see(ctx, &mut effect, user, None, file).await?;
            if listening.is_neutral() {
                let card = card::of(track, file, listening, ctx.locale);
                return Ok(Answer::view(card).after(effect));
            }
            order(ctx, effect, track, file, listening, Form::Whole).await
        })
    }

    fn message<'a>(&'a self, ctx: &'a Ctx, message: &'a Incoming) -> Option<Reply<'a>> {
        let file = message.attachment.as_ref().filter(|file| file.is_sound())?;
        // Groups share music among themselves; there `/sound` says which track is meant.
        ctx.chat
            .is_private
            .then(|| -> Reply<'a> { Box::pin(take(ctx, message, file)) })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data.split_once(':') {
                None if data == "sample" => Ok(Answer::new_message(sample(ctx.locale))),
                Some(("recent", page)) => {
                    let page = page.parse().map_err(|_| Failure::user("button-is-old"))?;
                    recent(ctx, page).await
                }
                _ => {
                    let wish = Wish::read(data).ok_or_else(|| Failure::user("button-is-old"))?;
                    pressed(ctx, wish).await
                }
            }
        })
    }

    fn deliver(&self, outcome: &Value, _job: JobId, locale: Locale) -> Option<Vec<View>> {
        deliver::views(outcome, locale)
    }
}

/// A sound that somebody sent.
async fn take(ctx: &Ctx, message: &Incoming, file: &Attachment) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let listening = effect.playback_settings().get(user).await?;
    let album = message.album.as_deref();
    let track = see(ctx, &mut effect, user, album, file).await?;
    if let Some(album) = album {
        return gather(ctx, effect, album, track, file, listening).await;
    }
    if listening.is_neutral() {
        let card = card::of(track, file, listening, ctx.locale);
        return Ok(Answer::view(card).after(effect));
    }
    order(ctx, effect, track, file, listening, Form::Whole).await
}

async fn see(
    ctx: &Ctx,
    effect: &mut Effect,
    user: UserId,
    album: Option<&str>,
    file: &Attachment,
) -> Result<HeardId, Failure> {
    let seen = effect
        .tracks()
        .see(user, ctx.chat.id, album, file, ctx.now)
        .await?;
    Ok(seen)
}

/// Telegram tells of each part of an album by itself. The first makes a job, which waits a moment for the others.
async fn gather(
    ctx: &Ctx,
    mut effect: Effect,
    album: &str,
    track: HeardId,
    file: &Attachment,
    listening: Listening,
) -> Result<Answer, Failure> {
    let order = Order {
        track,
        file: file.clone(),
        sound: Settings::from(listening),
        is_mine: true,
        shows_lyrics: listening.shows_lyrics,
        form: Form::Album,
    };
    let subject = t!(ctx.locale, "sound-album");
    let key = Some(format!("album:{album}"));
    let all_here = ctx.now + ALBUM_ARRIVES_WITHIN;
    let added = effect.add_job_at(ctx, all_here, RENDER, key, &order, &subject);
    match added.await {
        // One of its parts came before.
        Ok(())
        | Err(Failure::User {
            key: "job-already", ..
        }) => Ok(Answer::silence().after(effect)),
        Err(failure) => Err(failure),
    }
}

/// Adds the job that makes it; the same for the same person is made once at a time.
async fn order(
    ctx: &Ctx,
    mut effect: Effect,
    track: HeardId,
    file: &Attachment,
    listening: Listening,
    form: Form,
) -> Result<Answer, Failure> {
    let sound = Settings::from(listening);
    let key = format!(
        "{}:{track}:{form:?}:{}:{}:{}:{:?}",
        ctx.chat.id, sound.percent, sound.keeps_pitch, sound.equalizer, sound.bands
    );
    let user = effect.user(ctx).await?;
    let mine = effect.playback_settings().get(user).await?;
    let order = Order {
        track,
        file: file.clone(),
        sound,
        is_mine: wish::is_same(listening, mine),
        shows_lyrics: mine.shows_lyrics,
        form,
    };
    let subject = card::name(file, ctx.locale);
    // Custom bands make it longer than the column is wide.
    let key = key.chars().take(200).collect();
    effect
        .add_job(ctx, RENDER, Some(key), &order, &subject)
        .await?;
    Ok(Answer::silence().after(effect))
}

/// A button under a card or a track.
async fn pressed(ctx: &Ctx, wish: Wish) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let mine = effect.playback_settings().get(user).await?;
    let listening = wish::resolve(&mut effect, user, mine, &wish).await?;
    if wish.verb == Verb::Keep {
        let (spoken, mut settings) = (ctx.locale.0, effect);
        let mut row = settings.playback_settings();
        row.set_speed(user, spoken, listening.speed).await?;
        row.set_keeps_pitch(user, spoken, listening.keeps_pitch)
            .await?;
        row.set_equalizer(user, spoken, listening.equalizer).await?;
        let toast = t!(
            ctx.locale,
            "sound-kept",
            sound = words::of(listening, ctx.locale)
        );
        return Ok(Answer::silence().toast(toast).after(settings));
    }
    let track = match wish.target {
        Target::Track(id) => find(ctx, &mut effect, user, id).await?,
        Target::ThisMessage => {
            let message = ctx.message.as_ref();
            let file = message.and_then(|message| message.attachment.as_ref());
            let file = file.ok_or_else(|| Failure::user("button-is-old"))?;
            let id = see(ctx, &mut effect, user, None, file).await?;
            find(ctx, &mut effect, user, id).await?
        }
    };
    let Track { id, file, .. } = &track;
    let original = || card::original(*id, file, mine.shows_lyrics, ctx.locale);
    match wish.verb {
        Verb::Original => Ok(Answer::new_message(original()).after(effect)),
        Verb::Card => {
            let card = card::of(*id, file, listening, ctx.locale);
            Ok(Answer::new_message(card).after(effect))
        }
        Verb::Buttons | Verb::Speeds | Verb::Presets => {
            let rows = match wish.verb {
                Verb::Speeds => card::speeds(*id, listening, ctx.locale),
                Verb::Presets => card::presets(*id, listening, ctx.locale),
                _ => {
                    let is_mine = wish::is_same(listening, mine);
                    card::buttons(*id, file, listening, is_mine, ctx.locale)
                }
            };
            let view = rows.into_iter().fold(View::unchanged(), View::row);
            Ok(Answer::view(view).after(effect))
        }
        Verb::Render if listening.is_neutral() => Ok(Answer::new_message(original()).after(effect)),
        Verb::Render => order(ctx, effect, *id, file, listening, Form::Whole).await,
        Verb::Voice => order(ctx, effect, *id, file, listening, Form::Voice).await,
        Verb::Parts => order(ctx, effect, *id, file, listening, Form::Parts).await,
        Verb::Compare => order(ctx, effect, *id, file, listening, Form::Clips).await,
        Verb::Album => order(ctx, effect, *id, file, listening, Form::Album).await,
        Verb::Keep => Err(Failure::user("button-is-old")),
    }
}

async fn find(ctx: &Ctx, effect: &mut Effect, user: UserId, id: HeardId) -> Result<Track, Failure> {
    let track = effect.tracks().find(id, Some(user), ctx.chat.id).await?;
    track.ok_or_else(|| Failure::user("sound-track-gone"))
}

/// What somebody sent lately, to hear it again.
async fn recent(ctx: &Ctx, page: i64) -> Result<Answer, Failure> {
    let page = page.clamp(0, 1_000);
    let tracks = match ctx.asker.user {
        None => Vec::new(),
        Some(user) => {
            let mut tx = ctx.read().await?;
            tx.tracks().recent(user, SHOWN + 1, page * SHOWN).await?
        }
    };
    Ok(Answer::view(card::recent(
        &tracks,
        usize::try_from(SHOWN).unwrap_or(8),
        page,
        ctx.locale,
    )))
}

fn sample(locale: Locale) -> View {
    card::sample(SAMPLE.to_vec(), locale)
}
