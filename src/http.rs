//! The outgoing HTTP client.
pub fn client(total: std::time::Duration) -> reqwest::Result<reqwest::Client> {
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    reqwest::Client::builder()
        .connect_timeout(std::time::Duration::from_secs(5))
        .timeout(total)
        .build()
}
