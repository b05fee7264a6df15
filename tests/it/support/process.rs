//! The real program as a process of its own, to be killed.

use std::{
    fs::File,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
};

use simulator::{LimitOptions, Options, Simulator};

/// A Telegram without limits, whose people wait for what a bot that was killed still makes.
pub async fn patient_telegram() -> Simulator {
    Simulator::start(Options {
        limits: LimitOptions::off(),
        patience: std::time::Duration::from_mins(2),
        ..Options::default()
    })
    .await
    .unwrap()
}

/// A running `reprise`. Killed when dropped, so that a failed test leaves none behind.
pub struct Process(Child);

impl Process {
    /// Starts the bot against a simulated Telegram. What it logs is added to `log.txt` in its folder.
    pub fn start(
        telegram: &Simulator,
        folder: &Path,
        database: &str,
        extra: &[(&str, &str)],
    ) -> Self {
        let log = File::options()
            .create(true)
            .append(true)
            .open(folder.join("log.txt"))
            .unwrap();
        #[expect(
            clippy::disallowed_methods,
            reason = "a test of the whole program starts it"
        )]
        let mut command = Command::new(env!("CARGO_BIN_EXE_reprise"));
        command
            .current_dir(folder)
            .env_clear()
            .env("REPRISE_BOT__TOKEN", telegram.token())
            .env("REPRISE_BOT__API_URL", telegram.api_url())
            .env("REPRISE_DATABASE__URL", database)
            .env("REPRISE_WEB__LISTEN", "127.0.0.1:0")
            .envs(extra.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        Self(command.spawn().unwrap())
    }

    /// SIGKILL: no last words.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Another signal, by its name.
    pub fn signal(&self, name: &str) {
        #[expect(clippy::disallowed_methods, reason = "std sends no signal but SIGKILL")]
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.0.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits until the process ends by itself.
    pub fn ended(&mut self) -> ExitStatus {
        tokio::task::block_in_place(|| self.0.wait().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
