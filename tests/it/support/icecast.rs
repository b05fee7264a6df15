//! A real Icecast on loopback, fed by ffmpeg in real time, whose titles a test changes.

use std::{fmt::Write as _, os::unix::fs::PermissionsExt as _, process::Stdio, time::Duration};

use tokio::{net::TcpStream, process::Child};

use super::station::ffmpeg;

/// An Icecast with one station at `/live`.
pub struct Icecast {
    port: u16,
    _server: Child,
    _source: Child,
    _folder: tempfile::TempDir,
}

impl Icecast {
    pub async fn start(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // As root it hands itself to a user who is nobody.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let place = folder.path().display();
        let mut config = String::new();
        write!(
            config,
            "<icecast><limits><clients>50</clients><sources>5</sources><burst-size>65536</burst-size></limits>
             <authentication><source-password>secret</source-password><admin-user>admin</admin-user><admin-password>secret</admin-password></authentication>
             <hostname>localhost</hostname><listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
             <paths><basedir>{place}</basedir><logdir>{place}</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
             <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog></logging>
             <security><chroot>0</chroot><changeowner><user>nobody</user><group>nogroup</group></changeowner></security></icecast>"
        )
        .unwrap();
        let file = folder.path().join("icecast.xml");
        std::fs::write(&file, config).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a real server is a process")]
        let server = tokio::process::Command::new("icecast2")
            .arg("-c")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("icecast2 starts: `sudo apt-get install icecast2`");
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let to = format!("icecast://source:secret@127.0.0.1:{port}/live");
        let source = ffmpeg(&[
            "-re",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440",
            "-b:a",
            "64k",
            "-f",
            "mp3",
            "-content_type",
            "audio/mpeg",
            "-ice_name",
            name,
            "-ice_genre",
            "Jazz",
            &to,
        ])
        .spawn()
        .unwrap();
        let icecast = Self {
            port,
            _server: server,
            _source: source,
            _folder: folder,
        };
        while !icecast.get("/live").await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        icecast
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/live", self.port)
    }

    /// From now on this is what it plays.
    pub async fn says(&self, title: &str) {
        let query = [
            ("mount", "/live"),
            ("mode", "updinfo"),
            ("charset", "UTF-8"),
            ("song", title),
        ];
        let url = reqwest::Url::parse_with_params(
            &format!("http://127.0.0.1:{}/admin/metadata", self.port),
            query,
        )
        .unwrap();
        let client = reprise::http::local_client(Duration::from_secs(5)).unwrap();
        let answer = client
            .get(url)
            .basic_auth("admin", Some("secret"))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    async fn get(&self, path: &str) -> bool {
        let client = reprise::http::local_client(Duration::from_secs(5)).unwrap();
        let answer = client
            .get(format!("http://127.0.0.1:{}{path}", self.port))
            .send()
            .await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }
}
