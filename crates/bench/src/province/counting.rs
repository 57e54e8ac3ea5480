//! A door before a server that counts every byte in both directions, TLS and headers with them. Both
//! sides of a comparison go through one, so what it costs they pay alike.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::Failure;

const PIECE_BYTES: usize = 64 * 1024;

/// Bytes that have passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) up: u64,
    pub(crate) down: u64,
}

impl Counts {
    /// What has passed since.
    pub(crate) const fn since(self, before: Self) -> Self {
        Self {
            up: self.up - before.up,
            down: self.down - before.down,
        }
    }

    pub(crate) const fn both(self) -> u64 {
        self.up + self.down
    }
}

#[derive(Default)]
struct Passed {
    up: AtomicU64,
    down: AtomicU64,
}

/// An open door; it is shut when this is dropped.
pub(crate) struct Counting {
    address: SocketAddr,
    passed: Arc<Passed>,
    _runtime: Runtime,
}

/// Reads what has passed.
#[derive(Clone)]
pub(crate) struct Counter(Arc<Passed>);

impl Counter {
    pub(crate) fn counts(&self) -> Counts {
        Counts {
            up: self.0.up.load(Ordering::SeqCst),
            down: self.0.down.load(Ordering::SeqCst),
        }
    }
}

impl Counting {
    /// Opens a door to `target`.
    pub(crate) fn to(target: SocketAddr) -> Result<Self, Failure> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("counting")
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let (address, passed) = (listener.local_addr()?, Arc::<Passed>::default());
        // ends with the runtime, which owns it
        drop(runtime.spawn(serve(listener, target, Arc::clone(&passed))));
        Ok(Self {
            address,
            passed,
            _runtime: runtime,
        })
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn counter(&self) -> Counter {
        Counter(Arc::clone(&self.passed))
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counter().counts()
    }
}

async fn serve(listener: TcpListener, target: SocketAddr, passed: Arc<Passed>) {
    let mut connections = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        connections.spawn(carry(near, target, Arc::clone(&passed)));
        while connections.try_join_next().is_some() {}
    }
}

/// One connection; whatever breaks it, both ends see it closed.
async fn carry(near: TcpStream, target: SocketAddr, passed: Arc<Passed>) {
    let Ok(far) = TcpStream::connect(target).await else {
        return;
    };
    if near.set_nodelay(true).is_err() || far.set_nodelay(true).is_err() {
        return;
    }
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    tokio::join!(
        copy(near_in, far_out, &passed.up),
        copy(far_in, near_out, &passed.down),
    );
}

async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    count: &AtomicU64,
) {
    let mut piece = vec![0; PIECE_BYTES];
    while let Ok(length) = from.read(&mut piece).await {
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            break;
        };
        count.fetch_add(read.len() as u64, Ordering::SeqCst);
        if to.write_all(read).await.is_err() {
            break;
        }
    }
    // the other direction ends by itself when both have nothing left to say
    drop(to.shutdown().await);
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn every_byte_is_carried_and_counted_once() {
        let server = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let counting = Counting::to(server.local_addr().expect("an address")).expect("a door");
        let mut near = std::net::TcpStream::connect(counting.address()).expect("the door is open");
        let (mut far, _) = server.accept().expect("it leads to the server");
        near.write_all(&[1; 100_000]).expect("sent");
        let mut heard = vec![0; 100_000];
        far.read_exact(&mut heard).expect("arrived");
        far.write_all(b"thanks").expect("answered");
        let mut thanks = [0; 6];
        near.read_exact(&mut thanks).expect("heard");
        assert!(heard.iter().all(|byte| *byte == 1), "as they were");
        let counts = Counts {
            up: 100_000,
            down: 6,
        };
        assert_eq!(counting.counts(), counts, "each direction by itself");
    }
}
