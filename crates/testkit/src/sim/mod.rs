//! The simulator: desks and a centre, all of them the real thing, over a network and on machines
//! that fail from a seed. Nothing waits: time is moved, threads are stepped ([`desk::Pace`]), the
//! centre has no port ([`central::Service`]), so that a seed plays the same run again.
//!
//! A run takes [`STEPS`] steps, in each of which something is done at one desk or befalls it or the
//! centre; heals everything, lets the world come to rest and then checks every invariant of
//! docs/architecture.md. It must also be able to fail: with one guard of the
//! product switched off ([`Guard`]) some seed among the first fifty must find it out.
//!
//! What it cannot show: torn writes (the disk loses nothing that was written), races inside one
//! process, PostgreSQL. Those have tests of their own.
#![expect(
    clippy::significant_drop_tightening,
    reason = "one thread plays a run: nobody waits for its locks"
)]

mod acts;
mod carry;
mod centre;
mod check;
mod courier;
mod desk;
mod folder;
mod happen;
mod hardship;
mod heal;
mod log;
mod restore;
mod template;
mod twin;
mod wire;
mod world;

pub use domain::mutation::Guard;
use domain::mutation::Mutation;
pub use log::Counts;

use happen::Plan;
use template::Template;
use world::World;

/// Steps of a run.
pub const STEPS: u32 = 100;
/// Among [`Counts`]: receptions under a temporary code because every number held for the day was drawn.
pub const RAN_OUT: &str = "temporary codes, every number drawn";

/// Plays runs.
pub struct Simulator {
    template: Template,
}

/// How a run went.
#[derive(Debug)]
pub struct Run {
    /// What replays it.
    pub seed: u64,
    /// What did not hold; nothing, one hopes. The seed and the steps are in the trace.
    pub violations: Vec<String>,
    /// How often each thing happened.
    pub counts: Counts,
    /// A readable line for each thing that happened.
    pub trace: String,
}

impl Simulator {
    /// Makes the world that every run starts from; takes a few seconds.
    #[must_use]
    pub fn new() -> Self {
        Self {
            template: Template::make(),
        }
    }

    /// Plays the run of `seed`.
    #[must_use]
    pub fn run(&self, seed: u64) -> Run {
        self.play(seed, Mutation::NONE)
    }

    /// Plays it with a guard switched off.
    #[must_use]
    pub fn run_without(&self, guard: Guard, seed: u64) -> Run {
        self.play(seed, Mutation::of_the_simulator(guard))
    }

    /// The first run from `first` on, among `most`, in which something does not hold without the
    /// guard and everything does with it.
    #[must_use]
    pub fn find_out(&self, guard: Guard, first: u64, most: u32) -> Option<Run> {
        let seeds = (0..most).zip(first..).map(|(_, seed)| seed);
        let mut bad = seeds
            .map(|seed| self.run_without(guard, seed))
            .filter(|run| !run.violations.is_empty());
        bad.find(|run| self.run(run.seed).violations.is_empty())
    }

    fn play(&self, seed: u64, mutation: Mutation) -> Run {
        let mut world = World::new(&self.template, seed, mutation);
        let plan = Plan::draw(&mut world.rng);
        for counter in &world.counters {
            counter.wire.set_odds(&plan.wire);
        }
        for step in 1..=STEPS {
            world.step = step;
            world.log.line(format_args!("step {step}"));
            world.happen(&plan);
            if !world.violations.is_empty() {
                break;
            }
        }
        if world.violations.is_empty() {
            world.heal();
            world.check();
        }
        let (trace, counts) = world.log.take();
        Run {
            seed,
            violations: world.violations,
            counts,
            trace,
        }
    }
}

impl Default for Simulator {
    fn default() -> Self {
        Self::new()
    }
}
