//! What is counted and timed, for `/metrics`: written down where it happens, and read by a monitor now and then. What can
//! only be looked up (how much waits, how late something is) is looked up when somebody asks.
//!
//! No label says who did something. To add a figure: a field, its line in [`Metrics::new`], and where it is counted.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
        info::Info,
    },
    registry::{Metric, Registry},
};

/// The figures of one bot.
pub struct Metrics {
    registry: Mutex<Registry>,
    look: OnceLock<Look>,
    /// Updates taken up.
    pub updates: Family<Kind, Counter>,
    handlers: Family<Feature, Histogram, Buckets>,
    failures: Family<Failure, Counter>,
    /// The same, all together.
    pub failed: Counter,
    /// Those of them that were cut or panicked.
    pub cut: Counter,
    /// Messages out, by what became of them.
    pub messages: Family<Outcome, Counter>,
    /// Messages that wait for their turn or are on the wire.
    pub messages_waiting: Gauge,
    /// How often Telegram asked to slow down.
    pub slowed: Counter,
    jobs: Family<Kind, Histogram, Buckets>,
    jobs_ended: Family<Ended, Counter>,
    cache: Family<Lookup, Counter>,
    pub inbox_open: Gauge,
    pub inbox_oldest_seconds: Gauge,
    pub jobs_open: Family<Kind, Gauge>,
    pub schedules_due: Gauge,
    pub schedules_late_seconds: Gauge,
    pub database_connections: Family<State, Gauge>,
    pub database_up: Gauge,
    pub schema_revision: Gauge,
}

/// Fills in what has to be looked up.
pub type Look = Box<dyn for<'a> Fn(&'a Metrics) -> BoxFuture<'a, ()> + Send + Sync>;

macro_rules! labels {
    ($($name:ident { $($label:ident),+ })+) => {$(
        #[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
        pub struct $name { $(pub $label: &'static str),+ }
    )+};
}

labels! {
    Kind { kind }
    Feature { feature }
    Failure { feature, why }
    Outcome { outcome }
    Ended { kind, how }
    Lookup { cache, result }
    State { state }
}

/// Why an answer failed that nobody saw end.
const CUT: &str = "cut";

/// The kinds of update there are.
pub const KINDS: [&str; 4] = ["message", "callback_query", "my_chat_member", "other"];

/// The bounds of a histogram, in seconds: a handler has fifteen, a render some minutes.
#[derive(Debug, Clone, Copy)]
struct Buckets(&'static [f64]);

const OF_HANDLERS: Buckets = Buckets(&[0.005, 0.02, 0.1, 0.5, 2.0, 15.0]);
const OF_JOBS: Buckets = Buckets(&[0.1, 0.5, 2.0, 10.0, 60.0, 600.0]);

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(self.0.iter().copied())
    }
}

impl Metrics {
    pub fn new(version: &'static str) -> Arc<Self> {
        let mut all = Registry::with_prefix("reprise");
        all.register("build", "The build", Info::new([("version", version)]));
        let r = &mut all;
        let handlers = Family::new_with_constructor(OF_HANDLERS);
        let jobs = Family::new_with_constructor(OF_JOBS);
        Arc::new(Self {
            look: OnceLock::new(),
            failed: Counter::default(),
            cut: Counter::default(),
            updates: add(r, "updates", "Updates taken up", Family::default()),
            handlers: add(
                r,
                "handler_seconds",
                "Time a feature took to answer",
                handlers,
            ),
            failures: add(
                r,
                "handler_failures",
                "Answers that failed",
                Family::default(),
            ),
            messages: add(r, "messages", "Messages out", Family::default()),
            messages_waiting: add(
                r,
                "messages_waiting",
                "Messages not out yet",
                Gauge::default(),
            ),
            slowed: add(
                r,
                "slowed",
                "Times Telegram asked to slow down",
                Counter::default(),
            ),
            jobs: add(r, "job_seconds", "Time a job ran", jobs),
            jobs_ended: add(r, "jobs_ended", "Jobs that ran", Family::default()),
            jobs_open: add(r, "jobs_open", "Jobs that wait or run", Family::default()),
            cache: add(
                r,
                "cache_lookups",
                "Look-ups in what was kept",
                Family::default(),
            ),
            inbox_open: add(r, "inbox_open", "Updates not done yet", Gauge::default()),
            inbox_oldest_seconds: add(
                r,
                "inbox_oldest_seconds",
                "Age of the oldest of them",
                Gauge::default(),
            ),
            schedules_due: add(
                r,
                "schedules_due",
                "Schedules that are due",
                Gauge::default(),
            ),
            schedules_late_seconds: add(
                r,
                "schedules_late_seconds",
                "How late the latest of them is",
                Gauge::default(),
            ),
            database_connections: add(
                r,
                "database_connections",
                "Connections to the database",
                Family::default(),
            ),
            database_up: add(
                r,
                "database_up",
                "Whether the database answered",
                Gauge::default(),
            ),
            schema_revision: add(
                r,
                "schema_revision",
                "The newest migration applied",
                Gauge::default(),
            ),
            registry: Mutex::new(all),
        })
    }

    /// From now on this fills in what has to be looked up.
    pub fn look_by(&self, look: Look) {
        // A start is over only once.
        let _ = self.look.set(look);
    }

    /// Looks up what has to be looked up.
    pub async fn refresh(&self) {
        if let Some(look) = self.look.get() {
            look(self).await;
        }
    }

    /// Everything, as Prometheus reads it.
    pub async fn text(&self) -> Result<String, fmt::Error> {
        self.refresh().await;
        let mut text = String::new();
        encode(&mut text, &self.registry()).map(|()| text)
    }

    /// A feature begins to answer.
    pub fn answering(self: &Arc<Self>, feature: &'static str) -> Answering {
        Answering {
            metrics: Arc::clone(self),
            feature,
            began: Instant::now(),
            failure: Some(CUT),
        }
    }

    /// A job ran for so long, and this is how it ended.
    pub fn ran(&self, kind: &'static str, how: &'static str, took: Duration) {
        let seconds = took.as_secs_f64();
        self.jobs.get_or_create(&Kind { kind }).observe(seconds);
        self.jobs_ended.get_or_create(&Ended { kind, how }).inc();
    }

    /// Updates of all kinds.
    pub fn taken_up(&self) -> u64 {
        let kinds = KINDS.iter();
        let counts = kinds.map(|kind| self.updates.get_or_create(&Kind { kind }).get());
        counts.sum()
    }

    /// Something was looked up in what was kept.
    pub fn looked_up(&self, cache: &'static str, is_hit: bool) {
        let result = if is_hit { "hit" } else { "miss" };
        self.cache.get_or_create(&Lookup { cache, result }).inc();
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn add<M: Metric + Clone>(registry: &mut Registry, name: &str, help: &str, metric: M) -> M {
    registry.register(name, help, metric.clone());
    metric
}

/// The time a feature takes. Where this is dropped without an end, the handler was cut or panicked.
pub struct Answering {
    metrics: Arc<Metrics>,
    feature: &'static str,
    began: Instant,
    failure: Option<&'static str>,
}

impl Answering {
    /// It answered, or this is why not.
    pub fn end(mut self, failure: Option<&'static str>) {
        self.failure = failure;
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let (metrics, feature) = (&self.metrics, self.feature);
        let seconds = self.began.elapsed().as_secs_f64();
        metrics
            .handlers
            .get_or_create(&Feature { feature })
            .observe(seconds);
        if let Some(why) = self.failure {
            metrics
                .failures
                .get_or_create(&Failure { feature, why })
                .inc();
            metrics.failed.inc();
            if why == CUT {
                metrics.cut.inc();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that begin so.
    async fn lines(metrics: &Metrics, start: &str) -> Vec<String> {
        let text = metrics.text().await.unwrap();
        let lines = text.lines().filter(|line| line.starts_with(start));
        lines.map(str::to_owned).collect()
    }

    #[tokio::test]
    async fn a_handler_that_is_cut_is_a_failure() {
        let metrics = Metrics::new("1");
        metrics.answering("speed").end(None);
        metrics.answering("speed").end(Some("user"));
        drop(metrics.answering("radio"));
        let mut failures = lines(&metrics, "reprise_handler_failures_total").await;
        failures.sort();
        assert_eq!(
            failures,
            [
                r#"reprise_handler_failures_total{feature="radio",why="cut"} 1"#,
                r#"reprise_handler_failures_total{feature="speed",why="user"} 1"#,
            ]
        );
        let count = lines(&metrics, "reprise_handler_seconds_count").await;
        assert!(count.contains(&r#"reprise_handler_seconds_count{feature="speed"} 2"#.to_owned()));
        assert_eq!(metrics.failed.get(), 2);
    }

    #[tokio::test]
    async fn what_has_to_be_looked_up_is_looked_up_when_somebody_reads() {
        let metrics = Metrics::new("1");
        metrics.look_by(Box::new(|metrics| {
            Box::pin(async {
                metrics.inbox_open.inc();
            })
        }));
        assert_eq!(
            lines(&metrics, "reprise_inbox_open").await,
            ["reprise_inbox_open 1"]
        );
        assert_eq!(
            lines(&metrics, "reprise_inbox_open").await,
            ["reprise_inbox_open 2"]
        );
    }
}
