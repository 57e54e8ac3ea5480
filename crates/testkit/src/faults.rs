//! A link that fails on purpose, from a seed: requests lost, answers lost after they took effect,
//! requests doubled, answers held back, the cable cut.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use protocol::Spoken;
use sync::{Answer, Request, Transport, TransportError};

use crate::rng::Rng;

/// Longest time an answer is held back.
const DELAY_MS_MAX: u64 = 40;

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The request never arrives.
    DropRequest,
    /// The request takes effect; its answer is lost.
    DropAnswer,
    /// The request arrives twice.
    Duplicate,
    /// The answer comes late.
    Delay,
}

/// The faults of one link; share it to cut and mend the cable.
pub struct Faults {
    cut: AtomicBool,
    /// Chance of each kind of fault, in percent.
    percent: AtomicU64,
    rng: Mutex<Rng>,
    seed: u64,
    requests: AtomicU64,
}

impl Faults {
    /// A link without faults until they are asked for; the seed is printed by whoever fails.
    #[must_use]
    pub fn new(seed: u64) -> Arc<Self> {
        let zero = || AtomicU64::new(0);
        let (cut, rng) = (AtomicBool::new(false), Mutex::new(Rng::new(seed)));
        Arc::new(Self {
            cut,
            percent: zero(),
            rng,
            seed,
            requests: zero(),
        })
    }

    /// Pulls the cable, or plugs it in again.
    pub fn cut(&self, is_cut: bool) {
        self.cut.store(is_cut, Ordering::SeqCst);
    }

    /// Makes each kind of fault happen to `percent` of the requests (at most 20).
    pub fn set_percent(&self, percent: u64) {
        self.percent.store(percent.min(20), Ordering::SeqCst);
    }

    /// The seed, for the message of a failing test.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Requests seen so far.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::SeqCst)
    }

    fn random(&self) -> u64 {
        let mut rng = self.rng.lock().expect("no test thread panicked here");
        rng.next()
    }

    fn next(&self) -> Fault {
        self.requests.fetch_add(1, Ordering::SeqCst);
        let percent = self.percent.load(Ordering::SeqCst);
        match self.random() % 100 {
            n if n < percent => Fault::DropRequest,
            n if n < 2 * percent => Fault::DropAnswer,
            n if n < 3 * percent => Fault::Duplicate,
            n if n < 4 * percent => Fault::Delay,
            _ => Fault::None,
        }
    }
}

/// A transport with faults around a real one.
pub struct FaultyTransport {
    inner: Arc<dyn Transport>,
    faults: Arc<Faults>,
}

impl FaultyTransport {
    /// Wraps `inner`.
    #[must_use]
    pub const fn new(inner: Arc<dyn Transport>, faults: Arc<Faults>) -> Self {
        Self { inner, faults }
    }
}

impl Transport for FaultyTransport {
    fn centre(&self) -> Option<Spoken> {
        self.inner.centre()
    }

    fn send(&self, request: Request) -> Answer<'_> {
        Box::pin(async move {
            if self.faults.cut.load(Ordering::SeqCst) {
                return Err(TransportError::Refused);
            }
            let fault = self.faults.next();
            if fault == Fault::DropRequest {
                return Err(TransportError::Timeout);
            }
            if fault == Fault::Duplicate {
                drop(self.inner.send(request.clone()).await);
            }
            let answer = self.inner.send(request).await;
            if fault == Fault::Delay {
                let ms = self.faults.random() % DELAY_MS_MAX;
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            // an answer that was under way when the cable was pulled is lost
            let is_cut = self.faults.cut.load(Ordering::SeqCst);
            if fault == Fault::DropAnswer || is_cut {
                Err(TransportError::Timeout)
            } else {
                answer
            }
        })
    }
}
