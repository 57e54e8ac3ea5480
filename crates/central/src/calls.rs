//! What a desk may ask of the centre, by how it stands: the one place that says it. Every handler of
//! a desk's session asks here before it does anything, and so does the import of a bundle, which is
//! a desk's push carried by hand.
//!
//! A desk out of service gives and gets nothing: it hands over what it recorded and the pages of it,
//! because a citizen was promised something, and hears what is ordered. A frozen desk lacks numbers
//! only; what its events come to is decided by [`crate::admit`].

use crate::store::DeskStanding;

/// Something a desk asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// To hand over events. Those of a desk out of service are set aside.
    Push,
    /// To hand over pages that a dossier names, and to ask how far they are here.
    HandOverPages,
    /// To begin a new life of its journal: what was recorded in an older copy could not be set aside
    /// without one.
    BeginLife,
    /// Whether anything is ordered.
    HearOrders,
    /// The key of its own database.
    DatabaseKey,
    /// To bring in the bundle of a desk.
    BringBundle,
    /// What other desks did.
    Pull,
    /// Who holds a dossier.
    Claim,
    /// Catalogue and policy.
    ReadPublished,
    /// The bytes of pages.
    ReadPages,
    /// Numbers of dossiers.
    Lease,
    /// To give numbers back.
    ReturnNumbers,
}

/// Why a call is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The desk was taken out of service.
    Revoked,
    /// The desk's journal forked; a person must decide.
    Frozen,
}

impl Call {
    /// Whether a desk that stands so is answered.
    ///
    /// # Errors
    /// [`Closed`] says why not.
    pub(crate) const fn by(self, standing: DeskStanding) -> Result<(), Closed> {
        match (standing, self) {
            (DeskStanding::InService, _)
            | (_, Self::Push | Self::HandOverPages | Self::BeginLife | Self::HearOrders) => Ok(()),
            (DeskStanding::Frozen, Self::Lease | Self::ReturnNumbers) => Err(Closed::Frozen),
            (
                DeskStanding::Frozen,
                Self::DatabaseKey
                | Self::BringBundle
                | Self::Pull
                | Self::Claim
                | Self::ReadPublished
                | Self::ReadPages,
            ) => Ok(()),
            (
                DeskStanding::Revoked,
                Self::DatabaseKey
                | Self::BringBundle
                | Self::Pull
                | Self::Claim
                | Self::ReadPublished
                | Self::ReadPages
                | Self::Lease
                | Self::ReturnNumbers,
            ) => Err(Closed::Revoked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Call; 12] = [
        Call::Push,
        Call::HandOverPages,
        Call::BeginLife,
        Call::HearOrders,
        Call::DatabaseKey,
        Call::BringBundle,
        Call::Pull,
        Call::Claim,
        Call::ReadPublished,
        Call::ReadPages,
        Call::Lease,
        Call::ReturnNumbers,
    ];

    fn open_to(standing: DeskStanding) -> Vec<Call> {
        let is_open = |call: &Call| call.by(standing).is_ok();
        ALL.into_iter().filter(is_open).collect()
    }

    #[test]
    fn a_desk_out_of_service_only_hands_over_and_hears_what_is_ordered() {
        assert_eq!(open_to(DeskStanding::InService), ALL, "a desk at work");
        assert_eq!(
            open_to(DeskStanding::Revoked),
            [
                Call::Push,
                Call::HandOverPages,
                Call::BeginLife,
                Call::HearOrders
            ],
            "it hands over, and is given nothing"
        );
        let frozen = open_to(DeskStanding::Frozen);
        let shut = ALL.into_iter().filter(|call| !frozen.contains(call));
        assert_eq!(
            shut.collect::<Vec<_>>(),
            [Call::Lease, Call::ReturnNumbers],
            "a frozen desk lacks numbers"
        );
    }
}
