//! The making: from a file at Telegram to files of ours, or why not.

use std::{path::PathBuf, sync::Arc};

use chrono::TimeDelta;

use super::{
    order::{Form, Made, Order},
    piece::{Stop, Wish, not_rendered},
};
use crate::{
    app::App,
    audio::{Done, chain},
    domain::JobId,
    jobs::{NotNow, Progress, Run},
    store::ClaimedJob,
};

/// Where the files of a job wait until they are out.
pub(super) fn folder(app: &App, job: JobId) -> PathBuf {
    app.config.cache_dir().join("renders").join(job.to_string())
}

pub(super) async fn work(
    app: &Arc<App>,
    job: &ClaimedJob,
    order: Order,
    run: &Run,
) -> Result<Made, NotNow> {
    let made = match order.form {
        Form::Album => return album(app, job, order, run).await,
        Form::Clips => clips(app, job, &order, run).await,
        Form::Whole | Form::Voice | Form::Parts => {
            let wish = Wish {
                app,
                folder: folder(app, job.id),
                name: "0".to_owned(),
                track: Some(order.track),
                file: &order.file,
                chain: chain(&order.sound.listening()),
                form: order.form,
            };
            let began = app.clock.now();
            let show = |done: Done| run.tell(progress(done, app.clock.now() - began));
            wish.pieces(&run.stop, &show)
                .await
                .map(|pieces| Made::Pieces {
                    order: order.clone(),
                    pieces,
                    failed: Vec::new(),
                })
        }
    };
    match made {
        Ok(made) => Ok(made),
        Err(Stop::Not(why)) => Ok(Made::Not { order, why }),
        Err(Stop::NotNow(why)) => Err(why),
    }
}

/// All tracks that were sent together, one after the other.
async fn album(app: &Arc<App>, job: &ClaimedJob, order: Order, run: &Run) -> Result<Made, NotNow> {
    let mut tx = app.db.read().await?;
    let user = job.user_id.map(Into::into);
    let chat = job.chat_id.unwrap_or_default();
    let first = tx.tracks().find(order.track, user, chat).await?;
    let tracks = match first.and_then(|track| Some((track.user, track.album?))) {
        Some((owner, album)) => tx.tracks().of_album(owner, &album).await?,
        None => Vec::new(),
    };
    drop(tx);
    let tracks: Vec<_> = tracks
        .into_iter()
        .map(|track| (track.id, track.file))
        .collect();
    let listening = order.sound.listening();
    if listening.is_neutral() {
        return Ok(Made::Offer { order, tracks });
    }
    let (mut pieces, mut failed) = (Vec::new(), Vec::new());
    let count = tracks.len().max(1);
    for (number, (track, file)) in tracks.iter().enumerate() {
        let wish = Wish {
            app,
            folder: folder(app, job.id),
            name: number.to_string(),
            track: Some(*track),
            file,
            chain: chain(&listening),
            form: Form::Whole,
        };
        let show = |done: Done| {
            let percent = usize::from(done.percent().unwrap_or(0));
            let percent = (number * 100 + percent) / count;
            run.tell(Progress {
                percent: u8::try_from(percent).ok(),
                seconds_left: None,
            });
        };
        match wish.pieces(&run.stop, &show).await {
            Ok(made) => pieces.extend(made),
            Err(Stop::Not(why)) => failed.push((file.clone(), why)),
            Err(Stop::NotNow(why)) => return Err(why),
        }
    }
    Ok(Made::Pieces {
        order,
        pieces,
        failed,
    })
}

/// Fifteen seconds before and after.
async fn clips(app: &Arc<App>, job: &ClaimedJob, order: &Order, run: &Run) -> Result<Made, Stop> {
    let wish = Wish {
        app,
        folder: folder(app, job.id),
        name: "0".to_owned(),
        track: Some(order.track),
        file: &order.file,
        chain: chain(&order.sound.listening()),
        form: order.form,
    };
    let (workspace, path, probe) = wish.source(&run.stop).await?;
    let pair = app
        .audio
        .compare(
            &path,
            &probe,
            &wish.chain,
            wish.kind(),
            &workspace,
            &run.stop,
        )
        .await
        .map_err(not_rendered)?;
    let seconds = u32::try_from(pair.span.length().as_secs()).unwrap_or(15);
    Ok(Made::Clips {
        order: order.clone(),
        before: wish.keep(&pair.before, 0).await?,
        after: wish.keep(&pair.after, 1).await?,
        seconds,
    })
}

/// How far it is, and how long it will take if it goes on like this.
fn progress(done: Done, took: TimeDelta) -> Progress {
    let percent = done.percent();
    let seconds_left = percent
        .filter(|percent| *percent >= 5)
        .map(|percent| took.num_seconds() * i64::from(100 - percent) / i64::from(percent));
    Progress {
        percent,
        seconds_left,
    }
}
