//! What the README's *Runbook* and *VPS* show is what the program prints: its commands are run one after the other, on the
//! database it speaks of, and compared line by line. `…` stands for any lines. Times, sizes, codes, machines and the numbers
//! of versions are other ones each time and are not compared; numbers of rows are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use reprise::{db::Dialect, migrate::source::Known};
use simulator::{ANNA, Simulator};

use crate::support::{
    db::Database,
    process::{Process, patient_telegram},
};

const README: &str = include_str!("../../README.md");

/// `$ command`, and the lines below it.
struct Shown {
    command: String,
    lines: Vec<String>,
}

/// The commands in the `console` blocks of a section.
fn shown_in(section: &str) -> Vec<Shown> {
    let text = README
        .split(&format!("\n{section}\n"))
        .nth(1)
        .expect("the section");
    let level = section.split(' ').next().unwrap_or_default();
    let text = text.split(&format!("\n{level} ")).next().unwrap_or(text);
    let mut all: Vec<Shown> = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or(block);
        for line in block.lines() {
            match (line.strip_prefix("$ "), all.last_mut()) {
                (Some(command), _) => all.push(Shown {
                    command: command.to_owned(),
                    lines: Vec::new(),
                }),
                (None, Some(last)) => last.lines.push(line.to_owned()),
                (None, None) => {}
            }
        }
    }
    for shown in &mut all {
        while shown.lines.last().is_some_and(String::is_empty) {
            shown.lines.pop();
        }
    }
    all
}

/// A small server: a folder with a database in it, the program that is there, and the one that is to come.
struct Vps {
    folder: tempfile::TempDir,
    telegram: Simulator,
    postgres: Database,
    /// Of the plan that was printed last.
    code: Option<String>,
    /// Of the backup that was made first.
    backup: String,
}

impl Vps {
    /// 1204 people, 300 playlists; a release that drops those, and one that only adds.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        release(
            &folder.path().join("reprise-new"),
            "saved_songs",
            "DROP TABLE schedule_runs;\nDROP TABLE scheduled_playlists;\nDROP TABLE playlist_tracks;\nDROP TABLE playlists;",
            "CREATE TABLE playlists (id INTEGER PRIMARY KEY, owner_id BIGINT, name TEXT);",
        );
        release(
            &folder.path().join("reprise-next"),
            "playlists_mood",
            "ALTER TABLE playlists ADD COLUMN mood TEXT;",
            "ALTER TABLE playlists DROP COLUMN mood;",
        );
        let vps = Self {
            folder,
            telegram: patient_telegram().await,
            postgres: Database::empty(Dialect::Postgres).await,
            code: None,
            backup: String::new(),
        };
        vps.starts_once();
        // On a machine that is slow the bot lives long enough to note what it looked at: a row more to move.
        vps.sql("DELETE FROM _reprise_notes");
        vps.sql(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1204) INSERT INTO users (telegram_id) SELECT i FROM n;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
             INSERT INTO playlists (owner_id, name, created_at, updated_at)
             SELECT i, 'list ' || i, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00' FROM n;",
        );
        vps
    }

    /// The bot is started there, and makes everything it needs.
    fn starts_once(&self) {
        let folder = self.folder.path();
        let url = format!("sqlite://{}", self.database().display());
        // Quietly: nobody is there to be told.
        let quiet = [
            ("REPRISE_NOTICES__START", "false"),
            ("REPRISE_NOTICES__CHECKS", "false"),
        ];
        let mut bot = Process::start(&self.telegram, folder, &url, &quiet);
        while !fs::read_to_string(folder.join("log.txt"))
            .unwrap()
            .contains("ready")
        {}
        bot.signal("TERM");
        assert!(bot.ended().success());
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("data/reprise.db")
    }

    fn sql(&self, sql: &str) {
        let conn = rusqlite::Connection::open(self.database()).unwrap();
        conn.execute_batch(sql).unwrap();
    }

    /// Runs a command as a person in this folder would; what it prints on either channel.
    fn shell(&self, command: &str) -> Vec<String> {
        let program = env!("CARGO_BIN_EXE_reprise");
        let (name, rest) = command.split_once(' ').unwrap();
        // What is to come is this program with another folder of migrations.
        let rest = match name.strip_prefix("./") {
            Some(folder) => rest.replacen("migrate", &format!("migrate --source {folder}"), 1),
            None => rest.to_owned(),
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "a test of the whole program starts it"
        )]
        let output = Command::new("sh")
            .args(["-c", &format!("{program} {rest} 2>&1")])
            .env_clear()
            .env(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            )
            .env("REPRISE_BOT__TOKEN", self.telegram.token())
            .env("REPRISE_BOT__API_URL", self.telegram.api_url())
            .env("REPRISE_BOT__OWNERS", "1003")
            .env("REPRISE_WEB__LISTEN", "127.0.0.1:0")
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// What the README shows, as far as it stays the same.
    fn neutral(&self, line: &str) -> String {
        let host = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned();
        let folder = fs::canonicalize(self.folder.path())
            .unwrap()
            .display()
            .to_string();
        let address = self.postgres.url().split_once('@').unwrap().1;
        let line = line
            .replace(&folder, "/srv/reprise")
            .replace(&format!(", {host})"), ", vps)")
            .replace(
                &format!("reprise:***@{address}"),
                "reprise@db.example.org/reprise",
            );
        let keeps_numbers = line.contains("rows") || line.starts_with("      ");
        let words = line
            .split(' ')
            .map(|word| neutral_word(word, keeps_numbers));
        let mut text = words.collect::<Vec<_>>().join(" ");
        for unit in ["bytes", "KB", "MB", "GB"] {
            text = text.replace(&format!("# {unit}"), "[size]");
        }
        for unit in ["seconds", "second", "minutes", "minute"] {
            text = text.replace(&format!("# {unit} ago"), "[ago]");
        }
        // A busy machine takes longer.
        if text.starts_with("Takes ") {
            return "Takes [time]".to_owned();
        }
        text.trim_end().to_owned()
    }

    fn compare(&mut self, shown: &Shown) {
        let mut command = shown.command.clone();
        // Nobody sits there to type it.
        if command.ends_with("migrate up") && self.code.is_some() {
            command.push_str(" --code ");
            command.push_str(&self.code.take().unwrap_or_default());
        } else if command.contains("migrate down") || command.ends_with("migrate up") {
            command += " --yes";
        } else if command.contains("migrate restore ") {
            command = format!("reprise migrate restore {} --yes", self.backup);
        } else if command.contains("migrate move") {
            command = format!("reprise migrate move --to {}", self.postgres.url());
        }
        let printed = self.shell(&command);
        for line in &printed {
            if let Some(rest) = line.strip_prefix("Code: ") {
                self.code = Some(rest[..8].to_owned());
            }
            let backup = line
                .strip_prefix("Backup: ")
                .and_then(|rest| rest.split(' ').next());
            if let Some(name) =
                backup.filter(|name| self.backup.is_empty() && name.starts_with("reprise-"))
            {
                self.backup = name.to_owned();
            }
        }
        let is_typed = |line: &&String| line.starts_with("Type ");
        let expected: Vec<String> = shown
            .lines
            .iter()
            .filter(|line| !is_typed(line))
            .map(|line| self.neutral(line))
            .collect();
        let got: Vec<String> = printed.iter().map(|line| self.neutral(line)).collect();
        assert!(
            matches(&expected, &got),
            "`{}` prints\n\n{}\n\nand README.md shows\n\n{}",
            shown.command,
            printed.join("\n"),
            shown.lines.join("\n")
        );
    }
}

/// The migrations of a program that is to come: this one's, and one more.
fn release(folder: &Path, name: &str, up: &str, down: &str) {
    fs::create_dir(folder).unwrap();
    let embedded = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    for entry in fs::read_dir(embedded).unwrap() {
        let from = entry.unwrap().path();
        fs::copy(&from, folder.join(from.file_name().unwrap())).unwrap();
    }
    let head = Known::embedded(Dialect::Sqlite).unwrap().head().unwrap();
    for (way, sql) in [("up", up), ("down", down)] {
        let file = folder.join(format!("{:04}_{name}.{way}.sql", head + 1));
        fs::write(file, format!("-- revises: {head:04}\n\n{sql}\n")).unwrap();
    }
}

/// Numbers, codes and names that are other ones each time.
fn neutral_word(word: &str, keeps_numbers: bool) -> String {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_code = core.len() == 8 && core.chars().all(|c| c.is_ascii_hexdigit());
    let is_migration = core.get(..5).is_some_and(|start| {
        start.ends_with('_') && start[..4].chars().all(|c| c.is_ascii_digit())
    });
    if is_code {
        word.replace(core, "[code]")
    } else if core.contains("reprise-20") {
        let what = if core.contains("before-restore") {
            "[before-restore]"
        } else {
            "[backup]"
        };
        word.replace(core, what)
    } else if is_migration && !core.ends_with("_saved_songs") && !core.ends_with("_playlists_mood")
    {
        word.replace(core, "[migration]")
    } else if keeps_numbers {
        word.to_owned()
    } else {
        let mut text = String::new();
        for c in word.chars() {
            match c {
                '0'..='9' | '.' if text.ends_with('#') => {}
                '0'..='9' => text.push('#'),
                c => text.push(c),
            }
        }
        text
    }
}

/// Whether lines are as a pattern has them, in which `…` stands for any of them.
fn matches(pattern: &[String], lines: &[String]) -> bool {
    match pattern.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "…" => {
            (0..=lines.len()).any(|skipped| matches(rest, &lines[skipped..]))
        }
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, more)| line == first && matches(rest, more)),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_runbook_shows_is_what_the_program_prints() {
    let mut vps = Vps::new().await;
    let all = shown_in("## Runbook");
    assert!(all.len() > 7, "{}", all.len());
    for shown in all {
        if let Some((_, what)) = shown.command.split_once("# ") {
            panic!("a comment in a command: {what}");
        }
        vps.compare(&shown);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_doctor_of_a_new_server_says_is_what_the_readme_shows() {
    let mut vps = Vps::new().await;
    let all = shown_in("## VPS");
    assert_eq!(all.len(), 1);
    vps.compare(&all[0]);
}

/// A release that only adds: the older program goes on serving, and is put back without anybody noticing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_copy_serves_on_while_a_newer_one_comes_and_goes() {
    let vps = Vps::new().await;
    let url = format!("sqlite://{}", vps.database().display());
    let folder = vps.folder.path().join("older");
    fs::create_dir(&folder).unwrap();
    let serves = async || {
        let asked = vps.telegram.say(ANNA, ANNA, "/playlist").message.message_id;
        let answer = vps.telegram.answer_after(ANNA, ANNA, asked).await;
        let words = answer.body.words();
        assert!(words.contains("You have 1 playlist"), "{words}");
    };
    let mut older = Process::start(&vps.telegram, &folder, &url, &[]);
    vps.telegram.ask(ANNA, "/playlist new Road").await;
    // The newer program comes, and migrates under the older copy.
    let printed = vps.shell("./reprise-next migrate up --yes").join("\n");
    assert!(
        printed.contains("playlists_mood") && printed.contains("Done in"),
        "{printed}"
    );
    serves().await;
    // Back to the older image: it starts on the newer database, and serves.
    older.signal("TERM");
    assert!(older.ended().success());
    let mut older = Process::start(&vps.telegram, &folder, &url, &[]);
    serves().await;
    let status = vps.shell("reprise migrate status").join("\n");
    assert!(status.contains("Newer than this build: "), "{status}");
    // And takes back what it does not know, by the script that was kept, while it serves.
    let printed = vps.shell("reprise migrate down --yes").join("\n");
    assert!(
        printed.contains("playlists_mood") && printed.contains("Done in"),
        "{printed}"
    );
    serves().await;
    let status = vps.shell("reprise migrate status").join("\n");
    assert!(status.contains("Pending:  nothing"), "{status}");
    older.signal("TERM");
    assert!(older.ended().success());
}
