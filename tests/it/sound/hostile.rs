//! Files that are not what they say: each is refused with a reason or comes out as what it is, with and without a network
//! namespace around ffmpeg, and nothing but the file itself is ever read.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use reprise::{
    audio::{
        Kind, ProbeError, Refusal, RenderError, Rendered, Request, Source, chain,
        ffmpeg::{Guards, guards},
    },
    domain::{Listening, Speed},
};
use tokio_util::sync::CancellationToken;

use crate::support::sound::{RATE, Spectrum, Studio, middle};

/// A studio for each set of guards a machine may have.
async fn studios() -> [Studio; 2] {
    let here = guards().await;
    let without = Guards {
        unshare: false,
        ..here
    };
    [Studio::with_guards(here), Studio::with_guards(without)]
}

async fn refusal(studio: &Studio, file: &Path) -> Option<Refusal> {
    match studio.audio.probe(file, &CancellationToken::new()).await {
        Ok(_) => None,
        Err(ProbeError::Refused(refusal)) => Some(refusal),
        Err(error) => panic!("{}: {error:?}", file.display()),
    }
}

/// Renders a file as if it were what another one is.
async fn render_as(
    studio: &Studio,
    file: &Path,
    known: &Path,
    kind: Kind,
) -> Result<Rendered, RenderError> {
    let never = CancellationToken::new();
    let probe = studio.audio.probe(known, &never).await.unwrap();
    let chain = chain(&Listening {
        speed: Speed::new(1.25).unwrap(),
        ..Listening::default()
    });
    let request = Request {
        source: Source::File(file, &probe),
        chain: &chain,
        kind,
        span: None,
        title: None,
        performer: None,
        folder: &studio.space,
    };
    studio.audio.render(request, &|_| (), &never).await
}

#[tokio::test]
async fn what_is_no_sound_is_refused_whatever_it_is_called() {
    for studio in studios().await {
        let check = async |name: &str, bytes: &[u8], expect: Refusal| {
            let file = studio.write(name, bytes);
            assert_eq!(refusal(&studio, &file).await, Some(expect), "{name}");
        };
        check("empty.mp3", b"", Refusal::Empty).await;
        check(
            "text.mp3",
            "Dear diary, ".repeat(5000).as_bytes(),
            Refusal::NoMedia,
        )
        .await;
        check("zeros.mp3", &vec![0; 100_000], Refusal::NoSound).await;
        check(
            "page.mp3",
            b"<!DOCTYPE html><html><body>404</body></html>",
            Refusal::NoMedia,
        )
        .await;
        studio.make("-f lavfi -i sine=440:duration=3 song.m4a");
        let song = std::fs::read(studio.path("song.m4a")).unwrap();
        // What says how to read it comes last, and is gone.
        check("cut.m4a", &song[..song.len() / 2], Refusal::NoMedia).await;
        studio.make("-f lavfi -i color=red:size=64x64:duration=1 silent.mkv");
        assert_eq!(
            refusal(&studio, &studio.path("silent.mkv")).await,
            Some(Refusal::NoSound)
        );
        studio.make("-f lavfi -i color=red:size=64x64:duration=1 -frames:v 1 picture.png");
        assert_eq!(
            refusal(&studio, &studio.path("picture.png")).await,
            Some(Refusal::NoMedia)
        );
    }
}

#[tokio::test]
async fn a_list_that_names_other_files_leads_nowhere() {
    for studio in studios().await {
        let victim = studio.make("-f lavfi -i sine=440:duration=3 victim.mp3");
        studio.make("-f lavfi -i sine=440:duration=3 -f mpegts victim.ts");
        let network = TcpListener::bind("127.0.0.1:0").unwrap();
        network.set_nonblocking(true).unwrap();
        let inside = format!("http://{}/secret.mp3", network.local_addr().unwrap());
        let hls = |place: &str| {
            format!("#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{place}\n#EXT-X-ENDLIST\n")
        };
        let by_path = format!("file://{}", victim.display());
        let concat = |place: &str| format!("ffconcat version 1.0\nfile '{place}'\n");
        for (name, text) in [
            ("hls-name.mp3", hls("victim.ts")),
            ("hls-path.mp3", hls(&by_path)),
            ("hls-network.mp3", hls(&inside)),
            ("hls-network.m4a", hls(&inside)),
            ("concat-name.mp3", concat("victim.mp3")),
            ("concat-path.mp3", concat(victim.to_str().unwrap())),
            ("concat-network.mp3", concat(&inside)),
            ("playlist.mp3", format!("#EXTM3U\n{inside}\n")),
            (
                "sdp.mp3",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n".to_owned(),
            ),
        ] {
            let file = studio.write(name, text);
            assert_eq!(
                refusal(&studio, &file).await,
                Some(Refusal::NoMedia),
                "{name}"
            );
            // Even if it had been let through.
            let rendered = render_as(&studio, &file, &victim, Kind::Music).await;
            assert!(
                matches!(rendered, Err(RenderError::Tool(_))),
                "{name}: {rendered:?}"
            );
        }
        let nobody = network.accept().unwrap_err();
        assert_eq!(
            nobody.kind(),
            std::io::ErrorKind::WouldBlock,
            "something was asked of the network"
        );
    }
}

#[tokio::test]
async fn more_than_anybody_means_is_refused() {
    for studio in studios().await {
        let streams = studio.make_streams("streams.mka");
        assert_eq!(
            refusal(&studio, &streams).await,
            Some(Refusal::TooManyStreams)
        );

        studio.make("-f lavfi -i sine=440:duration=60:sample_rate=8000 -b:a 8k minute.mp3");
        let hours = studio.make("-stream_loop 599 -i minute.mp3 -c copy hours.mp3");
        assert_eq!(refusal(&studio, &hours).await, Some(Refusal::TooLong(180)));
    }
}

#[tokio::test]
async fn a_cover_larger_than_memory_is_left_out() {
    for studio in studios().await {
        let huge = studio.make_huge_cover("huge.mp3");
        let large = studio.path("large.mp3");
        let never = CancellationToken::new();
        for (file, width) in [(huge, None), (large, Some(1000))] {
            let rendered = render_as(&studio, &file, &file, Kind::Music).await.unwrap();
            let probe = studio.audio.probe(&rendered.file, &never).await.unwrap();
            let name = file.display();
            assert_eq!(probe.cover.map(|cover| cover.width), width, "{name}");
            assert_eq!(rendered.thumbnail.is_some(), width.is_some(), "{name}");
        }
    }
}

#[tokio::test]
async fn odd_but_honest_sounds_are_taken() {
    for studio in studios().await {
        let tone = "-f lavfi -i sine=440:duration=3";
        let files: Vec<PathBuf> = [
            // Its index comes last.
            format!("{tone} late-index.m4a"),
            format!("{tone} -movflags +faststart early-index.m4a"),
            format!("{tone} -af pan=7.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0|c7=c0 eight-channels.wav"),
            format!("{tone} -ar 8000 -c:a pcm_u8 telephone.wav"),
            format!("{tone} -ar 192000 -c:a pcm_s24le studio.wav"),
            format!("{tone} -ar 192000 -c:a flac studio.flac"),
            format!("{tone} -c:a libopus voice.ogg"),
            format!("{tone} -c:a libvorbis old.ogg"),
            format!("{tone} -f matroska nameless"),
            format!("{tone} -f lavfi -i color=red:size=320x320:duration=3 -shortest round.mp4"),
            format!("{tone} -c:a wmav2 windows.wma"),
            format!("{tone} apple.aiff"),
            format!("{tone} -f adts raw.aac"),
        ]
        .iter()
        .map(|words| studio.make(words))
        .collect();
        studio.make(&format!("{tone} whole.mp3"));
        let whole = std::fs::read(studio.path("whole.mp3")).unwrap();
        let cut = studio.write("cut.mp3", &whole[..whole.len() * 2 / 3]);
        for (file, seconds) in files.iter().map(|file| (file, 3.0)).chain([(&cut, 2.0)]) {
            for kind in [Kind::Music, Kind::Speech] {
                let name = file.display();
                let rendered = render_as(&studio, file, file, kind).await;
                let rendered = rendered.unwrap_or_else(|error| panic!("{name}: {error:?}"));
                let length = rendered.duration.as_secs_f64() * 1.25;
                assert!(
                    (length - seconds).abs() < 0.25,
                    "{name} as {kind:?}: {length} s"
                );
                let samples = studio.decode(&rendered.file);
                let hz = Spectrum::of(&middle(&samples, 1 << 15), RATE).peak();
                assert!((hz - 440.0).abs() < 5.0, "{name} as {kind:?}: {hz} Hz");
            }
        }
    }
}
