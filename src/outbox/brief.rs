//! Requests whose answer is read no further than the number of the message.
//!
//! Telegram tells all about a message that it took. For one of text nothing else of it is needed; to read it all costs about as
//! much as to send it, and what teloxide cannot read would look as if the message had not arrived, and be sent again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use teloxide::{
    Bot, RequestError,
    requests::{JsonRequest, Payload},
    types::Message,
};

use super::SentMessage;

/// Sends or edits a message that has no file.
pub(super) async fn send<P>(bot: &Bot, payload: P) -> Result<SentMessage, RequestError>
where
    P: Payload<Output = Message> + Serialize + 'static,
{
    let sent = JsonRequest::new(bot.clone(), Brief(payload)).await?;
    Ok(SentMessage {
        id: sent.message_id,
        file: None,
    })
}

#[derive(Serialize)]
#[serde(transparent)]
struct Brief<P>(P);

#[derive(Deserialize)]
struct Taken {
    message_id: i32,
}

impl<P: Payload<Output = Message>> Payload for Brief<P> {
    type Output = Taken;

    const NAME: &'static str = P::NAME;

    fn timeout_hint(&self) -> Option<Duration> {
        self.0.timeout_hint()
    }
}

#[cfg(test)]
mod tests {
    use teloxide::{
        ApiError,
        payloads::{EditMessageText, SendMessage},
        types::{ChatId, MessageId},
    };
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    /// A Telegram that takes what is sent under this number, and says of an edit that the bot is blocked.
    async fn telegram(number: &'static str) -> Bot {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut asked = Vec::new();
                while !asked.ends_with(b"}") {
                    connection.read_buf(&mut asked).await.unwrap();
                }
                let answer = if asked.starts_with(b"POST /bot1:a/SendMessage ") {
                    format!(
                        r#"{{"ok":true,"result":{{"message_id":{number},"shape":"unheard of"}}}}"#
                    )
                } else {
                    r#"{"ok":false,"description":"Forbidden: bot was blocked by the user"}"#
                        .to_owned()
                };
                let length = answer.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{answer}"
                );
                connection.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Bot::new("1:a").set_api_url(url.parse().unwrap())
    }

    #[tokio::test]
    async fn the_number_is_all_that_is_read() {
        let bot = telegram("7").await;
        let sent = send(&bot, SendMessage::new(ChatId(1), "hello")).await;
        assert_eq!(sent.unwrap().id, 7);
        let edited = send(&bot, EditMessageText::new(ChatId(1), MessageId(7), "bye")).await;
        assert!(matches!(
            edited,
            Err(RequestError::Api(ApiError::BotBlocked))
        ));
    }

    #[tokio::test]
    async fn an_answer_without_one_is_no_answer() {
        let bot = telegram("\"seven\"").await;
        let sent = send(&bot, SendMessage::new(ChatId(1), "hello")).await;
        assert!(matches!(sent, Err(RequestError::InvalidJson { .. })));
    }
}
