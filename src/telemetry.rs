//! The log: set up once, to standard error, with every known secret masked on the way out, also inside the error
//! texts of libraries. [`Chain`] prints an error with all its causes.

use std::backtrace::Backtrace;
use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use tracing::Subscriber;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

use crate::config::{Log, LogFormat};

/// What stands where a secret was.
const MASKED: &str = "[hidden]";

/// Below this a text is too common to be cut out wherever it occurs.
const SHORTEST_MASKED: usize = 4;

/// Starts logging. Panics are logged like everything else, with their place, instead of going to standard error bare.
pub fn init(log: &Log, mask: Mask) -> Result<(), TryInitError> {
    subscriber(log, mask, io::stderr).try_init()?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("a value that is not text");
        tracing::error!(place, backtrace = %Backtrace::capture(), "panicked: {message}");
    }));
    Ok(())
}

fn subscriber<W>(
    log: &Log,
    mask: Mask,
    to: impl Fn() -> W + Send + Sync + 'static,
) -> Box<dyn Subscriber + Send + Sync>
where
    W: io::Write,
{
    let filter: Targets = log
        .filter
        .parse()
        .expect("it was checked when the configuration was read");
    let writer = move || MaskedWriter {
        mask: mask.clone(),
        to: to(),
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(writer);
    let filtered = tracing_subscriber::registry().with(filter);
    match log.format {
        LogFormat::Pretty => Box::new(filtered.with(lines)),
        LogFormat::Json => Box::new(filtered.with(lines.json().flatten_event(true))),
    }
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

/// The ways in which a secret can turn up: as it is, escaped by `Debug`, either of them escaped by JSON. Of a token also
/// the part after the colon alone, because an address may write the colon as `%3A`.
fn forms(secret: &str) -> Vec<String> {
    let json = |text: &str| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let forms = |text: &str| {
        let debug = text.escape_debug().to_string();
        [json(&debug), json(text), debug, text.to_owned()]
    };
    let token_key = secret.split_once(':').map(|(_, key)| key);
    let texts = [Some(secret), token_key].into_iter().flatten();
    texts
        .flat_map(forms)
        .filter(|form| form.len() >= SHORTEST_MASKED)
        .collect()
}

/// A writer behind a mask. The log writes each event whole, so a secret is never cut in two by a buffer's end.
struct MaskedWriter<W> {
    mask: Mask,
    to: W,
}

impl<W: io::Write> io::Write for MaskedWriter<W> {
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::config::Config;

    const TOKEN: &str = "123456:AAsecretsecretsecret";
    const PASSWORD: &str = "p\"ss\\wörd";

    fn mask() -> Mask {
        Mask::new(&[TOKEN.into(), PASSWORD.into(), "ab".into()])
    }

    /// What reaches standard error of what is logged.
    fn logged(format: LogFormat, log: impl FnOnce()) -> String {
        #[derive(Clone, Default)]
        struct Lines(Arc<Mutex<Vec<u8>>>);

        impl io::Write for Lines {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0
                    .lock()
                    .expect("not poisoned")
                    .extend_from_slice(bytes);
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        let lines = Lines::default();
        let to = lines.clone();
        let settings = Log {
            format,
            ..Config::default().log
        };
        tracing::subscriber::with_default(subscriber(&settings, mask(), move || to.clone()), log);
        let bytes = lines.0.lock().expect("not poisoned").clone();
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn secrets_are_masked_however_they_are_written() {
        let check = |text: &str, masked: &str| assert_eq!(mask().apply(text), masked);
        check(
            "https://api.telegram.org/bot123456:AAsecretsecretsecret/getMe",
            "https://api.telegram.org/bot[hidden]/getMe",
        );
        check("bot123456%3AAAsecretsecretsecret", "bot123456%3A[hidden]");
        check(&format!("as it is {PASSWORD}."), "as it is [hidden].");
        check(&format!("by Debug {PASSWORD:?}."), "by Debug \"[hidden]\".");
        check("too short to hunt for: ab", "too short to hunt for: ab");
    }

    #[test]
    fn no_secret_reaches_the_log_in_either_format() {
        for format in [LogFormat::Pretty, LogFormat::Json] {
            let line = logged(format, || {
                let error = io::Error::other(format!("GET https://h/bot{TOKEN}/x by {PASSWORD}"));
                tracing::error!(error = %error, debug = ?error, "failed with {PASSWORD}");
            });
            assert_eq!(line.matches(MASKED).count(), 5, "{line}");
            assert!(
                !line.contains("AAsecret") && !line.contains("wörd"),
                "{line}"
            );
            assert_eq!(line.lines().count(), 1, "{line}");
        }
    }

    #[test]
    fn the_filter_is_obeyed() {
        assert_eq!(
            logged(LogFormat::Pretty, || tracing::debug!("not this")),
            ""
        );
    }

    #[test]
    fn an_error_is_told_with_all_its_causes_and_none_twice() {
        #[derive(Debug, thiserror::Error)]
        #[error("{0}")]
        struct Outer(&'static str, #[source] Inner);

        #[derive(Debug, thiserror::Error)]
        #[error("the disk is full")]
        struct Inner(#[source] io::Error);

        let error = |text| Outer(text, Inner(io::Error::other("no space left")));
        assert_eq!(
            Chain(&error("cannot save")).to_string(),
            "cannot save: the disk is full: no space left"
        );
        assert_eq!(
            Chain(&error("cannot save: the disk is full")).to_string(),
            "cannot save: the disk is full: no space left"
        );
    }
}
