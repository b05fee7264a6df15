//! `simulator`: a Telegram on your own machine, until Ctrl-C.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::Parser;
use simulator::{LimitOptions, Options, PersonSpec, Simulator, TOKEN, default_cast};

/// A Bot API server with virtual people and a chat page, on your own machine.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8089")]
    listen: SocketAddr,
    /// The token that the bot must use.
    #[arg(long, default_value = TOKEN)]
    token: String,
    /// The bot's username.
    #[arg(long, default_value = "reprise_bot")]
    username: String,
    /// One more person, as `id,name,language[,role]`; may be repeated.
    #[arg(long, visible_alias = "people", value_parser = person)]
    person: Vec<PersonSpec>,
    /// Behave like `telegram-bot-api --local`, keeping files in this folder.
    #[arg(long, value_name = "FOLDER")]
    local: Option<PathBuf>,
    /// Never answer "Too Many Requests", for load tests.
    #[arg(long)]
    no_limits: bool,
    /// Let the bot read everything in groups.
    #[arg(long)]
    no_privacy: bool,
    /// Ignore fields that the Bot API does not have, as Telegram does.
    #[arg(long)]
    lenient: bool,
    /// How many calls to remember.
    #[arg(long, default_value_t = 10_000)]
    keep_calls: usize,
}

fn person(text: &str) -> Result<PersonSpec, String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let (id, name, language, role) = match parts[..] {
        [id, name, language] => (id, name, language, "listener"),
        [id, name, language, role] => (id, name, language, role),
        _ => return Err("expected id,name,language[,role]".to_owned()),
    };
    let id = id
        .parse()
        .ok()
        .filter(|id| *id > 0)
        .ok_or("the id is a positive number")?;
    Ok(PersonSpec {
        role: role.to_owned(),
        ..PersonSpec::new(id, name, language)
    })
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let options = Options {
        listen: args.listen,
        token: args.token,
        bot_username: args.username,
        people: default_cast().into_iter().chain(args.person).collect(),
        limits: if args.no_limits {
            LimitOptions::off()
        } else {
            LimitOptions::default()
        },
        privacy_mode: !args.no_privacy,
        strict: !args.lenient,
        local_dir: args.local,
        keep_calls: args.keep_calls,
        ..Options::default()
    };
    match Simulator::start(options).await {
        Ok(simulator) => {
            say(&format!("The simulator listens at {}", simulator.api_url()));
            // Without a signal handler it would simply run on; either way there is nothing to save.
            let _ = tokio::signal::ctrl_c().await;
            ExitCode::SUCCESS
        }
        Err(why) => {
            complain(&format!(
                "The simulator cannot listen at {}: {why}",
                args.listen
            ));
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the address is what this program has to say"
)]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "nobody reads a log of this program")]
fn complain(line: &str) {
    eprintln!("{line}");
}
