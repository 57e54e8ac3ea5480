//! Numbers for an agency or day that nobody held any for: the centre is asked while somebody waits,
//! for a few seconds at most. Without an answer the slip is temporary, as without a link.

use domain::dossier::{CheckedIntake, CodeNeed};
use domain::ids::AgencyCode;
use domain::time::CivilDate;
use protocol::wire::LeaseWish;
use store::Store;
use sync::LeaseOffice;

use crate::errors::{Fault, chain};

/// Numbers asked for at once: a procedure that comes once a month must not burn many.
pub(super) const NUMBERS: u32 = 10;

/// Where numbers are asked for.
pub(crate) struct OnDemand(pub(crate) LeaseOffice);

impl OnDemand {
    /// Whether numbers came. What stands in the way is logged: the work goes on without.
    pub(crate) fn ask(&self, wish: LeaseWish) -> bool {
        match self.0.ask(&[wish]) {
            Ok(came) => came,
            Err(error) => {
                tracing::warn!(error = %chain(&error), "no numbers on demand");
                false
            }
        }
    }

    /// Asks for what `checked` needs, if there is none; whether it asked, and time went by.
    pub(crate) fn see_to(&self, store: &Store, checked: &CheckedIntake) -> Result<bool, Fault> {
        let CodeNeed::Official { agency, day } = checked.need() else {
            return Ok(false);
        };
        self.see_to_day(store, agency, *day)
    }

    /// The same for one agency and day.
    pub(crate) fn see_to_day(
        &self,
        store: &Store,
        agency: &AgencyCode,
        day: CivilDate,
    ) -> Result<bool, Fault> {
        let is_asked = store.read(|r| r.codes_left(agency, day))? == 0;
        if is_asked {
            self.ask(wish(agency, day, NUMBERS));
        }
        Ok(is_asked)
    }
}

/// The wish for everyday numbers.
pub(super) fn wish(agency: &AgencyCode, day: CivilDate, want: u32) -> LeaseWish {
    LeaseWish {
        agency: agency.clone(),
        day,
        want,
        reserve: false,
    }
}
