//! The cable of one desk: carries its requests to the centre in the process, or loses, doubles,
//! breaks, holds them back, or kills one side in the middle. What happens comes from the run's seed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use protocol::Spoken;
use sync::{Answer, Request, Response, Transport, TransportError};

use super::carry::{Arrives, carry};
use super::centre::Centre;
use super::folder;
use super::log::Log;
use crate::rng::Rng;

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It never arrives.
    RequestLost,
    /// It takes effect, the answer is lost.
    AnswerLost,
    /// It arrives twice.
    Doubled,
    /// Its body breaks off.
    RequestCut,
    /// It arrives steps later, when nobody waits any more.
    HeldBack,
    /// Nothing, but the link is down afterwards, until the desk's next step.
    LinkDies,
    /// The centre dies after it took effect.
    CentreDies,
    /// The desk dies after it took effect.
    DeskDies,
}

/// Out of a thousand requests.
pub(super) type Odds = Vec<(Option<Trouble>, u32)>;

pub(super) struct Wire {
    desk: usize,
    centre: Arc<Centre>,
    log: Arc<Log>,
    state: Mutex<State>,
}

struct State {
    rng: Rng,
    odds: Odds,
    is_cut: bool,
    is_down: bool,
    /// Where the desk's data are, and where they go when it dies.
    folders: (PathBuf, PathBuf),
    is_dead: bool,
    held_back: Vec<Request>,
}

impl Wire {
    pub(super) fn new(desk: usize, centre: &Arc<Centre>, log: &Arc<Log>, rng: Rng) -> Arc<Self> {
        let state = State {
            rng,
            odds: Vec::new(),
            is_cut: false,
            is_down: false,
            folders: (PathBuf::new(), PathBuf::new()),
            is_dead: false,
            held_back: Vec::new(),
        };
        Arc::new(Self {
            desk,
            centre: Arc::clone(centre),
            log: Arc::clone(log),
            state: Mutex::new(state),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread panicked here")
    }

    pub(super) fn set_odds(&self, odds: &Odds) {
        self.state().odds.clone_from(odds);
    }

    /// No more trouble until the odds that are given back are set again.
    pub(super) fn quietly(&self) -> Odds {
        std::mem::take(&mut self.state().odds)
    }

    /// Pulls the cable, or plugs it in again.
    pub(super) fn cut(&self, is_cut: bool) {
        self.state().is_cut = is_cut;
    }

    pub(super) fn is_cut(&self) -> bool {
        self.state().is_cut
    }

    /// A link that died is there again.
    pub(super) fn comes_back(&self) {
        self.state().is_down = false;
    }

    fn leads_nowhere(&self) -> bool {
        let state = self.state();
        state.is_cut || state.is_down || state.is_dead
    }

    /// A desk works on it: its data, and where they go if it dies.
    pub(super) fn joined(&self, data: &Path, next: &Path) {
        let mut state = self.state();
        state.folders = (data.to_owned(), next.to_owned());
        state.is_dead = false;
    }

    /// Whether the desk died in the middle of a request.
    pub(super) fn is_dead(&self) -> bool {
        self.state().is_dead
    }

    /// What the network kept, oldest first or not.
    pub(super) fn held_back(&self) -> Option<Request> {
        let mut state = self.state();
        let count = state.held_back.len();
        if count == 0 {
            return None;
        }
        let which = state.rng.below(count);
        Some(state.held_back.remove(which))
    }

    /// Brings one request that was held back; nobody hears the answer.
    pub(super) async fn bring(&self, request: &Request) {
        self.say("arrives late", request);
        drop(self.ask(request, Arrives::Whole).await);
    }

    fn say(&self, what: &'static str, request: &Request) {
        let path = request.path.split(['?', ':']).next().unwrap_or_default();
        self.log.happened(what);
        self.log
            .line(format_args!("  desk {}: {path}: {what}", self.desk + 1));
    }

    fn draw(&self) -> Option<Trouble> {
        let mut state = self.state();
        let odds = state.odds.clone();
        state.rng.weighted(&odds).flatten()
    }

    async fn ask(&self, request: &Request, arrives: Arrives) -> Result<Response, TransportError> {
        let router = self.centre.router().ok_or(TransportError::Refused)?;
        carry(router, request, arrives).await
    }

    async fn with_trouble(
        &self,
        trouble: Trouble,
        request: Request,
    ) -> Result<Response, TransportError> {
        match trouble {
            Trouble::RequestLost => {
                self.say("request lost", &request);
                Err(TransportError::Timeout)
            }
            Trouble::AnswerLost => {
                drop(self.ask(&request, Arrives::Whole).await);
                self.say("answer lost", &request);
                Err(TransportError::Timeout)
            }
            Trouble::Doubled => {
                self.say("request doubled", &request);
                drop(self.ask(&request, Arrives::Whole).await);
                self.ask(&request, Arrives::Whole).await
            }
            Trouble::RequestCut => {
                self.say("request cut", &request);
                let percent = self.state().rng.below(100);
                drop(self.ask(&request, Arrives::Percent(percent)).await);
                Err(TransportError::Refused)
            }
            Trouble::HeldBack => {
                self.say("request held back", &request);
                self.state().held_back.push(request);
                Err(TransportError::Timeout)
            }
            Trouble::LinkDies => {
                let answer = self.ask(&request, Arrives::Whole).await;
                self.say("link dies after the answer", &request);
                self.state().is_down = true;
                answer
            }
            Trouble::CentreDies => {
                drop(self.ask(&request, Arrives::Whole).await);
                self.say("centre dies before its answer", &request);
                self.centre.crash();
                Err(TransportError::Refused)
            }
            Trouble::DeskDies => {
                drop(self.ask(&request, Arrives::Whole).await);
                self.say("desk dies before the answer", &request);
                self.die();
                Err(TransportError::Refused)
            }
        }
    }

    /// What the disk holds now is what the desk's next life begins with.
    fn die(&self) {
        let mut state = self.state();
        folder::replace(&state.folders.0, &state.folders.1);
        state.is_dead = true;
    }
}

impl Transport for Wire {
    /// As the product learns it from the first answer.
    fn centre(&self) -> Option<Spoken> {
        Some(Spoken::OURS)
    }

    fn send(&self, request: Request) -> Answer<'_> {
        Box::pin(async move {
            if self.leads_nowhere() || !self.centre.is_up() {
                return Err(TransportError::Refused);
            }
            match self.draw() {
                None => self.ask(&request, Arrives::Whole).await,
                Some(trouble) => self.with_trouble(trouble, request).await,
            }
        })
    }
}
