//! The way in: a listening socket that can go away and come back, and connections that can be cut.
//!
//! A closed gate refuses connections as a machine that is down does, and cuts those that were open. The state behind it
//! stays.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use futures::{FutureExt, future::BoxFuture};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::watch,
};

#[derive(Clone)]
pub(crate) struct Gate(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    wanted: watch::Sender<bool>,
    bound: watch::Sender<bool>,
    wires: Mutex<HashMap<u64, watch::Sender<bool>>>,
    last: AtomicU64,
}

impl Gate {
    /// Binds `address` and gives the gate with the listener for `axum::serve`.
    pub(crate) async fn open(address: SocketAddr) -> io::Result<(Self, Door)> {
        let listener = TcpListener::bind(address).await?;
        let gate = Self(Arc::new(Inner {
            address: listener.local_addr()?,
            wanted: watch::Sender::new(true),
            bound: watch::Sender::new(true),
            wires: Mutex::new(HashMap::new()),
            last: AtomicU64::new(0),
        }));
        let door = Door {
            gate: gate.clone(),
            listener: Some(listener),
        };
        Ok((gate, door))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Stops listening and cuts every connection but `spared`. Returns when the port refuses.
    pub(crate) async fn close(&self, spared: Option<Peer>) {
        self.0.wanted.send_replace(false);
        let _ = self.0.bound.subscribe().wait_for(|bound| !bound).await;
        for (id, wire) in self.wires().iter() {
            if spared.is_none_or(|spared| spared.0 != *id) {
                wire.send_replace(true);
            }
        }
    }

    /// Listens again on the same port.
    pub(crate) async fn reopen(&self) {
        self.0.wanted.send_replace(true);
        self.listening().await;
    }

    /// Returns when the port takes connections.
    pub(crate) async fn listening(&self) {
        let _ = self.0.bound.subscribe().wait_for(|bound| *bound).await;
    }

    /// Nothing more is read from or written to this connection.
    pub(crate) fn cut(&self, peer: Peer) {
        if let Some(wire) = self.wires().get(&peer.0) {
            wire.send_replace(true);
        }
    }

    pub(crate) fn cut_all(&self) {
        for wire in self.wires().values() {
            wire.send_replace(true);
        }
    }

    fn wires(&self) -> MutexGuard<'_, HashMap<u64, watch::Sender<bool>>> {
        self.0.wires.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names a connection to its handlers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(u64);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(stream.io().id)
    }
}

pub(crate) struct Door {
    gate: Gate,
    listener: Option<TcpListener>,
}

impl Door {
    async fn wait_until_wanted(&mut self) {
        if *self.gate.0.wanted.borrow() && self.listener.is_some() {
            return;
        }
        self.listener = None;
        self.gate.0.bound.send_replace(false);
        let _ = self
            .gate
            .0
            .wanted
            .subscribe()
            .wait_for(|wanted| *wanted)
            .await;
        loop {
            match TcpListener::bind(self.gate.0.address).await {
                Ok(listener) => break self.listener = Some(listener),
                // Somebody else has the port for the moment.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        self.gate.0.bound.send_replace(true);
    }
}

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            self.wait_until_wanted().await;
            let Some(listener) = &self.listener else {
                continue;
            };
            let mut wanted = self.gate.0.wanted.subscribe();
            let accepted = tokio::select! {
                () = async { drop(wanted.wait_for(|wanted| !wanted).await) } => continue,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, address)) => return (Wire::new(stream, self.gate.clone()), address),
                // Such as too many open files: a moment later some may be closed.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.gate.address())
    }
}

/// A connection that ends when it is cut.
pub(crate) struct Wire {
    id: u64,
    gate: Gate,
    stream: TcpStream,
    cut: BoxFuture<'static, ()>,
    is_cut: bool,
}

impl Wire {
    fn new(stream: TcpStream, gate: Gate) -> Self {
        // Only latency is at stake.
        let _ = stream.set_nodelay(true);
        let id = gate.0.last.fetch_add(1, Ordering::Relaxed);
        let (sender, mut receiver) = watch::channel(false);
        gate.wires().insert(id, sender);
        let cut = async move {
            let _ = receiver.wait_for(|cut| *cut).await;
        };
        Self {
            id,
            gate,
            stream,
            cut: cut.boxed(),
            is_cut: false,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        self.is_cut = self.is_cut || self.cut.poll_unpin(cx).is_ready();
        if self.is_cut {
            Err(io::ErrorKind::ConnectionReset.into())
        } else {
            Ok(())
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.gate.wires().remove(&self.id);
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
