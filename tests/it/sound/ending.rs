//! Children end when they should: cancelled, too slow, fallen silent, or let go of; and nothing of theirs stays.

use std::{ffi::OsString, path::Path, time::Duration};

use reprise::audio::{
    Kind, RenderError, Request, Source, chain,
    ffmpeg::{self, Limits, RunError},
};
use reprise::domain::Listening;
use tokio_util::sync::CancellationToken;

use crate::support::sound::{Studio, processes_naming};

const LIMITS: Limits = Limits {
    time: Duration::from_mins(1),
    silence: None,
    file: 1_000_000,
};

/// An ffmpeg that never ends by itself, and whose command line names a place.
fn endless(place: &Path) -> Vec<OsString> {
    let words = "-nostdin -v error -re -f lavfi -i anullsrc -f null -progress pipe:1 -metadata";
    let mut words: Vec<OsString> = words.split_whitespace().map(Into::into).collect();
    words.push(format!("title={}", place.display()).into());
    words.push("-".into());
    words
}

async fn until_gone(place: &Path) {
    while !processes_naming(place).is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_render_that_is_cancelled_stops_at_once_and_leaves_nothing() {
    let studio = Studio::open().await;
    let song = studio.make("-f lavfi -i anullsrc=r=8000 -t 9000 -b:a 8k -ac 1 song.mp3");
    let cancel = CancellationToken::new();
    let probe = studio.audio.probe(&song, &cancel).await.unwrap();
    let chain = chain(&Listening::default());
    let space = studio.audio.workspace().unwrap();
    let place = space.path().to_owned();
    let request = Request {
        source: Source::File(&song, &probe),
        chain: &chain,
        kind: Kind::Speech,
        span: None,
        title: None,
        performer: None,
        folder: &space,
    };
    let tell = |_| {
        assert!(!processes_naming(&place).is_empty());
        cancel.cancel();
    };
    let rendered = studio.audio.render(request, &tell, &cancel).await;
    assert!(
        matches!(rendered, Err(RenderError::Tool(RunError::Cancelled))),
        "{rendered:?}"
    );
    until_gone(&place).await;
    drop(space);
    assert!(!place.exists());
}

#[tokio::test]
async fn a_child_that_takes_too_long_or_falls_silent_is_killed() {
    let studio = Studio::open().await;
    let place = studio.space.path();
    let program = Path::new("ffmpeg");
    let never = CancellationToken::new();
    let guards = ffmpeg::guards().await;
    let hasty = Limits {
        time: Duration::from_millis(300),
        ..LIMITS
    };
    let ended = ffmpeg::run(
        guards,
        &hasty,
        program,
        &endless(place),
        None,
        |_| true,
        &never,
    )
    .await;
    assert!(matches!(ended, Err(RunError::TooSlow(_))), "{ended:?}");
    until_gone(place).await;

    // It waits for what never comes.
    let impatient = Limits {
        silence: Some(Duration::from_millis(300)),
        ..LIMITS
    };
    let words: Vec<OsString> = [
        "-v", "error", "-f", "mp3", "-i", "pipe:0", "-f", "null", "-",
    ]
    .map(Into::into)
    .into();
    let (_open, feed) = tokio::io::duplex(16);
    let ended = ffmpeg::run(
        guards,
        &impatient,
        program,
        &words,
        Some(Box::new(feed)),
        |_| true,
        &never,
    )
    .await;
    assert!(matches!(ended, Err(RunError::Silent(_))), "{ended:?}");
}

#[tokio::test]
async fn a_child_that_nobody_waits_for_any_more_is_killed() {
    let studio = Studio::open().await;
    let place = studio.space.path().to_owned();
    let words = endless(&place);
    let never = CancellationToken::new();
    let guards = ffmpeg::guards().await;
    let (heard, began) = tokio::sync::oneshot::channel();
    let mut heard = Some(heard);
    let hear = move |_: &[u8]| {
        heard.take().map(|heard| heard.send(()));
        true
    };
    let program = Path::new("ffmpeg");
    let run = ffmpeg::run(guards, &LIMITS, program, &words, None, hear, &never);
    tokio::select! {
        ended = run => panic!("it has no end: {ended:?}"),
        _ = began => {}
    }
    until_gone(&place).await;
}

/// As after a kill -9: no code of ours runs, the kernel itself ends the child with the thread that started it.
#[test]
fn a_child_whose_starter_vanished_is_killed_by_the_kernel() {
    let studio = tempfile::tempdir().unwrap();
    let place = studio.path().to_owned();
    let words = endless(&place);
    let vanishes = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let (heard, began) = std::sync::mpsc::channel();
        let run = async move {
            let never = CancellationToken::new();
            let hear = |_: &[u8]| heard.send(()).is_ok();
            let guards = ffmpeg::guards().await;
            assert!(guards.setpriv, "sudo apt-get install util-linux");
            ffmpeg::run(
                guards,
                &LIMITS,
                Path::new("ffmpeg"),
                &words,
                None,
                hear,
                &never,
            )
            .await
        };
        let mut run = Box::pin(run);
        runtime.block_on(async {
            while began.try_recv().is_err() {
                tokio::select! {
                    ended = &mut run => panic!("it has no end: {ended:?}"),
                    () = tokio::task::yield_now() => {}
                }
            }
        });
        assert!(!processes_naming(&place).is_empty());
        std::mem::forget((run, runtime));
        place
    });
    let place = vanishes.join().unwrap();
    while !processes_naming(&place).is_empty() {
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn without_ffmpeg_the_reason_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let config = reprise::config::Config::from_toml("audio.ffmpeg = 'no-such-ffmpeg'").unwrap();
    let audio = reprise::audio::Audio::open(&config.audio, folder.path()).unwrap();
    let why = audio.works().await.unwrap_err();
    assert_eq!(why.to_string(), "no-such-ffmpeg cannot be used");
    let never = CancellationToken::new();
    let missing = Path::new("no-such-ffmpeg");
    for guards in [ffmpeg::guards().await, ffmpeg::Guards::default()] {
        let ended = ffmpeg::run(guards, &LIMITS, missing, &[], None, |_| true, &never).await;
        assert!(matches!(ended, Err(RunError::Missing(_))), "{ended:?}");
    }
}
