//! Sounds for tests: made by ffmpeg on the spot, decoded by it, and measured.

use std::{
    f64::consts::TAU,
    path::{Path, PathBuf},
    process::Command,
};

use reprise::{
    audio::{Audio, ffmpeg::Guards},
    config,
    workspace::Workspace,
};
use rustfft::{FftPlanner, num_complex::Complex};

/// The rate everything is decoded to.
pub const RATE: u32 = 48_000;

/// A place to make sounds in, and the bot's own door to ffmpeg.
pub struct Studio {
    pub audio: Audio,
    pub space: Workspace,
    folder: tempfile::TempDir,
}

impl Studio {
    /// With every guard this machine has.
    pub async fn open() -> Self {
        Self::with_guards(reprise::audio::ffmpeg::guards().await)
    }

    pub fn with_guards(guards: Guards) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = config::Config::default().audio;
        let audio = Audio::new(&config, &folder.path().join("tmp"), guards).unwrap();
        let space = audio.workspace().unwrap();
        Self {
            audio,
            space,
            folder,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Makes a file with ffmpeg, from words without spaces in them; the last one names it.
    pub fn make(&self, words: &str) -> PathBuf {
        let words: Vec<&str> = words.split_whitespace().collect();
        self.make_of(&words)
    }

    pub fn make_of(&self, words: &[&str]) -> PathBuf {
        ffmpeg(self.folder.path(), words);
        self.path(words.last().unwrap())
    }

    /// A thousand streams, none of them long.
    pub fn make_streams(&self, name: &str) -> PathBuf {
        self.make("-f lavfi -i sine=440:duration=0.1 -c:a libopus -b:a 8k one.mka");
        let mut words = vec!["-i", "one.mka"];
        words.extend(["-map", "0:a"].repeat(1_000));
        words.extend(["-c", "copy", name]);
        self.make_of(&words)
    }

    /// So many minutes of silence, as AAC in little room.
    pub fn make_silence(&self, minutes: u32, name: &str) -> PathBuf {
        self.make("-f lavfi -i anullsrc=r=8000:cl=mono -t 60 -b:a 8k minute.m4a");
        let more = minutes - 1;
        self.make(&format!("-stream_loop {more} -i minute.m4a -c copy {name}"))
    }

    /// An MP3 with a cover whose header says that it is 20,000 pixels high and wide. Whoever believes it needs more memory than
    /// there is.
    pub fn make_huge_cover(&self, name: &str) -> PathBuf {
        self.make("-f lavfi -i color=blue:size=2400x1200:duration=1 -frames:v 1 large.jpg");
        self.make("-f lavfi -i sine=440:duration=3 plain.mp3");
        let large = self.make(
            "-i plain.mp3 -i large.jpg -map 0 -map 1 -c copy -disposition:v attached_pic large.mp3",
        );
        let mut bytes = std::fs::read(&large).unwrap();
        let size = [1200_u16.to_be_bytes(), 2400_u16.to_be_bytes()].concat();
        let is_size = |at: &usize| bytes[*at..*at + 4] == size;
        let places: Vec<usize> = (0..bytes.len() - 4).filter(is_size).collect();
        assert_eq!(places.len(), 1, "the size in the header of the picture");
        let huge = [20_000_u16.to_be_bytes(); 2].concat();
        bytes[places[0]..places[0] + 4].copy_from_slice(&huge);
        self.write(name, bytes)
    }

    /// A file of these samples.
    pub fn record(&self, samples: &[f32], rate: u32, name: &str) -> PathBuf {
        let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        self.write("samples.raw", bytes);
        self.make(&format!(
            "-f f32le -ar {rate} -ac 1 -i samples.raw -c:a pcm_f32le {name}"
        ))
    }

    /// The samples of a file, at [`RATE`] and in one channel.
    pub fn decode(&self, file: &Path) -> Vec<f32> {
        self.filter(file, "anull")
    }

    /// The samples of a file behind filters.
    pub fn filter(&self, file: &Path, filters: &str) -> Vec<f32> {
        let filters = format!("{filters},aresample={RATE}");
        ffmpeg(
            self.folder.path(),
            &[
                "-i",
                file.to_str().unwrap(),
                "-map",
                "0:a:0",
                "-af",
                &filters,
                "-ac",
                "1",
                "-f",
                "f32le",
                "decoded.raw",
            ],
        );
        let bytes = std::fs::read(self.path("decoded.raw")).unwrap();
        let samples = bytes.chunks_exact(4);
        samples
            .map(|sample| f32::from_le_bytes(sample.try_into().unwrap()))
            .collect()
    }
}

fn ffmpeg(folder: &Path, words: &[&str]) {
    #[expect(
        clippy::disallowed_methods,
        reason = "the sounds that go in and out are made and taken apart outside of the bot"
    )]
    let mut command = Command::new("ffmpeg");
    let output = command
        .args(["-nostdin", "-v", "error", "-y"])
        .args(words)
        .current_dir(folder)
        .output()
        .expect("the tests of the sound need: sudo apt-get install ffmpeg");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ffmpeg {words:?}: {said}");
}

/// Rises from 10 Hz to 21 kHz within three seconds, the same time for each octave, at −24 dBFS; then half a second of silence.
pub fn sweep(rate: u32) -> Vec<f32> {
    let (low, high, length) = (10.0_f64, 21_000.0_f64, 3.0_f64);
    let pace = length / (high / low).ln();
    let amplitude = 10_f64.powf(-24.0 / 20.0);
    let count = rate * 7 / 2;
    (0..count)
        .map(|sample| {
            let time = f64::from(sample) / f64::from(rate);
            let turns = low * pace * ((time / pace).exp() - 1.0);
            // A soft beginning and end, which a sudden one would smear over all frequencies.
            let fade = (time / 0.02).min((length - time) / 0.002).clamp(0.0, 1.0);
            #[expect(clippy::cast_possible_truncation, reason = "that is what a sample is")]
            let sample = (amplitude * fade * (TAU * turns).sin()) as f32;
            sample
        })
        .collect()
}

/// How loud each frequency is.
pub struct Spectrum {
    power: Vec<f64>,
    /// Of each step of `power`, in Hz.
    width: f64,
    /// What makes spectra of different rates comparable.
    unit: f64,
}

impl Spectrum {
    pub fn of(samples: &[f32], rate: u32) -> Self {
        let size = samples.len().next_power_of_two();
        let mut bins: Vec<Complex<f64>> = samples
            .iter()
            .map(|sample| Complex::new(f64::from(*sample), 0.0))
            .collect();
        bins.resize(size, Complex::default());
        FftPlanner::new().plan_fft_forward(size).process(&mut bins);
        let rate = f64::from(rate);
        #[expect(clippy::cast_precision_loss, reason = "a few million at most")]
        let width = rate / size as f64;
        Self {
            power: bins[..size / 2].iter().map(Complex::norm_sqr).collect(),
            width,
            unit: 1.0 / (rate * rate),
        }
    }

    /// The mean power around a frequency, within a share of it.
    fn around(&self, hz: f64, share: f64) -> f64 {
        let (from, to) = (
            self.bin(hz * (1.0 - share)),
            self.bin(hz * (1.0 + share)) + 1,
        );
        let bins = &self.power[from..to];
        #[expect(clippy::cast_precision_loss, reason = "a few million at most")]
        let count = bins.len() as f64;
        bins.iter().sum::<f64>() * self.unit / count
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number of a bin"
    )]
    fn bin(&self, hz: f64) -> usize {
        ((hz / self.width).round() as usize).min(self.power.len() - 1)
    }

    /// How many dB louder a frequency is here than in another.
    pub fn above(&self, other: &Self, hz: f64, share: f64) -> f64 {
        10.0 * (self.around(hz, share) / other.around(hz, share)).log10()
    }

    /// The loudest frequency.
    #[expect(clippy::cast_precision_loss, reason = "a few million at most")]
    pub fn peak(&self) -> f64 {
        let loudest = (1..self.power.len() - 1)
            .max_by(|a, b| self.power[*a].total_cmp(&self.power[*b]))
            .unwrap();
        // Between bins, the peak of a parabola through the logarithms.
        let [before, at, after] =
            [loudest - 1, loudest, loudest + 1].map(|bin| self.power[bin].max(1e-300).ln());
        let offset = (before - after) / (2.0 * (before - 2.0 * at + after));
        (loudest as f64 + offset) * self.width
    }
}

/// The part of a sound in its middle, faded at both ends, whose frequency is to be found.
pub fn middle(samples: &[f32], length: usize) -> Vec<f32> {
    let from = (samples.len() - length) / 2;
    let part = &samples[from..from + length];
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "it is a window"
    )]
    let fade = |at: usize| (0.5 - 0.5 * (TAU * at as f64 / length as f64).cos()) as f32;
    part.iter()
        .enumerate()
        .map(|(at, sample)| sample * fade(at))
        .collect()
}

/// The largest sample in dBFS.
pub fn peak_dbfs(samples: &[f32]) -> f64 {
    let peak = samples
        .iter()
        .fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    20.0 * f64::from(peak).log10()
}

/// The processes whose command line names something.
pub fn processes_naming(what: &Path) -> Vec<u32> {
    let what = what.to_str().unwrap().as_bytes().to_owned();
    let entries = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|id: &u32| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            line.windows(what.len()).any(|part| part == what)
        })
        .collect()
}
