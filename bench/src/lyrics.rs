//! The cache of lyrics: how long a look-up and a batch of the sweep take among many rows, beside a table of few. On
//! SQLite, in tables that Reprise's own migrations made, with the statements of `src/store/lyrics_cache.rs`.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};

use crate::Outcome;

const SIZES: [i64; 2] = [1_000, 1_000_000];
const LOOK_UPS: i64 = 2_000;
/// Few enough for the small table.
const BATCHES: usize = 2;
const BATCH: i64 = 500;

const FIND: &str = "
    SELECT id, artist, title, lyrics, cached_at, expires_at, ttl_days FROM lyrics_cache WHERE track_id = $1";
const SWEEP: &str = "
    DELETE FROM lyrics_cache WHERE id IN
        (SELECT id FROM lyrics_cache WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";

/// What a table of one size came to: medians.
pub(crate) struct Figure {
    rows: i64,
    look_up: Duration,
    sweep: Duration,
}

pub(crate) struct Figures(Vec<Figure>);

/// Measures every size.
pub(crate) async fn measure(programs: &Path, folder: &Path) -> Outcome<Figures> {
    let mut figures = Vec::new();
    for rows in SIZES {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir(folder)?;
        figures.push(measure_one(programs, folder, rows).await?);
        fs::remove_dir_all(folder)?;
    }
    Ok(Figures(figures))
}

async fn measure_one(programs: &Path, folder: &Path, rows: i64) -> Outcome<Figure> {
    let url = format!("sqlite://{}/reprise.db", folder.display());
    let migrated = Command::new(programs.join("reprise"))
        .args(["migrate", "up", "--yes"])
        .env_clear()
        .env("REPRISE_DATABASE__URL", &url)
        .current_dir(folder)
        .output()?;
    if !migrated.status.success() {
        return Err(String::from_utf8_lossy(&migrated.stderr).into());
    }
    let mut db = SqliteConnection::connect(&url).await?;
    // Names and words of the length that songs have; one row in a thousand has long been dead, or all of a small table.
    let dead = (rows / 1_000).max(BATCH * i64::try_from(BATCHES)?);
    let fill = format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {rows})
         INSERT INTO lyrics_cache (track_id, artist, title, lyrics, expires_at)
         SELECT 'artist - title-' || i, 'Artist', 'Title ' || i, hex(randomblob(600)),
             CASE WHEN i < {dead} THEN '2020-01-01T00:00:00+00:00' ELSE '2040-01-01T00:00:00+00:00' END FROM n"
    );
    db.execute(AssertSqlSafe(fill)).await?;
    let mut look_ups = Vec::new();
    for number in 0..LOOK_UPS {
        // Far apart, so that a look-up does not find its page warm from the one before.
        let track = format!("artist - title-{}", number * 7_919 % rows);
        let began = Instant::now();
        sqlx::query(FIND).bind(track).fetch_one(&mut db).await?;
        look_ups.push(began.elapsed());
    }
    let mut sweeps = Vec::new();
    for _ in 0..BATCHES {
        let began = Instant::now();
        let swept = sqlx::query(SWEEP)
            .bind("2030-01-01T00:00:00+00:00")
            .bind(BATCH);
        let swept = swept.execute(&mut db).await?.rows_affected();
        sweeps.push(began.elapsed());
        if swept != BATCH.cast_unsigned() {
            return Err(format!("a batch of the sweep took {swept} rows").into());
        }
    }
    db.close().await?;
    Ok(Figure {
        rows,
        look_up: median(look_ups),
        sweep: median(sweeps),
    })
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "| kept lyrics | look-up, µs | {BATCH} rows swept, ms |")?;
        writeln!(f, "|--:|--:|--:|")?;
        for Figure {
            rows,
            look_up,
            sweep,
        } in &self.0
        {
            let (look_up, sweep) = (look_up.as_secs_f64() * 1e6, sweep.as_secs_f64() * 1e3);
            writeln!(f, "| {rows} | {look_up:.0} | {sweep:.1} |")?;
        }
        let look_ups: Vec<f64> = self
            .0
            .iter()
            .map(|figure| figure.look_up.as_secs_f64())
            .collect();
        let ratio = look_ups[look_ups.len() - 1] / look_ups[0];
        let verdict = if ratio <= 2.0 { "met" } else { "**missed**" };
        write!(
            f,
            "\nA look-up among the most takes {ratio:.2}× as long as among the fewest; at most 2× is wanted: {verdict}."
        )
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
