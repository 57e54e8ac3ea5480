//! A week at a desk whose cable is out from the first morning on.

use std::sync::Arc;
use std::time::{Duration, Instant};

use platform::clock::FixedClock;
use protocol::view::{ConfirmDay, LinkState};
use testkit::{
    HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, large_page, social_allowance,
};

use crate::Failure;
use crate::args::OfflineOptions;
use crate::live::Progress;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// From the clock of the stories to a Monday with five working days behind it.
const TO_MONDAY_MS: i64 = 10 * DAY_MS;
/// From one visitor to the next.
const VISITOR_MS: i64 = 20 * 1000;
/// Numbers held for each day, everyday and in reserve: the most a lease takes.
const NUMBERS: &str = "500";

/// What one day took.
#[derive(Default)]
pub(super) struct Day {
    pub(super) receptions: Vec<Duration>,
    pub(super) pages: Vec<Duration>,
}

pub(super) struct Week {
    pub(super) days: Vec<Day>,
    /// Dossiers in the order of their reception.
    pub(super) dossiers: Vec<String>,
    /// Temporary slips among them.
    pub(super) slips: u32,
    pub(super) station: Station,
    pub(super) centre: TestCentre,
}

impl Week {
    /// Works through it.
    pub(super) fn worked(options: &OfflineOptions) -> Result<Self, Failure> {
        let clock = friday_morning();
        clock.advance_ms(TO_MONDAY_MS);
        let centre = TestCentre::start(&clock);
        let mut week = Self {
            days: Vec::new(),
            dossiers: Vec::new(),
            slips: 0,
            station: desk(&centre, &clock)?,
            centre,
        };
        week.station.faults.cut(true);
        week.station.wait_link(&LinkState::Offline);
        let mut progress = Progress::new("dossiers received", options.dossiers);
        let mut pages = Pages {
            seed: options.seed,
            bytes: usize::try_from(options.page_kb)? * 1024,
        };
        for day in 0..options.days {
            let mut done = Day::default();
            for n in share(options.dossiers, options.days, day) {
                week.receive(
                    &mut done,
                    &mut pages,
                    share_of(options.pages, options.dossiers, n),
                )?;
                clock.advance_ms(VISITOR_MS);
                progress.reached(n);
            }
            week.days.push(done);
            let spent = i64::from(share_of(options.dossiers, options.days, day)) * VISITOR_MS;
            clock.advance_ms(DAY_MS - spent % DAY_MS);
            week.confirm_the_day();
        }
        Ok(week)
    }

    fn receive(&mut self, day: &mut Day, pages: &mut Pages, count: u32) -> Result<(), Failure> {
        let desk = self.station.desk();
        let draft = filled_draft(&self.station, social_allowance());
        let target = format!("draft:{}", draft.request_id);
        let paper = draft.papers.first().ok_or("a paper")?.component.clone();
        for _ in 0..count {
            let page = pages.next();
            let begun = Instant::now();
            let attached = desk.attach(&target, &paper, "trang.pdf", &page);
            day.pages.push(begun.elapsed());
            attached.map_err(|error| error.code)?;
        }
        let begun = Instant::now();
        let received = desk.receive(draft).map_err(|error| error.code)?;
        day.receptions.push(begun.elapsed());
        self.slips += u32::from(received.provisional);
        self.dossiers.push(received.dossier);
        Ok(())
    }

    /// From the second working day on the desk asks who says that it is that day.
    fn confirm_the_day(&self) {
        if self.station.strip().numbering_problem.is_empty() {
            return;
        }
        let confirmed = self.station.desk().confirm_day(ConfirmDay {
            lead: LAN.login.to_owned(),
            password: LAN.password.to_owned(),
            code: String::new(),
        });
        if let Err(error) = confirmed {
            crate::complain(&format!("the day is not confirmed: {}", error.code));
        }
    }

    pub(super) fn plug_in(&self) {
        self.station.faults.cut(false);
        self.send_now();
    }

    /// Whether the centre has everything.
    pub(super) fn is_sent(&self) -> bool {
        let Ok(sync) = self.station.desk().sync_overview(()) else {
            return false;
        };
        let is_sent = sync.recorded == sync.acked && sync.files_waiting == 0;
        if !is_sent && sync.link == LinkState::Offline {
            self.send_now();
        }
        is_sent
    }

    fn send_now(&self) {
        if let Err(error) = self.station.desk().send_now(()) {
            crate::complain(&format!("nothing is sent: {}", error.code));
        }
    }

    pub(super) fn page_count(&self) -> u32 {
        let count: usize = self.days.iter().map(|day| day.pages.len()).sum();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Lead and officer have both worked here, and as many numbers are held as a desk can ask for.
fn desk(centre: &TestCentre, clock: &Arc<FixedClock>) -> Result<Station, Failure> {
    let mut station = Station::enrolled(centre, clock, "Quầy 3");
    station.sign_in(LAN).map_err(|error| error.code)?;
    station.stop();
    let store = station.store(LAN);
    store.write(|tx| {
        tx.set_setting("lease.block", NUMBERS)?;
        tx.set_setting("lease.reserve", NUMBERS)
    })?;
    store.close()?;
    station.start();
    station.sign_in(HUONG).map_err(|error| error.code)?;
    station.wait_ready();
    station.wait_link(&LinkState::Online);
    Ok(station)
}

/// Pages, each of its own bytes.
struct Pages {
    seed: u64,
    bytes: usize,
}

impl Pages {
    fn next(&mut self) -> Vec<u8> {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        large_page(self.seed, self.bytes)
    }
}

/// The `n`-th of `parts` equal shares of so many things, by their numbers.
fn share(things: u32, parts: u32, n: u32) -> std::ops::Range<u32> {
    let at = |n: u32| {
        let at = u64::from(things) * u64::from(n) / u64::from(parts.max(1));
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    at(n)..at(n + 1)
}

fn share_of(things: u32, parts: u32, n: u32) -> u32 {
    let share = share(things, parts, n);
    share.end - share.start
}
