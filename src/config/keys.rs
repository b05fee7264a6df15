//! The table of keys: the one place that says which there are, what they mean, their defaults and their bounds.
//! The structs, `config.example.toml`, `config show`, the names in the environment and "did you mean" come from it.
//!
//! To add one: a line here, then `reprise config example > config.example.toml`.

use std::net::SocketAddr;
use std::path::PathBuf;

use reqwest::Url;
use secrecy::SecretString;

use super::Reader;
use super::database_url::{DatabaseUrl, database_url};
use super::parse::{
    address, choice, flag, http_url, log_filter, optional, path, program, token, url_path,
    user_ids, webhook_secret, whole,
};
use super::table::Preset::{Unset, Value};
use super::table::{Key, is_secret, kind_of, settings};
use super::values::{Adding, LogFormat, Mode, OnAhead, OnFailure, Owners, Setting as _};

settings! {
    /// The account the bot speaks with, and who owns it.
    bot: Bot {
        /// What `@BotFather` gave you for your bot.
        token: Option<SecretString> = Unset("123456789:AAExampleExampleExampleExampleExample"), optional(token);
        /// The Bot API server; another one than Telegram's when you run your own.
        api_url: Url = Value("https://api.telegram.org"), http_url;
        /// The Telegram user ids of those who may run the database from the chat. /start tells you yours.
        owners: Owners = Value(""), user_ids;
        /// How updates arrive: `polling` works everywhere, `webhook` needs a public address (see `[webhook]`).
        mode: Mode = Value("polling"), choice;
    }

    /// Where Telegram delivers updates when `bot.mode` is `webhook`.
    webhook: Webhook {
        /// The public address Telegram is told. Where it ends without a path, `path` is added.
        url: Option<Url> = Unset("https://bot.example.org/telegram"), optional(http_url);
        /// The address and port the bot listens on, behind your reverse proxy. Nothing but `path` is answered there.
        listen: SocketAddr = Value("127.0.0.1:8080"), address;
        /// The path that is answered.
        path: String = Value("/telegram"), url_path;
        /// Telegram repeats it with each delivery, so that nobody else can pose as Telegram: 1 to 256 letters, digits, _ or -.
        /// Without one it is derived from the token.
        secret: Option<SecretString> = Unset("a-long-random-word"), optional(webhook_secret);
        /// How many updates Telegram delivers at once, 1 to 100.
        max_connections: u32 = Value("40"), whole(1, 100);
    }

    /// Telegram's limits on messages out, kept by the bot. 0 switches one off, for load tests against a simulator.
    outbox: Outbox {
        /// Messages a second, all chats together.
        per_second: u32 = Value("30"), whole(0, 10_000);
        /// Messages a second to one person.
        per_chat: u32 = Value("1"), whole(0, 10_000);
        /// Messages a minute to one group.
        per_group: u32 = Value("20"), whole(0, 10_000);
    }

    /// Where the data lives.
    database: Database {
        /// `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/DATABASE`. A relative FILE starts at the working directory.
        /// Backups, caches and temporary files go beside a SQLite file; with PostgreSQL into the folder `data`.
        url: DatabaseUrl = Value("sqlite://data/reprise.db"), database_url;
        /// Connections at once.
        max_connections: u32 = Value("8"), whole(1, 1_000);
    }

    /// How the database is brought up to date when the bot starts, and how it is kept safe.
    migrations: Migrations {
        /// Apply at start what loses nothing and can be undone. Everything else waits for an owner.
        auto: bool = Value("true"), flag;
        /// Apply at start also what loses data or cannot be undone, without asking.
        auto_lossy: bool = Value("false"), flag;
        /// When a migration fails at start: `maintenance` keeps the bot up and tells the owners, `exit` ends with code 1.
        on_failure: OnFailure = Value("maintenance"), choice;
        /// When the database is newer than this binary in a way it cannot live with: `maintenance`, or `revert` what is too new.
        on_ahead: OnAhead = Value("maintenance"), choice;
        /// A direct address of the same database for migrations, where `database.url` goes through a pooler.
        url: Option<DatabaseUrl> = Unset("postgres://reprise:password@db.example.org:5432/reprise"), optional(database_url);
        /// Where backups go; without it `backups` beside the data.
        backup_dir: Option<PathBuf> = Unset("data/backups"), optional(path);
        /// How many backups are kept at least.
        keep_backups: u32 = Value("10"), whole(1, 10_000);
        /// Older backups than so many days are removed, apart from the newest `keep_backups`.
        keep_days: u32 = Value("30"), whole(1, 36_500);
        /// Up to this size a plan is tried on a copy of the data before its button is shown.
        rehearse_max_mb: u32 = Value("1024"), whole(0, 1_000_000);
        /// A backup every so many hours, whatever else happens; 0 for none.
        backup_hours: u32 = Value("24"), whole(0, 8_760);
        /// How long a plan that loses data waits after it was approved in the chat, so that it can still be cancelled.
        cooldown_seconds: u32 = Value("15"), whole(0, 3_600);
    }

    /// What the owners are told in the chat without asking.
    notices: Notices {
        /// A start that applied migrations.
        start: bool = Value("true"), flag;
        /// Migrations that wait for an owner, and a start that could not bring the database up to date.
        waiting: bool = Value("true"), flag;
        /// What another owner or the command line did to the database.
        changes: bool = Value("true"), flag;
        /// What the daily check of the database finds wrong.
        checks: bool = Value("true"), flag;
        /// Less free space than so many megabytes; 0 for never.
        low_disk_mb: u32 = Value("200"), whole(0, 1_000_000);
    }

    /// What one person may have.
    limits: Limits {
        /// Tracks in one playlist.
        tracks: u32 = Value("200"), whole(1, 100_000);
        /// Playlists.
        playlists: u32 = Value("50"), whole(1, 100_000);
        /// Scheduled playlists.
        schedules: u32 = Value("20"), whole(1, 100_000);
        /// Radio stations added.
        stations: u32 = Value("50"), whole(1, 100_000);
        /// Songs kept from the radio.
        songs: u32 = Value("500"), whole(1, 100_000);
        /// Tracks being rendered at once; further ones wait their turn.
        renders: u32 = Value("3"), whole(1, 1_000);
        /// Messages and presses taken a minute, all at once if need be; what is more is left out, and said so. 0 for no limit.
        updates_per_minute: u32 = Value("240"), whole(0, 100_000);
    }

    /// Playlists that play by themselves.
    schedules: Schedules {
        /// What was missed while the bot was away still plays if it is late by no more minutes than this; else it is left out.
        catch_up_minutes: u32 = Value("60"), whole(0, 1_440);
    }

    /// The sound.
    audio: Audio {
        /// The ffmpeg program: a name looked up in PATH, or a path.
        ffmpeg: PathBuf = Value("ffmpeg"), program;
        /// The ffprobe program.
        ffprobe: PathBuf = Value("ffprobe"), program;
        /// Renders at once, everybody together; 0 means one for each processor core.
        workers: u32 = Value("0"), whole(0, 256);
        /// The longest sound that is taken, in minutes.
        max_minutes: u32 = Value("180"), whole(1, 1_440);
        /// Where finished renders are kept; without it `cache` beside the data.
        cache_dir: Option<PathBuf> = Unset("data/cache"), optional(path);
    }

    /// Internet radio.
    radio: Radio {
        /// A server of the radio-browser directory; without it one is found by itself.
        directory_url: Option<Url> = Unset("https://de1.api.radio-browser.info"), optional(http_url);
        /// Who may add stations: `everyone`, or the `owners` of the bot.
        adding: Adding = Value("everyone"), choice;
        /// Stations listened to at once, everybody together.
        connections: u32 = Value("64"), whole(1, 10_000);
        /// Stations looked after at once.
        probes: u32 = Value("4"), whole(1, 100);
        /// Let stations be on private addresses (loopback, your LAN). Listeners choose addresses: leave it off on a server.
        allow_private: bool = Value("false"), flag;
    }

    /// Lyrics.
    lyrics: Lyrics {
        /// The LRCLIB server.
        lrclib_url: Url = Value("https://lrclib.net"), http_url;
        /// How many days found lyrics are kept before they are looked up again.
        ttl_days: u32 = Value("7"), whole(1, 3_650);
        /// Let the lyrics server be on a private address.
        allow_private: bool = Value("false"), flag;
    }

    /// Health for your monitoring. Keep it private.
    web: Web {
        /// The address and port; port 0 takes a free one.
        listen: SocketAddr = Value("127.0.0.1:8081"), address;
    }

    /// The log, on standard error.
    log: Log {
        /// What is logged: a level (error, warn, info, debug, trace), or levels by module such as `info,reprise::outbox=debug`.
        filter: String = Value("info"), log_filter;
        /// `pretty` for people, `json` for collectors.
        format: LogFormat = Value("pretty"), choice;
    }
}
