//! Files in: from a `file_id` to a file on our disk.
//!
//! Telegram's own servers hand out at most 20 MB over HTTP. A local Bot API server has no such limit and names files on
//! the disk both share.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use teloxide::{ApiError, RequestError, requests::Requester as _, types::FileId};
use tokio::{fs::File, io::AsyncWriteExt as _};

use super::{Telegram, network_trouble, without_token};

/// The largest file that Telegram's own servers hand out, in bytes.
pub const MOST_FROM_THE_CLOUD: u64 = 20 << 20;
/// The largest file there is at Telegram.
const MOST_OF_ALL: u64 = 4_000 << 20;

/// A connection that brings nothing for so long is dead.
const STALLED: Duration = Duration::from_secs(30);

/// Why a file did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("Telegram's servers do not hand out files this large")]
    TooLarge,
    #[error("Telegram does not have the file")]
    Gone,
    #[error("Telegram is out of reach: {0}")]
    Away(String),
    #[error("the file cannot be kept at {path}")]
    Disk {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

impl Telegram {
    /// Whether a file of this size is out of reach, which need not be tried: an own Bot API server may hand it out.
    pub fn is_out_of_reach(&self, bytes: u64) -> bool {
        bytes > MOST_FROM_THE_CLOUD && self.is_cloud
    }

    /// Brings a file to us and says where it is: at `into`, or where a local server has it, which is not ours to change.
    pub async fn download(&self, file_id: &str, into: &Path) -> Result<PathBuf, FileError> {
        let file = self.quick().get_file(FileId(file_id.to_owned())).await;
        let file = file.map_err(|error| refusal(&error))?;
        if self.is_out_of_reach(u64::from(file.size)) && file.size != u32::MAX {
            return Err(FileError::TooLarge);
        }
        if file.path.starts_with('/') {
            return on_our_disk(Path::new(&file.path)).await;
        }
        let mut url = self.files_url.clone();
        url.set_path(&format!("{}/{}", url.path(), file.path));
        let response = self.files.get(url).send().await;
        let response = response.map_err(|error| FileError::Away(network_trouble(&error)))?;
        match response.status().as_u16() {
            200 => {}
            404 => return Err(FileError::Gone),
            status => return Err(FileError::Away(format!("status {status} for a file"))),
        }
        let most = if self.is_cloud {
            MOST_FROM_THE_CLOUD
        } else {
            MOST_OF_ALL
        };
        write(response, into, most).await?;
        Ok(into.to_owned())
    }
}

impl Telegram {
    /// Whether Telegram says that it has no such file. One that it hands to nobody, since it is too large, is there.
    pub async fn lacks(&self, file_id: &str) -> Result<bool, FileError> {
        let file = self.quick().get_file(FileId(file_id.to_owned())).await;
        match file.map_err(|error| refusal(&error)) {
            Ok(_) | Err(FileError::TooLarge) => Ok(false),
            Err(FileError::Gone) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// What is in a small file, of at most so many bytes.
    pub async fn small_file(&self, file_id: &str, most: u64) -> Result<Vec<u8>, FileError> {
        let file = self.quick().get_file(FileId(file_id.to_owned())).await;
        let file = file.map_err(|error| refusal(&error))?;
        if u64::from(file.size) > most && file.size != u32::MAX {
            return Err(FileError::TooLarge);
        }
        if file.path.starts_with('/') {
            let path = on_our_disk(Path::new(&file.path)).await?;
            let read = tokio::fs::read(&path).await;
            return read.map_err(|source| FileError::Disk { path, source });
        }
        let mut url = self.files_url.clone();
        url.set_path(&format!("{}/{}", url.path(), file.path));
        let away = |error| FileError::Away(network_trouble(&error));
        let mut response = self.files.get(url).send().await.map_err(away)?;
        if !response.status().is_success() {
            return Err(FileError::Gone);
        }
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(away)? {
            bytes.extend_from_slice(&piece);
            if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
                return Err(FileError::TooLarge);
            }
        }
        Ok(bytes)
    }
}

/// A file that a local server names. It must be there for us, too.
async fn on_our_disk(path: &Path) -> Result<PathBuf, FileError> {
    match tokio::fs::metadata(path).await {
        Ok(found) if found.is_file() => Ok(path.to_owned()),
        Ok(_) => Err(FileError::Gone),
        Err(source) => Err(FileError::Disk {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Writes what comes as it comes; counted, since what a server says of its length proves nothing.
async fn write(mut response: reqwest::Response, into: &Path, most: u64) -> Result<(), FileError> {
    let disk = |source| FileError::Disk {
        path: into.to_owned(),
        source,
    };
    let mut file = File::create(into).await.map_err(disk)?;
    let mut written = 0;
    loop {
        let chunk = match tokio::time::timeout(STALLED, response.chunk()).await {
            Ok(Ok(Some(chunk))) => chunk,
            Ok(Ok(None)) => break,
            Ok(Err(error)) => return Err(FileError::Away(network_trouble(&error))),
            Err(_) => return Err(FileError::Away("the download stalled".to_owned())),
        };
        written += chunk.len() as u64;
        if written > most {
            return Err(FileError::TooLarge);
        }
        file.write_all(&chunk).await.map_err(disk)?;
    }
    file.flush().await.map_err(disk)
}

/// What a refusal of `getFile` means.
fn refusal(error: &RequestError) -> FileError {
    match error {
        RequestError::Api(ApiError::Unknown(text)) if text.contains("file is too big") => {
            FileError::TooLarge
        }
        RequestError::Api(ApiError::Unknown(text)) if text.contains("temporarily unavailable") => {
            FileError::Away(text.clone())
        }
        RequestError::Api(ApiError::Unknown(text)) if text.starts_with("Internal Server Error") => {
            FileError::Away(text.clone())
        }
        RequestError::Api(_) => FileError::Gone,
        _ => FileError::Away(without_token(error)),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;
    use simulator::{ANNA, Fault, FaultKind, Options, Simulator, UploadKind, UploadSpec};

    use super::*;

    struct Bench {
        telegram: Simulator,
        client: Telegram,
        folder: tempfile::TempDir,
    }

    impl Bench {
        async fn start(options: Options) -> Self {
            let telegram = Simulator::start(options).await.unwrap();
            let token = SecretString::from(telegram.token().to_owned());
            let url = telegram.api_url().parse().unwrap();
            let client = Telegram::new(&token, &url).unwrap();
            let folder = tempfile::tempdir().unwrap();
            Self {
                telegram,
                client,
                folder,
            }
        }

        /// The id of a document somebody sent.
        fn upload(&self, bytes: Vec<u8>) -> String {
            let file = UploadSpec::new(UploadKind::Document, "a.bin", bytes);
            let written = self.telegram.upload(ANNA, ANNA, file);
            let document = written.message.body.document.as_ref().unwrap();
            document.file_id.clone()
        }

        async fn download(&self, file_id: &str) -> Result<PathBuf, FileError> {
            let into = self.folder.path().join("file");
            self.client.download(file_id, &into).await
        }
    }

    #[tokio::test]
    async fn a_file_arrives_as_it_was_sent() {
        let bench = Bench::start(Options::default()).await;
        let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
        let path = bench.download(&bench.upload(bytes.clone())).await.unwrap();
        assert_eq!(std::fs::read(path).unwrap(), bytes);
    }

    #[tokio::test]
    async fn a_local_server_names_a_file_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            local_dir: Some(folder.path().to_owned()),
            ..Options::default()
        };
        let bench = Bench::start(options).await;
        let bytes = vec![7; 21 << 20];
        let path = bench.download(&bench.upload(bytes.clone())).await.unwrap();
        assert!(path.starts_with(folder.path()), "{}", path.display());
        assert!(std::fs::read(path).unwrap() == bytes);
    }

    #[tokio::test]
    async fn what_does_not_arrive_is_told_apart() {
        let bench = Bench::start(Options::default()).await;
        let large = bench.upload(vec![0; (20 << 20) + 1]);
        assert!(matches!(
            bench.download(&large).await,
            Err(FileError::TooLarge)
        ));
        assert!(matches!(
            bench.download("nonsense").await,
            Err(FileError::Gone)
        ));
        let small = bench.upload(vec![0; 100]);
        bench
            .telegram
            .fault(Fault::next("download", 1, FaultKind::Drop));
        assert!(matches!(
            bench.download(&small).await,
            Err(FileError::Away(_))
        ));
        bench.download(&small).await.unwrap();
    }

    #[test]
    fn a_large_file_is_out_of_reach_of_telegrams_own_servers_only() {
        let reach = |url: &str| {
            let token = SecretString::from("1:x".to_owned());
            let client = Telegram::new(&token, &url.parse().unwrap()).unwrap();
            client.is_out_of_reach(MOST_FROM_THE_CLOUD + 1)
        };
        assert!(reach("https://api.telegram.org"));
        assert!(!reach("http://127.0.0.1:8081"));
    }
}
