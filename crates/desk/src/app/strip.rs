//! The status strip: what is true now, read from the desk alone.

use domain::day::DayDoubt;
use domain::policy::SitePolicy;
use protocol::view::{ErrorView, StripView};
use store::{Numbering, Reader, RestoredWhy};

use super::wipe::wipe_view;
use crate::attachments::{Room, page_budget};
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};
use crate::numbering::{day_doubt, doubt_code};
use crate::open::lock;
use crate::sending::{link, link_reason, receiving};
use crate::settings::{PrinterChoice, printer_choice};

impl Desk {
    /// The status strip.
    ///
    /// # Errors
    /// `store.*`.
    pub fn strip(&self, (): ()) -> Result<StripView, ErrorView> {
        self.work().and_then(|work| strip(&work)).map_err(view)
    }
}

fn strip(work: &Work<'_>) -> Result<StripView, Fault> {
    let status = work.open.worker.status();
    let (link, _reason) = link(status);
    let books = work.books().ok(); // nothing may have been published yet
    let agency = books.as_ref().map_or_else(
        || work.open.enrolment.agency.clone(),
        |books| books.agency().clone(),
    );
    let rules = books
        .as_ref()
        .map_or_else(SitePolicy::default, |books| books.policy.rules.clone());
    let (codes_low, budget) = (rules.codes_low, page_budget(&rules));
    let devices = lock(&work.desk.devices).clone();
    work.store().read(|r| {
        let counts = r.counts()?;
        let doubt = match &books {
            Some(books) => day_doubt(r, books.calendar(), work.now)?,
            None => None,
        };
        let printer = printer_choice(r)?;
        let room = Room::read(r, work.now, budget)?;
        let scanner = r
            .setting(crate::settings::SCANNER_SETTING)?
            .unwrap_or_default();
        Ok(StripView {
            link,
            link_since: status.since.map(|at| at.0),
            link_reason: link_reason(r, status)?,
            receiving: receiving(&work.open.worker),
            wipe: wipe_view(r, &work.open.enrolment)?,
            unsent: counts.unsent,
            unsent_files: counts.unsent_files,
            codes_left: r.codes_left(&agency, work.now.civil_date())?,
            codes_low,
            numbering_problem: numbering_problem(r, doubt)?.to_owned(),
            printer: match &printer {
                PrinterChoice::None => devices.printer(None),
                PrinterChoice::Folder => devices.folder(),
                PrinterChoice::Queue(queue) => devices.printer(Some(queue)),
            },
            scanner: devices.scanner(&scanner),
            clock_ok: doubt.is_none(),
            disk_percent: room.percent(),
            disk_days_left: room.days_left(),
            now: work.now.0,
            parked: counts.parked,
            to_forward: counts.to_forward,
            to_digitise: counts.to_digitise,
            print_waiting: counts.print_waiting,
            tasks: counts.tasks,
        })
    })
}

fn numbering_problem(r: &Reader<'_>, doubt: Option<DayDoubt>) -> Result<&'static str, Fault> {
    Ok(match r.numbering()? {
        Numbering::Restored => match r.restored_why()? {
            Some(RestoredWhy::Older) => "older",
            Some(RestoredWhy::Moved) => "moved",
            Some(RestoredWhy::Announced) | None => "restored",
        },
        Numbering::Frozen if r.has_twin()? => "twin",
        Numbering::Frozen => "frozen",
        Numbering::Open => doubt.map_or("", doubt_code),
    })
}
