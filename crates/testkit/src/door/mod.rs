//! A door before a server: it carries bytes, TLS and headers with them, counts them, and fails when
//! it is told to or from a seed. What cannot be done by a switch in the product is done here: an answer
//! that is held is *after the commit, before the answer*, a limit on what goes up is *in the middle of
//! a page*.
//!
//! It understands one thing of what it carries: when a client has asked something, so that the
//! handshake of a new line is not taken for an answer.

mod asked;
mod line;
mod weather;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use weather::Weather;

/// Bytes that have passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// From clients to the server.
    pub up: u64,
    /// From the server to clients.
    pub down: u64,
}

impl Counts {
    /// What has passed since.
    #[must_use]
    pub const fn since(self, before: Self) -> Self {
        Self {
            up: self.up - before.up,
            down: self.down - before.down,
        }
    }

    /// Both directions.
    #[must_use]
    pub const fn both(self) -> u64 {
        self.up + self.down
    }
}

/// Reads what has passed.
#[derive(Clone)]
pub struct Counter(Arc<State>);

impl Counter {
    /// Bytes so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            up: self.0.up.load(Ordering::SeqCst),
            down: self.0.down.load(Ordering::SeqCst),
        }
    }
}

/// What may pass now.
#[derive(Debug, Clone)]
struct Gate {
    /// No answer passes.
    answers_held: bool,
    /// Answers are held from the moment on in which a client says this.
    hold_from: Vec<u8>,
    /// Raised to break every line there is.
    broken: u64,
}

struct State {
    up: AtomicU64,
    down: AtomicU64,
    /// Bytes that may still go up; without a limit, all of them.
    up_left: AtomicU64,
    /// A line waits because of that limit.
    is_stalled: AtomicBool,
    /// Bytes of answers that were held.
    held: AtomicU64,
    gate: watch::Sender<Gate>,
    weather: Mutex<Option<Weather>>,
    happened: Mutex<BTreeMap<&'static str, u32>>,
}

impl State {
    fn new() -> Self {
        let gate = Gate {
            answers_held: false,
            hold_from: Vec::new(),
            broken: 0,
        };
        Self {
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            up_left: AtomicU64::new(u64::MAX),
            is_stalled: AtomicBool::new(false),
            held: AtomicU64::new(0),
            gate: watch::Sender::new(gate),
            weather: Mutex::default(),
            happened: Mutex::default(),
        }
    }

    fn fate(&self) -> weather::Fate {
        let mut weather = self.weather.lock().unwrap_or_else(PoisonError::into_inner);
        let fate = weather.as_mut().map_or(weather::Fate::Calm, Weather::fate);
        drop(weather);
        let mut happened = self.happened.lock().unwrap_or_else(PoisonError::into_inner);
        *happened.entry(fate.name()).or_default() += 1;
        fate
    }
}

/// An open door; it is shut when this is dropped.
pub struct Door {
    address: SocketAddr,
    state: Arc<State>,
    _runtime: Runtime,
}

impl Door {
    /// Opens a door to `target`.
    ///
    /// # Errors
    /// When there is no port or no thread.
    pub fn to(target: SocketAddr) -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("door")
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let (address, state) = (listener.local_addr()?, Arc::new(State::new()));
        // ends with the runtime, which owns it
        drop(runtime.spawn(serve(listener, target, Arc::clone(&state))));
        Ok(Self {
            address,
            state,
            _runtime: runtime,
        })
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// For whoever reads the counts elsewhere.
    #[must_use]
    pub fn counter(&self) -> Counter {
        Counter(Arc::clone(&self.state))
    }

    /// Bytes so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counter().counts()
    }

    /// Holds every answer from now on; handshakes pass.
    pub fn hold_answers(&self) {
        self.state.held.store(0, Ordering::SeqCst);
        self.state.gate.send_modify(|gate| gate.answers_held = true);
    }

    /// The same from the moment on in which a client says `words`, which must not be encrypted.
    pub fn hold_answers_to(&self, words: &[u8]) {
        self.state.held.store(0, Ordering::SeqCst);
        let words = words.to_vec();
        self.state.gate.send_modify(|gate| gate.hold_from = words);
    }

    /// Whether the server has answered something that is held.
    #[must_use]
    pub fn has_held(&self) -> bool {
        self.state.held.load(Ordering::SeqCst) > 0
    }

    /// Lets so many more bytes go up, and then none.
    pub fn stop_after_up(&self, bytes: u64) {
        self.state.up_left.store(bytes, Ordering::SeqCst);
    }

    /// Whether something waits because of that.
    #[must_use]
    pub fn is_stalled(&self) -> bool {
        self.state.is_stalled.load(Ordering::SeqCst)
    }

    /// Breaks every line: both ends see a reset, what was held is gone. New ones are let through as
    /// before any limit.
    pub fn break_lines(&self) {
        self.state.up_left.store(u64::MAX, Ordering::SeqCst);
        self.state.is_stalled.store(false, Ordering::SeqCst);
        self.state.gate.send_modify(|gate| {
            gate.answers_held = false;
            gate.hold_from.clear();
            gate.broken += 1;
        });
    }

    /// Lets new lines fail as the weather says, or no more.
    pub fn set_weather(&self, weather: Option<Weather>) {
        let mut held = self.state.weather.lock();
        **held.as_mut().expect("no thread of the door panicked") = weather;
    }

    /// What became of the lines, by kind.
    #[must_use]
    pub fn happened(&self) -> BTreeMap<&'static str, u32> {
        let happened = self.state.happened.lock();
        happened.expect("no thread of the door panicked").clone()
    }
}

async fn serve(listener: TcpListener, target: SocketAddr, state: Arc<State>) {
    let mut lines = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        lines.spawn(carry(near, target, Arc::clone(&state)));
        while lines.try_join_next().is_some() {}
    }
}

/// One line; whatever breaks it, both ends see it closed.
async fn carry(mut near: TcpStream, target: SocketAddr, state: Arc<State>) {
    let Ok(mut far) = TcpStream::connect(target).await else {
        return;
    };
    if near.set_nodelay(true).is_err() || far.set_nodelay(true).is_err() {
        return;
    }
    if line::carry(&mut near, &mut far, &state).await == line::End::Broken {
        // what is sent instead of an end is a reset
        drop((near.set_zero_linger(), far.set_zero_linger()));
    }
}

#[cfg(test)]
mod tests;
