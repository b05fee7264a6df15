//! A track of four minutes through the whole bot, from the upload to the reply, beside the same ffmpeg command run by hand.
//!
//! The command is the one that the bot ran: its words are read from /proc while it runs.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    Outcome,
    bots::Bot,
    process::command_lines,
    runs::Bench,
    table::{median, spread, verdict},
    telegram::Telegram,
};

/// How often it is measured.
const TIMES: usize = 5;
const SECONDS: u32 = 240;
/// Anna, whom every simulator knows.
const PERSON: i64 = 1001;
const PATIENCE: Duration = Duration::from_mins(2);

/// What was measured, in milliseconds.
pub(crate) struct Renders {
    /// From the upload to the reply, with the bot.
    through: Vec<f64>,
    /// The same command and a probe, by hand.
    by_hand: Vec<f64>,
    /// From the wish to the reply, where somebody heard the same before.
    repeated: Vec<f64>,
}

impl Bench<'_> {
    pub(crate) async fn renders(&self) -> Outcome<Renders> {
        let telegram = self.fresh_telegram()?;
        let mut process = self.start(Bot::Reprise, &telegram)?;
        telegram.wait_for_poll(&mut process, 0).await?;
        let tracks = self.folder.join("tracks");
        fs::create_dir_all(&tracks)?;
        self.choose_a_sound(&telegram, &tracks).await?;
        let mut renders = Renders {
            through: Vec::new(),
            by_hand: Vec::new(),
            repeated: Vec::new(),
        };
        for number in 0..TIMES {
            // Each is another file, so that none is known.
            let file = make_track(&tracks, number, SECONDS)?;
            let watch = Watch::begin(&self.folder);
            let began = Instant::now();
            let sent = telegram.upload(PERSON, &file).await?;
            let track = telegram.track_after(PERSON, sent, PATIENCE).await?;
            renders.through.push(began.elapsed().as_secs_f64() * 1e3);
            let words = watch.words().ok_or("the ffmpeg of the bot was not seen")?;
            renders.by_hand.push(self.by_hand(&words, &file)?);
            let began = Instant::now();
            telegram.reply(PERSON, sent, "/sound").await?;
            telegram.track_after(PERSON, track, PATIENCE).await?;
            renders.repeated.push(began.elapsed().as_secs_f64() * 1e3);
            process.check_alive()?;
        }
        Ok(renders)
    }

    /// Sets a speed and a curve for good, by the buttons of a card.
    async fn choose_a_sound(&self, telegram: &Telegram, tracks: &Path) -> Outcome {
        let file = make_track(tracks, 99, SECONDS)?;
        let sent = telegram.upload(PERSON, &file).await?;
        let card = telegram.message_after(PERSON, sent, PATIENCE).await?;
        // Track 1, at 1.25 with its pitch kept and more bass, kept for all.
        let keep = "sound:k.1.125.1.bass_boost";
        telegram.press(PERSON, card, keep).await
    }

    /// The milliseconds that a probe and these words take on the core that the bot had.
    fn by_hand(&self, words: &[String], file: &Path) -> Outcome<f64> {
        let input = format!("file:{}", file.display());
        let output = format!("file:{}", self.folder.join("by-hand.mp3").display());
        let mut words = words.to_vec();
        let place = words.iter().position(|word| word == "-i");
        let place = place.ok_or("a command without an input")? + 1;
        words[place].clone_from(&input);
        *words.last_mut().ok_or("a command without words")? = output;
        let core = self.machine.bot_core.to_string();
        let run = |program: &str, words: &[String]| -> Outcome {
            let status = Command::new("taskset")
                .args(["--cpu-list", &core, program])
                .args(words)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status()?;
            if status.success() {
                Ok(())
            } else {
                Err(format!("{program} by hand failed: {status}").into())
            }
        };
        let probe = [
            "-v",
            "error",
            "-show_entries",
            "format:stream",
            "-of",
            "json",
        ];
        let mut probe = probe.map(str::to_owned).to_vec();
        probe.push(input);
        let began = Instant::now();
        run("ffprobe", &probe)?;
        run("ffmpeg", &words)?;
        Ok(began.elapsed().as_secs_f64() * 1e3)
    }
}

impl Display for Renders {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let through = median(self.through.iter().copied());
        let ratio = through / median(self.by_hand.iter().copied());
        write!(
            f,
            "A track of 4 minutes, milliseconds: from its upload to the reply {}; its ffmpeg command and a probe by hand {}: \
             {ratio:.2} of that (target ≤ 1.15: {}); the same track asked for again {}.",
            spread(&self.through),
            spread(&self.by_hand),
            verdict(ratio <= 1.15),
            spread(&self.repeated)
        )
    }
}

/// Looks for the ffmpeg that the bot starts.
struct Watch(std::thread::JoinHandle<Option<Vec<String>>>);

impl Watch {
    fn begin(folder: &Path) -> Self {
        let folder = folder.display().to_string();
        Self(std::thread::spawn(move || {
            let began = Instant::now();
            while began.elapsed() < PATIENCE {
                if let Some(words) = encoder_in(&folder) {
                    return Some(words);
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            None
        }))
    }

    fn words(self) -> Option<Vec<String>> {
        self.0.join().ok().flatten()
    }
}

/// The words behind `ffmpeg` of a process that encodes in this folder.
fn encoder_in(folder: &str) -> Option<Vec<String>> {
    command_lines().find_map(|words| {
        let encodes = words.iter().any(|word| word == "libmp3lame");
        let is_ours = words.iter().any(|word| word.contains(folder));
        let is_itself = words.first().is_some_and(|name| name.ends_with("ffmpeg"));
        (encodes && is_ours && is_itself).then(|| words[1..].to_vec())
    })
}

/// Stereo as an MP3 of 128 kbit/s, another one for each number.
pub(crate) fn make_track(folder: &Path, number: usize, seconds: u32) -> Outcome<PathBuf> {
    let file = folder.join(format!("track-{number}.mp3"));
    let sound = format!(
        "aevalsrc='0.2*sin(2*PI*{f}*t)+0.1*sin(2*PI*{g}*t)*sin(2*PI*2*t)+0.05*random(0)|0.2*sin(2*PI*{h}*t)+0.05*random(1)':s=44100:d={seconds}",
        f = 220 + number,
        g = 440 + number,
        h = 330 + number,
    );
    let status = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", &sound])
        .args(["-c:a", "libmp3lame", "-b:a", "128k", "-metadata"])
        .arg(format!("title=Track {number}"))
        .arg(&file)
        .status()?;
    if status.success() {
        Ok(file)
    } else {
        Err(format!("a track cannot be made: {status}").into())
    }
}
