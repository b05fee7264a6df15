//! A PostgreSQL of one test's own, to be restarted.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
};

use sqlx::{Connection as _, PgConnection};

pub struct Server {
    pub url: String,
    /// The script that made it, and cleans up when its input ends.
    script: Child,
    input: Option<ChildStdin>,
    /// Since it was restarted it is ours.
    restarted: Option<Child>,
}

impl Server {
    pub fn start() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test that needs a server starts it"
        )]
        let mut command = Command::new("tests/with-postgres.sh");
        let mut script = command
            .args(["sh", "-c", "echo $REPRISE_TEST_POSTGRES; cat"])
            .env_remove("REPRISE_TEST_POSTGRES")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        let mut output = BufReader::new(script.stdout.take().unwrap());
        output.read_line(&mut url).unwrap();
        Self {
            url: url.trim().to_owned(),
            input: script.stdin.take(),
            script,
            restarted: None,
        }
    }

    /// Stops the server as its machine would when it is rebooted, and starts it again.
    pub async fn restart(&mut self) {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let lines: String = sqlx::query_scalar("SELECT pg_read_file('postmaster.pid')")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        drop(connection);
        let pid = lines.lines().next().unwrap();
        let command = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
        let is_root = rustix::process::getuid().is_root();
        let user = [
            "setpriv",
            "--reuid",
            "postgres",
            "--regid",
            "postgres",
            "--init-groups",
        ];
        let words: Vec<&str> = is_root
            .then_some(user)
            .into_iter()
            .flatten()
            .chain(["setpriv", "--pdeathsig", "INT"])
            .chain(command.split('\0').filter(|word| !word.is_empty()))
            .collect();
        run(&["kill", "-INT", pid]).wait().unwrap();
        while std::path::Path::new(&format!("/proc/{pid}/cmdline")).exists() {
            // Its parent is the script, or we are.
            if let Some(old) = &mut self.restarted {
                old.wait().unwrap();
            }
            tokio::task::yield_now().await;
        }
        self.restarted = Some(run(&words));
        while PgConnection::connect(&self.url).await.is_err() {
            tokio::task::yield_now().await;
        }
    }
}

fn run(words: &[&str]) -> Child {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test of a server's restart restarts it"
    )]
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(server) = &mut self.restarted {
            let _ = run(&["kill", "-QUIT", &server.id().to_string()]).wait();
            let _ = server.wait();
        }
        drop(self.input.take());
        let _ = self.script.wait();
    }
}
