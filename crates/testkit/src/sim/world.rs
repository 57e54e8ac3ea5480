//! The world of one run: a centre, desks, their true time, and what is known from outside of what
//! was done and printed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::code::{DOSSIER_DIGITS, ProvisionalCode};
use domain::ids::{DossierId, EventId};
use domain::mutation::Mutation;
use platform::clock::{Clock as _, FixedClock};
use protocol::view::IntakeDraft;
use tempfile::TempDir;

use super::centre::Centre;
use super::courier::Courier;
use super::desk::{Counter, Paper};
use super::log::Log;
use super::template::{OFFICERS, Template, room};
use super::wire::Wire;
use crate::friday_morning;
use crate::rng::Rng;

pub(super) struct World {
    pub(super) rng: Rng,
    pub(super) log: Arc<Log>,
    pub(super) clock: Arc<FixedClock>,
    pub(super) centre: Arc<Centre>,
    pub(super) counters: Vec<Counter>,
    pub(super) known: Known,
    pub(super) violations: Vec<String>,
    /// One filled form for every intake; only its request differs.
    pub(super) form: Option<IntakeDraft>,
    pub(super) step: u32,
    /// Who carries sticks, in runs that have one.
    pub(super) courier: Option<Courier>,
    _room: TempDir,
}

/// What an observer wrote down.
#[derive(Default)]
pub(super) struct Known {
    /// Dossiers in the order of their reception.
    pub(super) dossiers: Vec<DossierId>,
    /// Every act a desk said it had recorded.
    pub(super) acts: BTreeMap<EventId, Act>,
    /// Received, and the receipt still to be printed when the desk's database was put back.
    pub(super) job_is_gone: BTreeSet<DossierId>,
    /// Login of the officer who was taken out of service.
    pub(super) is_out: Option<&'static str>,
    /// Two machines that work as one desk.
    pub(super) twins: Option<(usize, usize)>,
    /// Every paper, in the order of printing.
    pub(super) papers: Vec<Paper>,
}

/// A recorded act.
pub(super) struct Act {
    pub(super) desk: usize,
    pub(super) dossier: DossierId,
    pub(super) step: u32,
    /// The desk's own copy went with a disk.
    pub(super) left_the_desk: bool,
    /// Its last copy did.
    pub(super) may_be_gone: bool,
}

impl World {
    pub(super) fn new(template: &Template, seed: u64, mutation: Mutation) -> Self {
        let mut rng = Rng::new(seed);
        let (room, log, clock) = (room(), Arc::new(Log::default()), friday_morning());
        let centre = Centre::start(&template.centre(), room.path(), &clock, mutation);
        let centre = Arc::new(centre);
        let counters = (0..OFFICERS.len()).map(|n| {
            let wire = Wire::new(n, &centre, &log, rng.fork());
            let own_clock = Arc::new(FixedClock::at(clock.now()));
            let around = (own_clock, wire);
            let mut counter = Counter::new(n, template, room.path(), mutation, around);
            counter.start();
            // elsewhere than in the template, it begins a life of its own
            let begun = counter.desk().step_sync().expect("the desk is stepped");
            begun.expect("the centre answers");
            counter
        });
        let counters = counters.collect();
        Self {
            rng,
            log,
            clock,
            centre,
            counters,
            known: Known::default(),
            violations: Vec::new(),
            form: None,
            step: 0,
            courier: Courier::of(seed),
            _room: room,
        }
    }

    /// A dossier's short name in the trace.
    pub(super) fn name(&self, dossier: DossierId) -> String {
        let place = self
            .known
            .dossiers
            .iter()
            .position(|known| *known == dossier);
        place.map_or_else(|| "D?".to_owned(), |place| format!("D{}", place + 1))
    }

    pub(super) fn violated(&mut self, what: String) {
        self.log.line(format_args!("VIOLATION: {what}"));
        self.violations.push(what);
    }

    /// Time passes for everyone; a wrong clock stays as wrong as it is.
    pub(super) fn pass(&self, ms: i64) {
        self.clock.advance_ms(ms);
        for counter in &self.counters {
            counter.clock.advance_ms(ms);
        }
    }

    /// Looks at the printer of a desk: no code may be on the papers of two dossiers.
    pub(super) fn collect(&mut self, desk: usize) {
        for paper in self.counters[desk].printed() {
            let name = self.name(paper.dossier);
            self.log.happened("papers");
            self.log.line(format_args!(
                "  desk {}: printed {} for {name}, reprint {}",
                desk + 1,
                short(&paper.code),
                paper.reprint_no
            ));
            let mut before = self.known.papers.iter();
            let twin = before.find(|had| had.code == paper.code && had.dossier != paper.dossier);
            if let Some(twin) = twin.cloned() {
                let other = self.name(twin.dossier);
                let code = short(&paper.code).to_owned();
                self.violated(format!("{code} is printed for {other} and for {name}"));
            }
            self.known.papers.push(paper);
        }
    }
}

/// Day and number of a code: what differs between codes of a run. The desk in a temporary code ends
/// with its id, and the number with the dossier's, which no seed decides.
pub(super) fn short(code: &str) -> &str {
    let at = code.match_indices('-').rev().nth(1).map(|(at, _)| at + 1);
    let of_dossier = if ProvisionalCode::parse(code).is_ok() {
        DOSSIER_DIGITS
    } else {
        0
    };
    let end = code.len() - of_dossier;
    at.and_then(|at| code.get(at..end)).unwrap_or(code)
}
