//! The very file that is sent: its sound, its length, its pitch, its tags and its cover.

use std::{path::Path, sync::Mutex, time::Duration};

use reprise::{
    audio::{Ceiling, Chain, Done, Kind, Rendered, Request, Source, Stream, chain},
    domain::{Bands, Equalizer, Gain, Listening, Preset, Speed},
};
use tokio_util::sync::CancellationToken;

use crate::support::sound::{RATE, Spectrum, Studio, middle, peak_dbfs, sweep};

fn listening(speed: f64, keeps_pitch: bool, preset: Preset) -> Chain {
    chain(&Listening {
        speed: Speed::new(speed).unwrap(),
        keeps_pitch,
        equalizer: Equalizer::Preset(preset),
        ..Listening::default()
    })
}

async fn render(studio: &Studio, file: &Path, chain: &Chain, kind: Kind) -> Rendered {
    let never = CancellationToken::new();
    let probe = studio.audio.probe(file, &never).await.unwrap();
    let request = Request {
        source: Source::File(file, &probe),
        chain,
        kind,
        span: None,
        title: None,
        performer: None,
        folder: &studio.space,
    };
    studio.audio.render(request, &|_| (), &never).await.unwrap()
}

#[tokio::test]
async fn the_curve_survives_the_codecs() {
    let studio = Studio::open().await;
    let sweep = sweep(44_100);
    let file = studio.record(&sweep, 44_100, "sweep.wav");
    let before = Spectrum::of(&sweep, 44_100);
    for (kind, preset) in [
        (Kind::Music, Preset::Rock),
        (Kind::Music, Preset::Treble),
        (Kind::Speech, Preset::Voice),
        (Kind::Speech, Preset::BassBoost),
    ] {
        let chain = listening(1.0, true, preset);
        let rendered = render(&studio, &file, &chain, kind).await;
        let after = Spectrum::of(&studio.decode(&rendered.file), RATE);
        for (hz, target) in Bands::CENTRES.iter().zip(preset.bands().db()) {
            // Codecs move energy about within a band.
            let error = after.above(&before, *hz, 0.06) - chain.preamp - target;
            let allowed = if *hz > 8000.0 { 2.0 } else { 1.0 };
            assert!(
                error.abs() <= allowed,
                "{kind:?} {preset:?} at {hz} Hz: {error:+.2} dB"
            );
        }
    }
}

#[tokio::test]
async fn noise_at_full_scale_never_clips_in_the_files_that_are_sent() {
    let studio = Studio::open().await;
    let noise =
        studio.make("-f lavfi -i anoisesrc=amplitude=1:duration=5:seed=3 -c:a pcm_f32le noise.wav");
    let all = Equalizer::Custom(Bands::new([Gain::HIGHEST; Bands::COUNT]));
    let chain = chain(&Listening {
        equalizer: all,
        ..Listening::default()
    });
    for kind in [Kind::Music, Kind::Speech] {
        let rendered = render(&studio, &noise, &chain, kind).await;
        let peak = peak_dbfs(&studio.decode(&rendered.file));
        assert!(peak <= -0.5, "{kind:?}: {peak:.2} dBFS");
    }
}

#[tokio::test]
async fn speed_and_pitch_are_what_they_say() {
    let studio = Studio::open().await;
    let tone =
        studio.make("-f lavfi -i sine=440:duration=10:sample_rate=44100 -c:a pcm_s16le tone.wav");
    for percent in [50_u32, 75, 125, 150, 200] {
        for keeps_pitch in [true, false] {
            for kind in [Kind::Music, Kind::Speech] {
                let speed = f64::from(percent) / 100.0;
                let chain = listening(speed, keeps_pitch, Preset::Flat);
                let rendered = render(&studio, &tone, &chain, kind).await;
                let samples = studio.decode(&rendered.file);
                let case = format!("{speed}, keeps pitch: {keeps_pitch}, {kind:?}");

                let seconds = f64::from(u32::try_from(samples.len()).unwrap()) / f64::from(RATE);
                let wanted = 10.0 / speed;
                assert!(
                    (seconds - wanted).abs() <= 0.020,
                    "{case}: {seconds:.3} s instead of {wanted:.3}"
                );
                let told = rendered.duration.as_secs_f64();
                assert!((told - wanted).abs() <= 0.1, "{case}: {told:.3} s are told");

                let hz = Spectrum::of(&middle(&samples, 1 << 16), RATE).peak();
                let wanted = if keeps_pitch { 440.0 } else { 440.0 * speed };
                assert!(
                    (hz / wanted - 1.0).abs() <= 0.005,
                    "{case}: {hz:.2} Hz instead of {wanted:.2}"
                );
            }
        }
    }
}

#[tokio::test]
async fn bands_stay_where_they_are_when_the_pitch_moves() {
    let studio = Studio::open().await;
    let sweep = sweep(48_000);
    let file = studio.record(&sweep, 48_000, "sweep.wav");
    let only_1k = Equalizer::Custom(Bands::default().with(5, Gain::HIGHEST));
    let boosted = |equalizer| {
        chain(&Listening {
            speed: Speed::FASTEST,
            keeps_pitch: false,
            equalizer,
            ..Listening::default()
        })
    };
    let spectrum = |chain: &Chain| {
        let filters = chain.filters(reprise::audio::Channels::Mono, Ceiling::Mp3);
        Spectrum::of(&studio.filter(&file, &filters), RATE)
    };
    let (with, without) = (boosted(only_1k), boosted(Equalizer::default()));
    let gain = |hz| spectrum(&with).above(&spectrum(&without), hz, 0.01) - with.preamp;
    assert!((gain(1000.0) - 12.0).abs() < 0.3 && gain(2000.0).abs() < 0.3);
}

#[tokio::test]
async fn tags_and_cover_come_along_and_what_is_no_longer_true_does_not() {
    let studio = Studio::open().await;
    studio.make("-f lavfi -i color=red:size=600x600:duration=1 -frames:v 1 cover.png");
    let title = "شعر \u{202E}🎧 «Пісня»\nдругий рядок <b>&";
    let song = studio.make_of(&[
        "-f",
        "lavfi",
        "-i",
        "sine=440:duration=3",
        "-i",
        "cover.png",
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        "copy",
        "-disposition:v",
        "attached_pic",
        "-metadata",
        &format!("title={title}"),
        "-metadata",
        "artist=Ансамбль",
        "-metadata",
        "album=А",
        "-metadata",
        "TLEN=999999",
        "-metadata",
        "replaygain_track_gain=-9 dB",
        "song.mp3",
    ]);
    let never = CancellationToken::new();
    let chain = listening(1.25, true, Preset::Jazz);
    let rendered = render(&studio, &song, &chain, Kind::Music).await;
    let probe = studio.audio.probe(&rendered.file, &never).await.unwrap();
    assert_eq!(
        probe.title.as_deref(),
        Some("شعر 🎧 «Пісня» другий рядок <b>&")
    );
    assert_eq!(probe.performer.as_deref(), Some("Ансамбль"));
    assert_eq!(probe.album.as_deref(), Some("А"));
    let cover = probe.cover.expect("the cover");
    assert_eq!((cover.width, cover.height), (600, 600));
    let bytes = std::fs::read(&rendered.file).unwrap();
    let tells = |what: &str| {
        bytes
            .windows(what.len())
            .any(|part| part == what.as_bytes())
    };
    assert!(tells("TPE1") && !tells("999999") && !tells("replaygain"));
    let thumbnail = rendered.thumbnail.expect("a small cover");
    assert!(thumbnail.starts_with(&[0xFF, 0xD8]) && thumbnail.len() < 200_000);

    // In OGG the tags lie elsewhere; they are found on the way in and on the way out.
    let speech = render(&studio, &rendered.file, &chain, Kind::Speech).await;
    let probe = studio.audio.probe(&speech.file, &never).await.unwrap();
    assert_eq!(probe.performer.as_deref(), Some("Ансамбль"));
    let spoken = std::fs::rename(&speech.file, studio.path("spoken.ogg"))
        .map(|()| studio.path("spoken.ogg"));
    let back = render(&studio, &spoken.unwrap(), &chain, Kind::Music).await;
    let probe = studio.audio.probe(&back.file, &never).await.unwrap();
    assert_eq!(probe.performer.as_deref(), Some("Ансамбль"));
}

#[tokio::test]
async fn progress_is_told_up_to_the_end() {
    let studio = Studio::open().await;
    let song = studio.make("-f lavfi -i sine=440:duration=300 -b:a 64k song.mp3");
    let told: Mutex<Vec<Done>> = Mutex::default();
    let never = CancellationToken::new();
    let probe = studio.audio.probe(&song, &never).await.unwrap();
    let chain = listening(1.5, true, Preset::Rock);
    let request = Request {
        source: Source::File(&song, &probe),
        chain: &chain,
        kind: Kind::Music,
        span: None,
        title: Some("Named by us"),
        performer: None,
        folder: &studio.space,
    };
    let tell = |done| told.lock().unwrap().push(done);
    let rendered = studio.audio.render(request, &tell, &never).await.unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.is_sorted_by_key(|done| done.sound));
    assert!(
        told.last().and_then(|done| done.percent()) >= Some(99),
        "{told:?}"
    );
    assert_eq!(rendered.duration.as_secs(), 200);
    assert_eq!(
        std::fs::metadata(&rendered.file).unwrap().len(),
        rendered.bytes
    );
    let probe = studio.audio.probe(&rendered.file, &never).await.unwrap();
    assert_eq!(probe.title.as_deref(), Some("Named by us"));
}

#[tokio::test]
async fn parts_join_to_the_whole() {
    let studio = Studio::open().await;
    let song = studio.make("-f lavfi -i sine=440:duration=9 -b:a 64k song.mp3");
    let never = CancellationToken::new();
    let probe = studio.audio.probe(&song, &never).await.unwrap();
    let chain = listening(1.0, true, Preset::Flat);
    assert_eq!(probe.parts(&chain, Kind::Music).len(), 1);
    let mut whole = 0.0;
    for number in 0..3 {
        let third = |count: u64| Duration::from_secs(3) * u32::try_from(count).unwrap();
        let span = reprise::audio::Span {
            from: third(number),
            to: third(number + 1),
        };
        let request = Request {
            source: Source::File(&song, &probe),
            chain: &chain,
            kind: Kind::Music,
            span: Some(span),
            title: None,
            performer: None,
            folder: &studio.space,
        };
        let part = studio.audio.render(request, &|_| (), &never).await.unwrap();
        let samples = studio.decode(&part.file).len();
        whole += f64::from(u32::try_from(samples).unwrap()) / f64::from(RATE);
    }
    assert!((whole - 9.0).abs() < 0.05, "{whole} s");
}

#[tokio::test]
async fn bytes_that_arrive_through_a_pipe_are_rendered_as_they_come() {
    let studio = Studio::open().await;
    studio.make("-f lavfi -i sine=440:duration=6 -b:a 64k station.mp3");
    let bytes = tokio::fs::File::open(studio.path("station.mp3"))
        .await
        .unwrap();
    let chain = listening(2.0, true, Preset::Flat);
    let request = Request {
        source: Source::Pipe(Box::new(bytes), Stream::Mp3, Duration::from_secs(4)),
        chain: &chain,
        kind: Kind::Music,
        span: None,
        title: Some("Station"),
        performer: None,
        folder: &studio.space,
    };
    let never = CancellationToken::new();
    let rendered = studio.audio.render(request, &|_| (), &never).await.unwrap();
    let seconds = rendered.duration.as_secs_f64();
    assert!(
        (seconds - 2.0).abs() < 0.1,
        "four seconds at double speed, not {seconds}"
    );
}

#[tokio::test]
async fn clips_to_compare_are_equally_loud() {
    let studio = Studio::open().await;
    let song = studio.make(
        "-f lavfi -i anoisesrc=color=pink:duration=60:amplitude=0.3:seed=1 -b:a 128k song.mp3",
    );
    let never = CancellationToken::new();
    let probe = studio.audio.probe(&song, &never).await.unwrap();
    let chain = listening(1.0, true, Preset::BassBoost);
    let pair = studio
        .audio
        .compare(&song, &probe, &chain, Kind::Music, &studio.space, &never)
        .await
        .unwrap();
    assert!(
        pair.turned_down.0 > 3.0 && pair.turned_down.1 == 0.0,
        "{pair:?}"
    );
    assert_eq!(pair.span.from.as_secs(), 20);
    let [before, after] = [&pair.before, &pair.after].map(|clip| studio.decode(clip));
    for clip in [&before, &after] {
        let seconds = f64::from(u32::try_from(clip.len()).unwrap()) / f64::from(RATE);
        assert!((seconds - 15.0).abs() < 0.05, "{seconds} s");
    }
    // The bass is up and the rest is down, not everything quieter.
    let (before, after) = (Spectrum::of(&before, RATE), Spectrum::of(&after, RATE));
    let change = |hz| after.above(&before, hz, 0.2);
    assert!(
        change(50.0) > 1.0 && change(4000.0) < 0.5,
        "{} {}",
        change(50.0),
        change(4000.0)
    );
}
