//! A real browser without a window, driven over the `WebDriver` protocol.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use serde_json::{Value, json};

/// One tab of headless Chromium, as wide as a phone.
pub struct Browser {
    driver: Child,
    port: u16,
    /// The path of the session, empty until there is one.
    session: String,
    client: reqwest::Client,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts Chromium. It fails with the line that installs it where it is missing.
    pub async fn start() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the browser is a process of its own"
        )]
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser test needs: sudo apt-get install chromium chromium-driver");
        let port = port_of(&mut driver);
        let client = reprise::http::local_client(Duration::from_mins(1)).unwrap();
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            client,
            profile,
        };
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            &format!("--user-data-dir={}", browser.profile.path().display()),
        ];
        let phone = json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0, "touch": false } });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": {
            "args": arguments, "mobileEmulation": phone,
        }}}});
        let session = browser.call("session", &wanted).await;
        let id = session["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {session}"));
        browser.session = format!("session/{id}/");
        // Looks for an element wait this long for it to appear.
        browser
            .call("timeouts", &json!({ "implicit": 20_000 }))
            .await;
        browser
    }

    pub async fn open(&self, url: &str) {
        self.call("url", &json!({ "url": url })).await;
    }

    /// Waits for an element and clicks it.
    pub async fn click(&self, selector: &Selector<'_>) {
        let element = self.find(selector).await;
        self.call(&format!("element/{element}/click"), &json!({}))
            .await;
    }

    /// Waits for an element and types into it.
    pub async fn type_into(&self, selector: &Selector<'_>, text: &str) {
        let element = self.find(selector).await;
        self.call(
            &format!("element/{element}/value"),
            &json!({ "text": text }),
        )
        .await;
    }

    /// Waits until an element is there.
    pub async fn see(&self, selector: &Selector<'_>) {
        self.find(selector).await;
    }

    /// Keeps what the tab shows as a PNG file.
    pub async fn screenshot(&self, file: &Path) {
        let shot = value_of(
            self.client
                .get(self.url("screenshot"))
                .send()
                .await
                .unwrap(),
        )
        .await;
        let png = BASE64_STANDARD
            .decode(shot.as_str().expect("a picture"))
            .unwrap();
        std::fs::write(file, png).unwrap();
    }

    async fn find(&self, selector: &Selector<'_>) -> String {
        let (using, value) = match selector {
            Selector::Css(css) => ("css selector", (*css).to_owned()),
            Selector::Button(label) => ("xpath", format!("//button[normalize-space()='{label}']")),
            Selector::Text(text) => ("xpath", format!("//*[contains(text(), '{text}')]")),
        };
        let found = self
            .call("element", &json!({ "using": using, "value": value }))
            .await;
        let element = found
            .as_object()
            .and_then(|found| found.values().next())
            .and_then(Value::as_str);
        element
            .unwrap_or_else(|| panic!("no {value} on the page: {found}"))
            .to_owned()
    }

    async fn call(&self, what: &str, body: &Value) -> Value {
        value_of(
            self.client
                .post(self.url(what))
                .json(body)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    fn url(&self, what: &str) -> String {
        format!("http://127.0.0.1:{}/{}{what}", self.port, self.session)
    }
}

impl Drop for Browser {
    /// Ends the session, and with it the browser; a driver that is killed would leave it behind.
    fn drop(&mut self) {
        if let Ok(mut driver) = TcpStream::connect(("127.0.0.1", self.port)) {
            let path = self.session.trim_end_matches('/');
            let end =
                format!("DELETE /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            let _ = driver.set_read_timeout(Some(Duration::from_secs(10)));
            let _ = driver.write_all(end.as_bytes());
            let _ = driver.read_to_end(&mut Vec::new());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The driver takes a free port and says which.
fn port_of(driver: &mut Child) -> u16 {
    let said = BufReader::new(driver.stdout.take().expect("it is piped"));
    let mut lines = said.lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    port.expect("chromedriver says its port")
}

async fn value_of(answer: reqwest::Response) -> Value {
    let mut answer: Value = answer.json().await.unwrap();
    answer["value"].take()
}

/// What to look for on the page.
pub enum Selector<'a> {
    Css(&'a str),
    Button(&'a str),
    Text(&'a str),
}
