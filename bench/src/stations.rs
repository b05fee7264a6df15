//! Stations for the hour in `hour`: each plays a tone, and another song every half minute, so many times as fast as one does.

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::Outcome;

/// Bytes of sound a second, at the 64 kbit/s of the tone.
const A_SECOND: usize = 8_000;
/// How much is sent at once, and between two words about what plays.
const PIECE: usize = 16_000;
/// How long a song is, by the clock of those who listen.
const SONG: Duration = Duration::from_secs(30);

/// The stations, by their paths; they are gone when this is dropped.
pub(crate) struct Stations {
    address: String,
    connections: Arc<Connections>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Connections {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Stations {
    pub(crate) async fn start(times_as_fast: u32) -> Outcome<Self> {
        let sound: Arc<[u8]> = tone()?.into();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let connections = Arc::new(Connections::default());
        let counted = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (counted, sound) = (Arc::clone(&counted), Arc::clone(&sound));
                tokio::spawn(async move {
                    let now = counted.now.fetch_add(1, Ordering::SeqCst) + 1;
                    counted.most.fetch_max(now, Ordering::SeqCst);
                    // Until whoever listens hangs up.
                    let _ = play(socket, &sound, times_as_fast).await;
                    counted.now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Ok(Self {
            address,
            connections,
            task,
        })
    }

    pub(crate) fn url(&self, station: usize) -> String {
        format!("http://{}/{station}", self.address)
    }

    /// How many connections there were at once.
    pub(crate) fn most_connections(&self) -> usize {
        self.connections.most.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.now.load(Ordering::SeqCst)
    }
}

impl Drop for Stations {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn play(mut socket: TcpStream, sound: &[u8], times_as_fast: u32) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(socket.read_u8().await?);
    }
    let request = String::from_utf8_lossy(&request);
    let name = request
        .split(' ')
        .nth(1)
        .unwrap_or("/")
        .replace('/', "Station ");
    let head = format!(
        "HTTP/1.0 200 OK\r\ncontent-type: audio/mpeg\r\nicy-name: {name}\r\nicy-br: 64\r\nicy-metaint: {PIECE}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await?;
    let pace = Duration::from_secs(1) * u32::try_from(PIECE).expect("it is small")
        / u32::try_from(A_SECOND).expect("it is small")
        / times_as_fast;
    let began = Instant::now();
    let mut said = None;
    let mut pieces = sound.chunks_exact(PIECE).cycle();
    for number in 0_u32.. {
        let song = (began.elapsed() * times_as_fast).as_secs() / SONG.as_secs();
        let word = if said.replace(song) == Some(song) {
            vec![0]
        } else {
            word(&format!("{name} - Song {song}"))
        };
        socket
            .write_all(pieces.next().expect("it is a cycle"))
            .await?;
        socket.write_all(&word).await?;
        tokio::time::sleep_until((began + pace * (number + 1)).into()).await;
    }
    Ok(())
}

/// How a station says what plays: a count of sixteen bytes, and the text.
fn word(title: &str) -> Vec<u8> {
    let mut text = format!("StreamTitle='{title}';").into_bytes();
    text.resize(text.len().next_multiple_of(16), 0);
    let count = u8::try_from(text.len() / 16).expect("a short title");
    [&[count], &text[..]].concat()
}

/// Half a minute of a tone.
fn tone() -> Outcome<Vec<u8>> {
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i"])
        .args(["sine=frequency=440:duration=30", "-b:a", "64k"])
        .args(["-write_xing", "0", "-id3v2_version", "0", "-f", "mp3", "-"])
        .output()?;
    Ok(made.stdout)
}
