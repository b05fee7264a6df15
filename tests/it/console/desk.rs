//! A bot on a database of the test's own, with migrations of the test's own, and an owner who writes to it.

use std::{fs, path::Path, sync::Arc};

use reprise::{
    clock::{Clock, SystemClock},
    migrate::source::Known,
};
use simulator::{LimitOptions, Options, Simulator};

use crate::support::{bot::Bot, migrate::Site};

/// The configuration of every desk: one owner, no limits on messages.
const OWNED: &str =
    "bot.owners = [1003]\noutbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0\n";

/// A bot with this program's migrations.
pub async fn bot(site: &Site, extra: &str) -> Bot {
    start(site, None, Arc::new(SystemClock), extra).await
}

pub async fn start(site: &Site, known: Option<Known>, clock: Arc<dyn Clock>, extra: &str) -> Bot {
    let options = Options {
        limits: LimitOptions::off(),
        patience: std::time::Duration::from_secs(30),
        ..Options::default()
    };
    let telegram = Simulator::start(options).await.unwrap();
    let extra = format!(
        "{OWNED}migrations.backup_dir = '{}'\n{extra}",
        site.path("backups").display()
    );
    let folder = tempfile::tempdir().unwrap();
    Bot::on(site.url(), known, clock, telegram, folder, &extra)
}

/// Puts this program's migrations into the folder of a site, for a test to add to; says the newest version.
pub fn copy_embedded(site: &Site) -> i64 {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(site.dialect.name());
    let mut newest = 0;
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        newest = newest.max(name.split('_').next().unwrap().parse().unwrap_or(0));
        fs::copy(&path, site.source().join(name)).unwrap();
    }
    newest
}
