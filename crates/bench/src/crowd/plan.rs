//! What is recorded before a leg, and when each desk sends it.

use std::time::Duration;

use domain::time::CivilDate;

use super::desk::{Desk, Planned};
use crate::Failure;
use crate::province::Province;
use crate::seeded::{Dossiers, Rng, Site};

/// A desk receives a dossier this often.
const EVERY_MS: u32 = 60_000;
/// What waits at a desk whose link was away.
pub(super) const BURST: usize = 50;

/// Every desk's sends within so many seconds, from the seed: one a minute each, and one burst each at
/// some moment, as links come back one by one.
pub(super) fn open(desks: usize, seconds: u32, rng: &mut Rng) -> Vec<Vec<Planned>> {
    let length_ms = seconds * 1_000;
    let mut one = || {
        let first = rng.within(0, EVERY_MS - 1);
        let singles = (first..length_ms).step_by(EVERY_MS as usize);
        let mut plan: Vec<Planned> = singles.map(|at| planned(at, 1)).collect();
        plan.push(planned(rng.within(0, length_ms - 1), BURST));
        plan.sort_unstable();
        plan
    };
    (0..desks).map(|_| one()).collect()
}

fn planned(at_ms: u32, dossiers: usize) -> Planned {
    Planned {
        at: Duration::from_millis(at_ms.into()),
        dossiers,
    }
}

/// Records so many dossiers of that day at each desk, under numbers leased for it.
pub(super) fn record(
    province: &Province,
    sites: &[Site],
    (desks, counts): (&mut [Desk], &[usize]),
    (day, seed): (CivilDate, u64),
) -> Result<(), Failure> {
    let mut rng = Rng::new(seed);
    for (n, site) in sites.iter().enumerate() {
        let mut dossiers = Dossiers::on_day(site, rng.next(), day)?;
        let theirs = desks.iter_mut().zip(counts);
        for (desk, count) in theirs.filter(|(desk, count)| desk.site == n && **count > 0) {
            let want = u32::try_from(*count)?;
            let leases = province.lease(&desk.enrolled, site, &[day], want)?;
            let lease = leases.first().ok_or("no numbers")?;
            for number in lease.from..lease.from + want {
                desk.record((dossiers.next()?, number), (lease, site), &mut rng)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_desk_sends_one_a_minute_and_one_burst_in_order() {
        let plans = open(40, 120, &mut Rng::new(3));
        assert_eq!(plans.len(), 40, "one plan for each");
        for plan in &plans {
            assert!(plan.is_sorted(), "in order of time");
            let singles = plan.iter().filter(|one| one.dossiers == 1).count();
            assert_eq!((plan.len(), singles), (3, 2), "two minutes, one burst");
            let last = plan.last().map(|one| one.at);
            assert!(last < Some(Duration::from_secs(120)), "within the time");
        }
        assert_eq!(plans, open(40, 120, &mut Rng::new(3)), "from the seed");
    }
}
