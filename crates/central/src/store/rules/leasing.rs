//! The answer to one wish for numbers, over the blocks [`crate::lease`] plans with.

use domain::ids::LeaseId;
use domain::time::CivilDate;
use protocol::wire::{Lease, LeaseWish};

use crate::clock::uuid_at;
use crate::lease::{Block, GivenOut, plan};
use crate::store::LeaseAsk;

/// The blocks to hand out, and which of them are new and to be written.
pub(in crate::store) struct Leasing {
    pub(in crate::store) again: Vec<Lease>,
    pub(in crate::store) fresh: Vec<Lease>,
}

/// Whether a wish is for a day that may be leased.
pub(in crate::store) fn is_open((first, last): (CivilDate, CivilDate), wish: &LeaseWish) -> bool {
    first <= wish.day && wish.day <= last
}

/// Answers a wish; `own` are the asking desk's blocks of the wanted kind.
pub(in crate::store) fn leasing(
    ask: &LeaseAsk,
    wish: &LeaseWish,
    own: &[Block],
    given: &GivenOut,
) -> Leasing {
    let plan = plan(wish.want, wish.reserve, own, given);
    let lease = |id: LeaseId, from: u32, to: u32| Lease {
        id,
        desk: ask.caller.desk,
        incarnation: ask.caller.incarnation,
        agency: wish.agency.clone(),
        day: wish.day,
        from,
        to,
        reserve: wish.reserve,
        signature: String::new(),
    };
    let again = own.iter().filter(|block| plan.again.contains(&block.id));
    Leasing {
        again: again.map(|b| lease(b.id, b.from, b.to)).collect(),
        fresh: plan
            .cut
            .iter()
            .map(|(from, to)| lease(LeaseId(uuid_at(ask.now)), *from, *to))
            .collect(),
    }
}
