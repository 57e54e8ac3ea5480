//! The courier: a stick goes from a desk to the centre with a bundle and back with the answer; it is
//! lost, comes late, is carried twice, or was made before a disk or the centre was put back.
//!
//! Every other pair of seeds has a courier, with chances of its own: the others play what they played
//! before there was one.

use std::path::{Path, PathBuf};

use central::courier;
use platform::clock::Clock as _;
use protocol::view::{CourierWish, ErrorView};

use super::world::World;
use crate::rng::Rng;

/// Out of a hundred steps: a desk copies, a bundle is carried, an answer is brought back.
const COPIED: usize = 12;
const CARRIED: usize = 14;
const BROUGHT: usize = 14;
/// Out of a hundred copies those that are made although the cable is plugged in.
const WITH_A_LINK: u64 = 40;
/// Out of a hundred journeys.
const TWICE: u64 = 25;
const LOST: u64 = 12;
const CENTRE_DIES: u64 = 6;
/// Journeys that come to an end when everything is healed.
const AT_LAST: u32 = 4;

/// Refusals that are right: the desk does not know the bundle any more, the centre was restored after
/// it answered, the officer is out of service, the disk is full, nothing waits.
const FINE: [&str; 6] = [
    "courier.answer_unknown",
    "courier.answer_stale",
    "courier.nothing",
    "courier.full",
    "app.officer_removed",
    "store.full",
];

pub(super) struct Courier {
    rng: Rng,
    bundles: Vec<Carried>,
}

/// A bundle that was made, wherever it is.
struct Carried {
    desk: usize,
    file: PathBuf,
    /// Answers that have not been lost.
    answers: Vec<PathBuf>,
    /// How often the centre has taken it in.
    times: u32,
}

impl Courier {
    /// The courier of a run, if it has one.
    pub(super) const fn of(seed: u64) -> Option<Self> {
        if seed & 2 != 0 {
            return None;
        }
        Some(Self {
            rng: Rng::new(!seed),
            bundles: Vec::new(),
        })
    }

    fn some_bundle(&mut self) -> Option<usize> {
        let count = self.bundles.len();
        (count > 0).then(|| self.rng.below(count))
    }
}

impl World {
    /// One step of the courier, beside what else happens.
    pub(super) fn courier_goes(&mut self, desk: usize) {
        let Some(mut courier) = self.courier.take() else {
            return;
        };
        match courier.rng.below(100) {
            n if n < COPIED => self.copy_onto_stick(&mut courier, desk),
            n if n < COPIED + CARRIED => self.carry_some(&mut courier),
            n if n < COPIED + CARRIED + BROUGHT => self.bring_some(&mut courier),
            _ => {}
        }
        self.courier = Some(courier);
    }

    /// What is still on its way arrives, some of it.
    pub(super) fn courier_arrives(&mut self) {
        let Some(mut courier) = self.courier.take() else {
            return;
        };
        for _ in 0..AT_LAST {
            self.carry_some(&mut courier);
            self.bring_some(&mut courier);
        }
        self.courier = Some(courier);
    }

    fn copy_onto_stick(&mut self, courier: &mut Courier, desk: usize) {
        let counter = &self.counters[desk];
        if !counter.wire.is_cut() && !courier.rng.chance(WITH_A_LINK) {
            return;
        }
        let wish = CourierWish {
            folder: counter.stick().display().to_string(),
            bytes_max: 0,
        };
        match counter.desk().courier_export(wish) {
            Ok(made) => {
                let (events, files) = (made.bundle.events, made.bundle.files);
                let file = Path::new(&made.bundle.place).join(&made.bundle.file);
                self.log.happened("bundles made");
                self.log.line(format_args!(
                    "  desk {}: {events} events and {files} files onto a stick",
                    desk + 1
                ));
                courier.bundles.push(Carried {
                    desk,
                    file,
                    answers: Vec::new(),
                    times: 0,
                });
            }
            Err(error) => self.courier_refused(desk, &error),
        }
    }

    /// Some bundle reaches the centre: for the first time or again, or it is lost.
    fn carry_some(&mut self, courier: &mut Courier) {
        if !self.centre.is_up() {
            return;
        }
        let Some(which) = courier.some_bundle() else {
            return;
        };
        if courier.rng.chance(LOST) {
            courier.bundles.remove(which);
            self.log.happened("bundles lost");
            return;
        }
        let times = if courier.rng.chance(TWICE) { 2 } else { 1 };
        let dies = courier.rng.chance(CENTRE_DIES);
        let bundle = &mut courier.bundles[which];
        for _ in 0..times {
            self.take_in(bundle);
        }
        if dies && bundle.answers.pop().is_some() {
            self.log
                .happened("centre dies before its answer is carried");
            self.centre.crash();
        }
    }

    fn take_in(&mut self, bundle: &mut Carried) {
        let imported = match self.centre.import(&bundle.file, self.clock.now()) {
            Ok(imported) => imported,
            Err(fault) => return self.violated(format!("a bundle is refused: {fault}")),
        };
        let answer = bundle
            .file
            .with_extension(format!("{}.answer", bundle.times));
        courier::write_answer(&answer, &imported.file).expect("the answer is written");
        bundle.answers.push(answer);
        bundle.times += 1;
        self.log.happened("bundles carried");
        if bundle.times > 1 {
            self.log.happened("bundles carried again");
        }
        let outcomes = imported.answer.lives.iter().map(|life| life.outcome);
        self.log.line(format_args!(
            "  courier: a bundle of desk {}: {} new, {} held, {:?}",
            bundle.desk + 1,
            imported.new_events,
            imported.held_events,
            outcomes.collect::<Vec<_>>()
        ));
    }

    /// Some answer comes back to the desk that made the bundle, or is lost.
    fn bring_some(&mut self, courier: &mut Courier) {
        let Some(which) = courier.some_bundle() else {
            return;
        };
        let bundle = &mut courier.bundles[which];
        if bundle.answers.is_empty() || !self.counters[bundle.desk].is_up() {
            return;
        }
        let place = courier.rng.below(bundle.answers.len());
        let answer = bundle.answers[place].clone();
        if courier.rng.chance(LOST) {
            bundle.answers.remove(place);
            self.log.happened("answers lost");
            return;
        }
        let desk = bundle.desk;
        let taken = self.counters[desk]
            .desk()
            .courier_answer(answer.display().to_string());
        match taken {
            Ok(said) => {
                self.log.happened("answers taken in");
                self.log.line(format_args!(
                    "  desk {}: an answer: {} events, {} files, {} issues{}",
                    desk + 1,
                    said.events,
                    said.files,
                    said.issues,
                    if said.already { ", again" } else { "" }
                ));
            }
            Err(error) => self.courier_refused(desk, &error),
        }
    }

    fn courier_refused(&mut self, desk: usize, error: &ErrorView) {
        self.log.happened("refusals of the courier");
        self.log
            .line(format_args!("  desk {}: courier: {}", desk + 1, error.code));
        if !FINE.contains(&error.code.as_str()) {
            self.violated(format!("desk {}: courier: {}", desk + 1, error.code));
        }
    }
}
