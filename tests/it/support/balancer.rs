//! What stands before several copies of the bot: connections go to those that take them, in turns.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A port before others.
pub struct Balancer {
    pub address: SocketAddr,
    behind: Arc<Mutex<Vec<Behind>>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Behind {
    port: u16,
    /// Whether it is to be left alone.
    is_out: watch::Sender<bool>,
}

impl Balancer {
    pub async fn before(ports: &[u16]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let behind: Vec<Behind> = ports
            .iter()
            .map(|port| Behind {
                port: *port,
                is_out: watch::Sender::new(false),
            })
            .collect();
        let behind = Arc::new(Mutex::new(behind));
        let task = tokio::spawn(forward(listener, Arc::clone(&behind)));
        Self {
            address,
            behind,
            task,
        }
    }

    /// From now on nothing goes to this one, and what is open to it ends.
    pub fn take_out(&self, which: usize) {
        self.behind()[which].is_out.send_replace(true);
    }

    fn behind(&self) -> std::sync::MutexGuard<'_, Vec<Behind>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn forward(listener: TcpListener, behind: Arc<Mutex<Vec<Behind>>>) {
    let turn = Arc::new(AtomicUsize::new(0));
    while let Ok((mut client, _)) = listener.accept().await {
        let all = behind
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let turn = Arc::clone(&turn);
        tokio::spawn(async move {
            let first = turn.fetch_add(1, Ordering::Relaxed);
            for next in 0..all.len() {
                let behind = &all[(first + next) % all.len()];
                let mut is_out = behind.is_out.subscribe();
                if *is_out.borrow() {
                    continue;
                }
                // Whoever is not there refuses.
                if let Ok(mut server) = TcpStream::connect(("127.0.0.1", behind.port)).await {
                    tokio::select! {
                        _ = copy_bidirectional(&mut client, &mut server) => {}
                        _ = is_out.wait_for(|is_out| *is_out) => {}
                    }
                    return;
                }
            }
        });
    }
}

/// A free port of this moment.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}
