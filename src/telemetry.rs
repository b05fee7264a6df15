//! The log: set up once, to standard error, with every known secret masked on the way out, also inside the error
//! texts of libraries. [`Chain`] prints an error with all its causes.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{Log, LogFormat};

/// What stands where a secret was.
const MASKED: &str = "[hidden]";

/// Below this a text is too common to be cut out wherever it occurs.
const SHORTEST_MASKED: usize = 4;

/// Starts logging. Panics are logged like everything else, with their place, instead of going to standard error bare.
pub fn init(log: &Log, mask: Mask) -> Result<(), tracing_subscriber::util::TryInitError> {
    use tracing_subscriber::util::SubscriberInitExt as _;

    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(MaskedStderr(mask));
    match log.format {
        LogFormat::Pretty => lines.with_ansi(false).finish().try_init()?,
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init()?,
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let backtrace = std::backtrace::Backtrace::capture();
        let message = panic.payload_as_str().unwrap_or("a value that is not text");
        tracing::error!(place, %backtrace, "panicked: {message}");
    }));
    Ok(())
}

/// Knows the secrets and cuts them out of texts.
#[derive(Clone)]
pub struct Mask(Arc<[String]>);

impl Mask {
    pub fn new(secrets: &[SecretString]) -> Self {
        let mut forms: Vec<String> = secrets
            .iter()
            .flat_map(|secret| forms(secret.expose_secret()))
            .collect();
        // The longest first, so that no rest of it stays.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(forms.into())
    }

    pub fn apply(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| {
            if text.contains(secret) {
                text.replace(secret, MASKED)
            } else {
                text
            }
        })
    }
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mask({} texts)", self.0.len())
    }
}

/// The ways in which a secret can turn up: as it is, escaped by `Debug`, escaped by JSON; of a token also the part
/// after the colon alone, because an address may write the colon as `%3A`.
fn forms(secret: &str) -> Vec<String> {
    let token_key = secret.split_once(':').map(|(_, key)| key);
    let plain = [Some(secret), token_key].into_iter().flatten();
    plain
        .flat_map(|text| {
            let json = serde_json::Value::from(text).to_string();
            [
                text.to_owned(),
                text.escape_debug().to_string(),
                json.trim_matches('"').to_owned(),
            ]
        })
        .filter(|form| form.len() >= SHORTEST_MASKED)
        .collect()
}

/// Standard error behind a mask. The log writes each event whole, so a secret is never cut in two by a buffer's end.
struct MaskedStderr(Mask);

impl<'a> MakeWriter<'a> for MaskedStderr {
    type Writer = MaskedWriter<'a, io::StderrLock<'static>>;

    fn make_writer(&'a self) -> Self::Writer {
        MaskedWriter {
            mask: &self.0,
            to: io::stderr().lock(),
        }
    }
}

struct MaskedWriter<'a, W> {
    mask: &'a Mask,
    to: W,
}

impl<W: io::Write> io::Write for MaskedWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to
            .write_all(self.mask.apply(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// An error and all its causes on one line. A cause that the text before it already says is not said twice, which
/// errors of libraries need.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a, E: ?Sized = dyn Error + 'static>(pub &'a E);

impl<E: Error + ?Sized> fmt::Display for Chain<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        f.write_str(&said)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !said.ends_with(&text) {
                write!(f, ": {text}")?;
                said = text;
            }
            cause = error.source();
        }
        Ok(())
    }
}
