//! Real servers on loopback, of which one is taken for the internet and the others for what is behind a firewall.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;

/// The "internet" of these tests.
const OUTSIDE: &str = "127.0.0.1";
/// What nobody may reach.
const INSIDE: &str = "127.0.0.2";

fn is_outside(address: IpAddr) -> bool {
    address.to_string() == OUTSIDE
}

const PATIENCE: Duration = Duration::from_secs(20);

/// A server that says the same to everybody, and counts.
struct Server {
    at: SocketAddr,
    visits: Arc<AtomicUsize>,
}

impl Server {
    /// `{self}` in `says` is its own address. What has been said is followed by silence if `then_waits`, else by the end.
    async fn start(ip: &str, port: u16, says: &str, then_waits: bool) -> Self {
        let listener = TcpListener::bind((ip, port)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let visits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&visits);
        let says = says.replace("{self}", &at.to_string());
        tokio::spawn(async move {
            while let Ok((mut visitor, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let says = says.clone();
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(visitor.read_u8().await.unwrap());
                    }
                    visitor.write_all(says.as_bytes()).await.unwrap();
                    if then_waits {
                        // Until the visitor leaves.
                        let _ = visitor.read(&mut [0]).await;
                    }
                });
            }
        });
        Self { at, visits }
    }

    async fn outside(says: &str) -> Self {
        Self::start(OUTSIDE, 0, says, false).await
    }

    async fn inside() -> Self {
        Self::start(
            INSIDE,
            0,
            "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret",
            false,
        )
        .await
    }

    fn url(&self) -> Url {
        format!("http://{}/", self.at).parse().unwrap()
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

/// Names lead where they are told to, a new answer each time they are asked for.
struct Names(Mutex<Vec<Vec<&'static str>>>);

impl Resolve for Names {
    fn resolve(&self, _name: Name) -> Resolving {
        let answer = self.0.lock().unwrap().remove(0);
        let addresses = answer
            .into_iter()
            .map(|ip| SocketAddr::new(ip.parse().unwrap(), 0));
        let addresses: Vec<_> = addresses.collect();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

fn with_names(answers: &[&[&'static str]]) -> Guarded {
    let names = answers.iter().map(|answer| answer.to_vec()).collect();
    Guarded::with(
        Reach::Public,
        PATIENCE,
        is_outside,
        Arc::new(Names(Mutex::new(names))),
    )
    .unwrap()
}

fn guarded(reach: Reach) -> Guarded {
    Guarded::with(reach, PATIENCE, is_outside, Arc::new(System)).unwrap()
}

async fn fetch(client: &Guarded, url: &Url) -> Result<String, FetchError> {
    let whole = client
        .fetch(url, &HeaderMap::new(), 1_000, PATIENCE)
        .await?;
    Ok(format!(
        "{} {}",
        whole.status.as_u16(),
        String::from_utf8(whole.body).unwrap()
    ))
}

fn hello() -> String {
    "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello".to_owned()
}

fn sends_to(location: impl std::fmt::Display) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )
}

#[tokio::test]
async fn an_answer_comes_with_its_status_its_headers_and_where_it_came_from() {
    let there =
        Server::outside("HTTP/1.1 404 Not Found\r\nx-word: la\r\ncontent-length: 2\r\n\r\nno")
            .await;
    let first = Server::outside(&sends_to(format!("http://{}/there", there.at))).await;
    let whole = guarded(Reach::Public)
        .fetch(&first.url(), &HeaderMap::new(), 1_000, PATIENCE)
        .await
        .unwrap();
    assert_eq!(whole.status, 404);
    assert_eq!(whole.headers["x-word"], "la");
    assert_eq!(whole.url.as_str(), format!("http://{}/there", there.at));
    assert_eq!(whole.body, b"no");
}

#[tokio::test]
async fn private_addresses_are_refused_in_every_spelling() {
    let client = Guarded::new(Reach::Public, PATIENCE).unwrap();
    for address in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://%31%32%37.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://localhost/",
    ] {
        let error = fetch(&client, &address.parse().unwrap()).await.unwrap_err();
        assert!(matches!(error, FetchError::Private), "{address}: {error}");
    }
}

#[tokio::test]
async fn other_schemes_and_credentials_are_refused_also_behind_a_redirect() {
    let client = guarded(Reach::Anywhere);
    for (address, expect) in [
        (
            "ftp://example.org/",
            "only http:// and https:// addresses are fetched",
        ),
        (
            "file:///etc/passwd",
            "only http:// and https:// addresses are fetched",
        ),
        (
            "gopher://127.0.0.1:6379/_",
            "only http:// and https:// addresses are fetched",
        ),
        (
            "http://anna@127.0.0.1/",
            "an address with a name or a password in it is not fetched",
        ),
        (
            "http://:secret@127.0.0.1/",
            "an address with a name or a password in it is not fetched",
        ),
        ("http://", "it is redirected to what is no address"),
    ] {
        if let Ok(url) = address.parse() {
            let error = fetch(&client, &url).await.unwrap_err();
            assert_eq!(error.to_string(), expect, "{address}");
        }
        let server = Server::outside(&sends_to(address)).await;
        let error = fetch(&client, &server.url()).await.unwrap_err();
        assert_eq!(error.to_string(), expect, "redirected to {address}");
    }
}

#[tokio::test]
async fn a_redirect_to_what_is_inside_is_refused_and_nobody_knocks_there() {
    let inside = Server::inside().await;
    let first = Server::outside(&sends_to(inside.url())).await;
    for reach in [Reach::Public, Reach::PublicAnd(first.url())] {
        let error = fetch(&guarded(reach), &first.url()).await.unwrap_err();
        assert!(matches!(error, FetchError::Private), "{error}");
    }
    assert_eq!((first.visits(), inside.visits()), (2, 0));
    // Who may go anywhere gets there.
    let secret = fetch(&guarded(Reach::Anywhere), &first.url()).await;
    assert_eq!(secret.unwrap(), "200 secret");
}

#[tokio::test]
async fn the_named_server_is_reached_on_its_port_and_no_other() {
    let named = Server::inside().await;
    let other = Server::inside().await;
    let client = guarded(Reach::PublicAnd(named.url()));
    assert_eq!(fetch(&client, &named.url()).await.unwrap(), "200 secret");
    let error = fetch(&client, &other.url()).await.unwrap_err();
    assert!(matches!(error, FetchError::Private), "{error}");
    assert_eq!(other.visits(), 0);
}

#[tokio::test]
async fn the_address_that_was_looked_at_is_the_one_that_is_connected() {
    let outside = Server::outside(&hello()).await;
    let port = outside.at.port();
    let secret = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret";
    let inside = Server::start(INSIDE, port, secret, false).await;
    let url: Url = format!("http://radio.example:{port}/").parse().unwrap();
    // The name changes its mind: whoever asked twice, once to look and once to connect, would be let in.
    let client = with_names(&[&[OUTSIDE], &[INSIDE], &[INSIDE, OUTSIDE], &[]]);
    assert_eq!(fetch(&client, &url).await.unwrap(), "200 hello");
    let error = fetch(&client, &url).await.unwrap_err();
    assert!(matches!(error, FetchError::Private), "{error}");
    // Of several addresses the allowed ones are used.
    assert_eq!(fetch(&client, &url).await.unwrap(), "200 hello");
    let error = fetch(&client, &url).await.unwrap_err();
    assert!(matches!(error, FetchError::Unreachable(_)), "{error}");
    assert_eq!((outside.visits(), inside.visits()), (2, 0));
}

#[tokio::test]
async fn a_name_that_changes_its_mind_between_redirects_is_refused() {
    let outside = Server::outside(&sends_to("/again")).await;
    let port = outside.at.port();
    let inside = Server::start(INSIDE, port, &hello(), false).await;
    let url: Url = format!("http://radio.example:{port}/").parse().unwrap();
    let error = fetch(&with_names(&[&[OUTSIDE], &[INSIDE]]), &url)
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Private), "{error}");
    assert_eq!((outside.visits(), inside.visits()), (1, 0));
}

#[tokio::test]
async fn redirects_in_a_circle_come_to_an_end() {
    let circle = Server::outside(&sends_to("http://{self}/round")).await;
    let error = fetch(&guarded(Reach::Public), &circle.url())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects), "{error}");
    assert_eq!(circle.visits(), 1 + REDIRECTS);
}

#[tokio::test]
async fn a_body_without_an_end_is_cut_off() {
    let long = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}",
        "la ".repeat(1_000)
    );
    let server = Server::outside(&long).await;
    let error = fetch(&guarded(Reach::Public), &server.url())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::TooLong(1_000)), "{error}");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up() {
    let brief = Duration::from_millis(50);
    let client = Guarded::with(Reach::Public, brief, is_outside, Arc::new(System)).unwrap();
    for says in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\nla "] {
        let silent = Server::start(OUTSIDE, 0, says, true).await;
        let error = fetch(&client, &silent.url()).await.unwrap_err();
        assert!(matches!(error, FetchError::TooSlow), "{says:?}: {error}");
    }
    // The limit on the whole exchange holds also where each silence is short enough.
    let silent = Server::start(OUTSIDE, 0, "HTTP/1.1 200 OK\r\n\r\nla ", true).await;
    let patient = guarded(Reach::Public);
    let error = patient
        .fetch(&silent.url(), &HeaderMap::new(), 1_000, brief)
        .await;
    assert!(matches!(error, Err(FetchError::TooSlow)));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_an_error() {
    let server = Server::outside("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nla").await;
    let error = fetch(&guarded(Reach::Public), &server.url())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Broken(_)), "{error}");
    let nobody = Server::outside("").await;
    let error = fetch(&guarded(Reach::Public), &nobody.url())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Broken(_)), "{error}");
}

#[tokio::test]
async fn a_stream_is_read_as_it_comes() {
    let radio = Server::start(
        OUTSIDE,
        0,
        "HTTP/1.0 200 OK\r\nicy-metaint: 16\r\n\r\nla la",
        true,
    )
    .await;
    let mut headers = HeaderMap::new();
    headers.insert("icy-metadata", "1".parse().unwrap());
    let client = guarded(Reach::Public);
    let mut stream = client.open(&radio.url(), &headers).await.unwrap();
    assert_eq!(
        (stream.status().as_u16(), &stream.headers()["icy-metaint"]),
        (200, &"16".parse().unwrap())
    );
    // The rest never comes, and nobody waits for it.
    assert_eq!(stream.next().await.unwrap().unwrap(), "la la");
}

#[tokio::test]
async fn a_radio_server_of_old_is_heard_too() {
    let radio = Server::outside("ICY 200 OK\r\nicy-name: Radio\r\n\r\nla la").await;
    let mut stream = guarded(Reach::Public)
        .open(&radio.url(), &HeaderMap::new())
        .await
        .unwrap();
    let mut heard = Vec::new();
    while let Some(piece) = stream.next().await.unwrap() {
        heard.extend_from_slice(&piece);
    }
    assert_eq!(heard, b"ICY 200 OK\r\nicy-name: Radio\r\n\r\nla la");
}
