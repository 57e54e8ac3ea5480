//! What can happen in one step of a run, and how likely it is. Each run leaves some kinds of trouble
//! out, so that those that hide each other also come alone.

use std::fmt::Write as _;

use sync::SyncError;

use super::acts::Intake;
use super::wire::{Odds, Trouble};
use super::world::World;
use crate::rng::Rng;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happening {
    Receive(Intake),
    Forward,
    Reprint,
    AddPage,
    Act,
    TakeOver,
    Synchronise,
    AssignCodes,
    Print,
    CableCut,
    CableMended,
    ArrivesLate,
    DeskKilled,
    DeskRestarted,
    CentreKilled,
    CentreStarted,
    NextDay,
    DeskCopied,
    DatabaseRestored,
    FolderRestored,
    DeskCloned,
    ClockJumps,
    ClockSetRight,
    DiskFull,
    DiskFreed,
    OfficerRevoked,
    DeskRevoked,
    CentreBackedUp,
    CentreRestored,
    CentreLapses,
}

/// What a run draws from.
pub(super) struct Plan {
    pub(super) steps: Vec<(Happening, u32)>,
    pub(super) wire: Odds,
}

impl Plan {
    /// The plan of one run.
    pub(super) fn draw(rng: &mut Rng) -> Self {
        use Happening as H;
        let mut steps = vec![
            (H::Receive(Intake::Plain), 16),
            (H::Receive(Intake::WithPage), 4),
            (H::Receive(Intake::PressedTwice), 4),
            (H::Forward, 6),
            (H::Reprint, 8),
            (H::AddPage, 3),
            (H::Act, 8),
            (H::TakeOver, 1),
            (H::Synchronise, 34),
            (H::AssignCodes, 6),
            (H::Print, 12),
            (H::CableMended, 3),
            (H::CentreStarted, 4),
            (H::DeskRestarted, 2),
            (H::ClockSetRight, 3),
            (H::DiskFreed, 4),
            (H::DeskCopied, 3),
            (H::CentreBackedUp, 2),
        ];
        let trouble = [
            (H::CableCut, 2),
            (H::ArrivesLate, 4),
            (H::DeskKilled, 3),
            (H::CentreKilled, 2),
            (H::NextDay, 1),
            (H::DatabaseRestored, 1),
            (H::FolderRestored, 1),
            (H::DeskCloned, 1),
            (H::ClockJumps, 2),
            (H::DiskFull, 2),
            (H::CentreRestored, 1),
            (H::CentreLapses, 1),
        ];
        steps.extend(trouble.into_iter().filter(|_| rng.chance(70)));
        let once = [(H::OfficerRevoked, 1), (H::DeskRevoked, 1)];
        steps.extend(once.into_iter().filter(|_| rng.chance(25)));
        let on_the_wire = [
            (Trouble::RequestLost, 25),
            (Trouble::AnswerLost, 35),
            (Trouble::Doubled, 35),
            (Trouble::RequestCut, 20),
            (Trouble::HeldBack, 25),
            (Trouble::LinkDies, 30),
            (Trouble::CentreDies, 6),
            (Trouble::DeskDies, 8),
        ];
        let on_the_wire = on_the_wire.into_iter().filter(|_| rng.chance(70));
        let mut wire: Odds = on_the_wire.map(|(what, n)| (Some(what), n)).collect();
        let bad: u32 = wire.iter().map(|(_, n)| n).sum();
        wire.push((None, 1000 - bad));
        Self { steps, wire }
    }
}

impl World {
    /// One step: time passes, something happens somewhere.
    pub(super) fn happen(&mut self, plan: &Plan) {
        let minutes = self.rng.within(1, 12);
        self.pass(minutes * 60_000);
        let desk = self.rng.below(self.counters.len());
        let what = self.rng.weighted(&plan.steps).expect("there is work");
        self.counters[desk].wire.comes_back();
        if !self.counters[desk].is_up() {
            self.log.line(format_args!("  desk {}: starts", desk + 1));
            self.counters[desk].start();
        }
        if !self.counters[desk].is_up() {
            self.tell("nobody let in", desk);
            self.bury_the_dead();
            return;
        }
        self.relieve(desk);
        if !self.bury_the_dead() {
            self.do_one(desk, what, plan);
            self.bury_the_dead();
            if self.counters[desk].is_up() {
                self.courier_goes(desk);
            }
        }
    }

    /// A desk that died in the middle of a request goes on with what its disk held then.
    fn bury_the_dead(&mut self) -> bool {
        let mut was_one = false;
        for counter in self.counters.iter_mut().filter(|c| c.wire.is_dead()) {
            counter.next_life();
            was_one = true;
        }
        was_one
    }

    fn do_one(&mut self, desk: usize, what: Happening, plan: &Plan) {
        match what {
            Happening::Receive(how) => self.receive(desk, how),
            Happening::Forward => self.forward(desk),
            Happening::Reprint => self.reprint(desk),
            Happening::AddPage => self.add_page(desk),
            Happening::Act => self.act(desk),
            Happening::TakeOver => self.take_over(),
            Happening::Synchronise => drop(self.synchronise(desk)),
            Happening::AssignCodes => self.assign_codes(desk),
            Happening::Print => self.print(desk),
            Happening::CableCut => self.cable(desk, true),
            Happening::CableMended => self.cable(desk, false),
            Happening::ArrivesLate => self.arrives_late(desk),
            Happening::DeskKilled => {
                self.tell("desk killed", desk);
                self.counters[desk].crash();
            }
            Happening::DeskRestarted => {
                self.tell("desk restarted", desk);
                self.counters[desk].stop();
                self.counters[desk].start();
            }
            Happening::CentreKilled => {
                if self.centre.is_up() {
                    self.log.happened("centre killed");
                    self.log.line(format_args!("  centre: killed"));
                    self.centre.crash();
                }
            }
            Happening::CentreStarted => self.start_centre(),
            Happening::NextDay => {
                self.log.happened("next day");
                self.log.line(format_args!("  a day passes"));
                self.pass(DAY_MS);
            }
            Happening::DeskCopied => self.copy_desk(desk),
            Happening::DatabaseRestored => self.restore_database(desk),
            Happening::FolderRestored => self.restore_folder(desk),
            Happening::DeskCloned => self.clone_desk(desk, plan),
            Happening::ClockJumps => self.clock_jumps(desk),
            Happening::ClockSetRight => self.set_clock_right(desk),
            Happening::DiskFull => self.fill_disk(desk, true),
            Happening::DiskFreed => self.fill_disk(desk, false),
            Happening::OfficerRevoked => self.revoke_officer(desk),
            Happening::DeskRevoked => self.revoke_desk(desk),
            Happening::CentreBackedUp => self.back_up_centre(),
            Happening::CentreRestored => self.restore_centre(),
            Happening::CentreLapses => self.lapse(desk),
        }
    }

    pub(super) fn tell(&self, what: &'static str, desk: usize) {
        self.log.happened(what);
        self.log.line(format_args!("  desk {}: {what}", desk + 1));
    }

    fn cable(&self, desk: usize, is_cut: bool) {
        let wire = &self.counters[desk].wire;
        if wire.is_cut() != is_cut {
            wire.cut(is_cut);
            self.tell(if is_cut { "cable cut" } else { "cable mended" }, desk);
        }
    }

    pub(super) fn start_centre(&self) {
        if !self.centre.is_up() {
            self.log.line(format_args!("  centre: starts"));
            self.centre.start_again();
        }
    }

    /// The network delivers what it kept.
    pub(super) fn arrives_late(&self, desk: usize) {
        let wire = &self.counters[desk].wire;
        if self.centre.is_up()
            && let Some(request) = wire.held_back()
        {
            self.centre.wait_for(wire.bring(&request));
        }
    }

    /// One activation; what stopped it, in the words of the errors.
    pub(super) fn synchronise(&mut self, desk: usize) -> Result<(), String> {
        let outcome = self.counters[desk].desk().step_sync();
        let outcome = outcome.expect("the desk is stepped").map_err(|e| chain(&e));
        let said = outcome.as_ref().map_or_else(String::as_str, |()| "done");
        self.log
            .line(format_args!("  desk {}: synchronised: {said}", desk + 1));
        self.log.happened("activations");
        outcome
    }

    /// The clerk looks for temporary slips.
    pub(super) fn assign_codes(&mut self, desk: usize) {
        let store = self.counters[desk].store();
        let recorded = || store.read(|r| r.journal()).expect("read").recorded;
        let before = recorded();
        self.counters[desk].desk().step_codes();
        if self.counters[desk].wire.is_dead() {
            return; // died while it asked for numbers
        }
        let given = recorded() - before;
        if given > 0 {
            self.log
                .line(format_args!("  desk {}: assigned {given} codes", desk + 1));
            for _ in 0..given {
                self.log.happened("official codes after a temporary one");
            }
            for dossier in self.known.dossiers.clone() {
                self.note_acts(desk, dossier);
            }
        }
    }

    pub(super) fn print(&mut self, desk: usize) {
        self.counters[desk].desk().step_print();
        self.collect(desk);
    }
}

fn chain(error: &SyncError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        write!(text, ": {error}").expect("a text takes text");
        cause = error.source();
    }
    text
}
