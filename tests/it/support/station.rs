//! Radio stations and other servers on loopback, which say and do what a test wants of them.

use std::{
    net::SocketAddr,
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use reprise::domain::Bands;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, tcp::OwnedWriteHalf},
    sync::{OnceCell, watch},
    task::JoinHandle,
};

/// Bytes between two words of a station.
const INTERVAL: usize = 8_192;
/// What a station sends ahead, and then a second.
const AHEAD: usize = 64 * 1024;
const A_SECOND: usize = 8_000;

/// Half a minute of a tone, as MP3 at 64 kbit/s.
pub async fn mp3() -> &'static [u8] {
    static MP3: OnceCell<Vec<u8>> = OnceCell::const_new();
    MP3.get_or_init(|| encoded("sine=frequency=440:duration=30", "64k"))
        .await
}

/// Half a minute of a tone in the middle of each band of the equalizer, all equally loud, as MP3.
pub async fn tones() -> &'static [u8] {
    static TONES: OnceCell<Vec<u8>> = OnceCell::const_new();
    let tones = Bands::CENTRES.map(|hz| format!("sin(2*PI*{hz}*t)"));
    let source = format!(
        "aevalsrc=0.02*({}):sample_rate=48000:duration=30",
        tones.join("+")
    );
    TONES.get_or_init(|| encoded(&source, "128k")).await
}

async fn encoded(source: &str, rate: &str) -> Vec<u8> {
    let mut made = ffmpeg(&[
        "-f",
        "lavfi",
        "-i",
        source,
        "-b:a",
        rate,
        "-f",
        "mp3",
        "-write_xing",
        "0",
        "-id3v2_version",
        "0",
        "pipe:1",
    ]);
    made.stdout(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .await
        .unwrap()
        .stdout
}

pub fn ffmpeg(arguments: &[&str]) -> tokio::process::Command {
    #[expect(
        clippy::disallowed_methods,
        reason = "the sound of a test comes from a process"
    )]
    let mut command = tokio::process::Command::new("ffmpeg");
    command
        .args(["-nostdin", "-hide_banner", "-v", "error"])
        .args(arguments)
        .kill_on_drop(true);
    command
}

/// A server that counts who is connected.
pub struct Server {
    pub address: SocketAddr,
    counts: Arc<Counts>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Counts {
    now: AtomicUsize,
    most: AtomicUsize,
    all: AtomicUsize,
    /// The first line and the headers of each request.
    requests: Mutex<Vec<String>>,
}

impl Server {
    /// Does with each connection what `answer` says, which is given the request's path.
    pub async fn start<F>(answer: F) -> Self
    where
        F: Fn(String, TcpStream) -> BoxFuture<'static, std::io::Result<()>> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (counts, answer) = (Arc::clone(&counted), Arc::clone(&answer));
                tokio::spawn(async move {
                    counts.all.fetch_add(1, Ordering::SeqCst);
                    let now = counts.now.fetch_add(1, Ordering::SeqCst) + 1;
                    counts.most.fetch_max(now, Ordering::SeqCst);
                    if let Ok(request) = request(&mut socket).await {
                        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                        counts.requests.lock().unwrap().push(request);
                        let _ = answer(path, socket).await;
                    }
                    counts.now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self {
            address,
            counts,
            task,
        }
    }

    /// Always answers the same bytes and closes.
    pub async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = Arc::new(answer.into());
        Self::start(move |_, mut socket| {
            let answer = Arc::clone(&answer);
            Box::pin(async move { socket.write_all(&answer).await })
        })
        .await
    }

    /// Plays at the pace of its sound and is gone after so many bytes, each time somebody comes.
    pub async fn that_drops(after: usize) -> Self {
        Self::start(move |_, mut socket| {
            Box::pin(async move {
                let start =
                    "HTTP/1.0 200 OK\r\ncontent-type: audio/mpeg\r\nicy-name: Drops\r\n\r\n";
                socket.write_all(start.as_bytes()).await?;
                for part in mp3().await[..after].chunks(A_SECOND / 4) {
                    socket.write_all(part).await?;
                    tokio::time::sleep(Duration::from_millis(250)).await;
                }
                Ok(())
            })
        })
        .await
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Connections now, at most at once, and ever.
    pub fn connections(&self) -> (usize, usize, usize) {
        let read = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (
            read(&self.counts.now),
            read(&self.counts.most),
            read(&self.counts.all),
        )
    }

    /// What was asked: the paths with their queries.
    pub fn asked(&self) -> Vec<String> {
        let requests = self.counts.requests.lock().unwrap();
        requests
            .iter()
            .filter_map(|request| request.split(' ').nth(1))
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn request(socket: &mut TcpStream) -> std::io::Result<String> {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        read.push(socket.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&read).into_owned())
}

/// An answer of a server that speaks JSON.
pub fn json(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

/// A station that plays a tone and says what it is told to say.
pub struct Station {
    pub server: Server,
    title: watch::Sender<Vec<u8>>,
}

impl Station {
    pub async fn start(name: &str) -> Self {
        Self::beginning("HTTP/1.0 200 OK", name).await
    }

    /// With another first line of its answers.
    pub async fn beginning(first_line: &str, name: &str) -> Self {
        Self::playing(first_line, name, mp3().await).await
    }

    /// With another sound.
    pub async fn of_sound(name: &str, sound: &'static [u8]) -> Self {
        Self::playing("HTTP/1.0 200 OK", name, sound).await
    }

    async fn playing(first_line: &str, name: &str, sound: &'static [u8]) -> Self {
        let (title, said) = watch::channel(Vec::new());
        let start = format!(
            "{first_line}\r\ncontent-type: audio/mpeg\r\nicy-name: {name}\r\nicy-genre: Jazz, Blues\r\nicy-br: 64\r\nicy-metaint: {INTERVAL}\r\n\r\n"
        );
        let server = Server::start(move |_, socket| {
            Box::pin(play(socket, start.clone(), sound, said.clone()))
        })
        .await;
        Self { server, title }
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    /// From its next word on, this is what it plays.
    pub fn says(&self, title: impl Into<Vec<u8>>) {
        self.title.send_replace(title.into());
    }
}

/// Plays until the listener hangs up.
async fn play(
    socket: TcpStream,
    start: String,
    sound: &[u8],
    said: watch::Receiver<Vec<u8>>,
) -> std::io::Result<()> {
    let (mut hears, mut plays) = socket.into_split();
    tokio::select! {
        played = send(&mut plays, start, sound, said) => played,
        hung_up = hears.read_u8() => hung_up.map(drop),
    }
}

async fn send(
    socket: &mut OwnedWriteHalf,
    start: String,
    sound: &[u8],
    said: watch::Receiver<Vec<u8>>,
) -> std::io::Result<()> {
    socket.write_all(start.as_bytes()).await?;
    let mut sound = sound.iter().copied().cycle();
    let mut sent = 0;
    let mut last = Vec::new();
    loop {
        let piece: Vec<u8> = sound.by_ref().take(INTERVAL).collect();
        socket.write_all(&piece).await?;
        sent += INTERVAL;
        let now = said.borrow().clone();
        let words = if now == last || now.is_empty() {
            vec![0]
        } else {
            let text = [b"StreamTitle='".as_slice(), &now, b"';"].concat();
            let blocks = text.len().div_ceil(16);
            let mut words = vec![u8::try_from(blocks).unwrap()];
            words.extend_from_slice(&text);
            words.resize(1 + blocks * 16, 0);
            words
        };
        last = now;
        socket.write_all(&words).await?;
        if sent > AHEAD {
            tokio::time::sleep(
                Duration::from_secs(1) * u32::try_from(INTERVAL).unwrap()
                    / u32::try_from(A_SECOND).unwrap(),
            )
            .await;
        }
    }
}
