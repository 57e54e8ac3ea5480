//! Seeded intakes, one after the other through the working days of 2026, each checked by the rules
//! of reception and ready for its number.

use domain::address::Ward;
use domain::dossier::{
    Attachment, CheckedIntake, Conclusion, DirectReason, Intake, LimitChoice, Paper, PaperState,
    ResultDelivery, check_intake,
};
use domain::fee::{CopyRow, FeeContext};
use domain::ids::{DossierId, RequestId};
use domain::party::{Party, PartyBody, PartyRole, Submitter, SubmitterCapacity};
use domain::procedure::{AuthorityRule, Channel, DossierComponent, FeeAmount, Procedure};
use domain::time::{CivilDate, Timestamp};

use super::pages;
use super::people::{home_wards, person};
use super::rng::Rng;
use super::site::Site;
use crate::Failure;

/// Working days between the first Monday of the year and the day intakes are measured on.
const DAYS: u32 = 215;

/// An intake that only lacks its number.
pub(crate) struct Prepared {
    pub(crate) id: DossierId,
    pub(crate) request: RequestId,
    pub(crate) now: Timestamp,
    pub(crate) checked: CheckedIntake,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) owner: Party,
    /// Its running number of that day and agency.
    pub(crate) number: u32,
}

/// An endless row of intakes.
pub(crate) struct Dossiers<'a> {
    site: &'a Site,
    rng: Rng,
    wards: Vec<&'static Ward>,
    procedures: Vec<&'static Procedure>,
    plan: Plan,
    day: CivilDate,
    number: u32,
}

/// How intakes are spread, and with how large a scan they come.
#[derive(Debug, Clone, Copy)]
struct Plan {
    first_day: Option<CivilDate>,
    per_day: u32,
    scan_bytes: Option<usize>,
}

/// Most intakes of one day.
const PER_DAY_MAX: u32 = 9_999;

impl<'a> Dossiers<'a> {
    /// `count` intakes without pages, spread evenly over the year so far.
    pub(crate) fn over_the_year(site: &'a Site, seed: u64, count: u32) -> Result<Self, Failure> {
        let first_day = CivilDate::new(2026, 1, 5);
        let per_day = count.div_ceil(DAYS).max(1);
        Self::planned(
            site,
            seed,
            Plan {
                first_day,
                per_day,
                scan_bytes: None,
            },
        )
    }

    /// Up to 9,999 intakes with a scanned paper each, on one day after the year so far.
    pub(crate) fn on_one_day(site: &'a Site, seed: u64) -> Result<Self, Failure> {
        Self::scanned(site, seed ^ 1, pages::PAGE_BYTES)
    }

    /// The same with scans of that size.
    pub(crate) fn scanned(site: &'a Site, seed: u64, bytes: usize) -> Result<Self, Failure> {
        let plan = Plan {
            first_day: measured_day(),
            per_day: PER_DAY_MAX,
            scan_bytes: Some(bytes),
        };
        Self::planned(site, seed, plan)
    }

    /// Up to 9,999 intakes without pages on that day.
    pub(crate) fn on_day(site: &'a Site, seed: u64, day: CivilDate) -> Result<Self, Failure> {
        let plan = Plan {
            first_day: Some(day),
            per_day: PER_DAY_MAX,
            scan_bytes: None,
        };
        Self::planned(site, seed, plan)
    }

    fn planned(site: &'a Site, seed: u64, plan: Plan) -> Result<Self, Failure> {
        let day = plan.first_day.ok_or("a day that is not in the calendar")?;
        let (rng, wards, number) = (Rng::new(seed), home_wards(), 0);
        let procedures = site.procedures.clone();
        let mut dossiers = Self {
            site,
            rng,
            wards,
            procedures,
            plan,
            day,
            number,
        };
        dossiers.keep_what_is_received()?;
        Ok(dossiers)
    }

    /// Procedures whose rules need something an ordinary walk-in lacks are left out.
    fn keep_what_is_received(&mut self) -> Result<(), Failure> {
        let all = std::mem::take(&mut self.procedures);
        let now = self.day.at(9, 0).ok_or("nine o'clock")?.instant();
        self.procedures = all
            .into_iter()
            .filter(|p| self.checked(p, now).is_ok())
            .collect();
        if self.procedures.len() < 10 {
            return Err("too few procedures of the seed catalogue can be received".into());
        }
        Ok(())
    }

    /// The next intake.
    pub(crate) fn next(&mut self) -> Result<Prepared, Failure> {
        self.number += 1;
        if self.number > self.plan.per_day {
            self.number = 1;
            self.day = self
                .site
                .calendar
                .working_day_after(self.day, 1)
                .ok_or("no more days")?;
        }
        let now = self.moment()?;
        let procedure = *self.rng.pick(&self.procedures).ok_or("no procedure")?;
        let (intake, checked) = self.checked(procedure, now)?;
        let owner = intake
            .parties
            .first()
            .cloned()
            .ok_or("an intake without parties")?;
        let Intake {
            request,
            attachments,
            ..
        } = intake;
        let (id, number) = (DossierId(self.rng.uuid(now.0)), self.number);
        Ok(Prepared {
            id,
            request,
            now,
            checked,
            attachments,
            owner,
            number,
        })
    }

    /// The day's intakes one after the other between 07:30 and 11:30.
    fn moment(&self) -> Result<Timestamp, Failure> {
        let start = self.day.at(7, 30).ok_or("half past seven")?.instant();
        let step_ms = 4 * 60 * 60 * 1_000 / i64::from(self.plan.per_day);
        Ok(start.plus_ms(step_ms * i64::from(self.number - 1)))
    }

    fn checked(
        &mut self,
        procedure: &'static Procedure,
        now: Timestamp,
    ) -> Result<(Intake, CheckedIntake), Failure> {
        let request = RequestId(self.rng.uuid(now.0));
        let mut intake = self.intake(procedure, request);
        if let (Some(bytes), Some(paper)) = (self.plan.scan_bytes, intake.papers.first()) {
            let scan = (paper.component.clone(), bytes);
            let scanned = pages::scanned(&mut self.rng, scan, now);
            intake.attachments.push(scanned);
        }
        let checked = check_intake(&intake, &self.site.context(now, Some(procedure)));
        Ok((
            intake,
            checked.map_err(|refusal| format!("refused: {refusal:?}"))?,
        ))
    }

    fn intake(&mut self, procedure: &Procedure, request: RequestId) -> Intake {
        let first = procedure
            .methods
            .first()
            .map_or(Channel::Direct, |method| method.channel);
        let channel = procedure
            .method(Channel::Direct)
            .map_or(first, |method| method.channel);
        let components = procedure
            .cases
            .first()
            .map(|case| case.components.as_slice());
        Intake {
            request,
            conclusion: Conclusion::Receive,
            procedure: Some(procedure.code.clone()),
            case: 0,
            channel,
            actual_channel: channel,
            assisted: channel == Channel::Online,
            direct_reason: (!procedure.flags.takes_paper).then_some(DirectReason::OldOrDisabled),
            limit: LimitChoice::Ordinary,
            parties: self.parties(procedure),
            submitter: self.submitter(procedure.flags.authority),
            papers: components.unwrap_or_default().iter().map(paper).collect(),
            attachments: Vec::new(),
            sets: 1,
            delivery: ResultDelivery::AtOffice,
            fee_context: fee_context(procedure),
            due_wish: None,
            foreign_code: None,
            is_foreign_system_down: false,
            received_at: None,
            reason: String::new(),
            note: String::new(),
        }
    }

    fn parties(&mut self, procedure: &Procedure) -> Vec<Party> {
        let alone = [PartyRole::Applicant];
        let roles = if procedure.parties.is_empty() {
            &alone
        } else {
            &*procedure.parties
        };
        let party = |role: &PartyRole| {
            let body = PartyBody::Person(person(&mut self.rng, &self.wards));
            Party { role: *role, body }
        };
        roles.iter().map(party).collect()
    }

    /// One in eight is represented, where that is allowed.
    fn submitter(&mut self, rule: AuthorityRule) -> Submitter {
        if rule == AuthorityRule::Forbidden || self.rng.chance(88) {
            return Submitter {
                capacity: SubmitterCapacity::Owner,
                person: None,
            };
        }
        let person = Some(person(&mut self.rng, &self.wards));
        Submitter {
            capacity: SubmitterCapacity::LegalRepresentative,
            person,
        }
    }
}

/// The day intakes are measured on: after the year so far.
pub(crate) fn measured_day() -> Option<CivilDate> {
    CivilDate::new(2026, 11, 20)
}

fn paper(component: &DossierComponent) -> Paper {
    Paper {
        component: component.code.clone(),
        title: component.title.clone(),
        state: PaperState::Complete,
        originals: component.originals,
        certified_copies: component.copies,
        photocopies: 0,
        shown_only: component.show_only,
        note: String::new(),
    }
}

/// What the fee is counted on, where it is per copy.
fn fee_context(procedure: &Procedure) -> FeeContext {
    let fees = procedure.methods.iter().flat_map(|method| &method.fees);
    let is_per_copy = |fee: &FeeAmount| {
        matches!(
            fee,
            FeeAmount::Copy { .. } | FeeAmount::CertifiedCopy { .. }
        )
    };
    if !fees.into_iter().any(|fee| is_per_copy(&fee.amount)) {
        return FeeContext::default();
    }
    let row = CopyRow {
        title: "Bằng tốt nghiệp".to_owned(),
        pages: 2,
        copies: 3,
    };
    FeeContext {
        copies: 3,
        copy_rows: vec![row],
        exemption: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_dossiers_in_order_of_time() {
        let site = Site::new().expect("a site");
        let run = || {
            let mut dossiers = Dossiers::over_the_year(&site, 9, 1_000).expect("dossiers");
            (0..300)
                .map(|_| dossiers.next().expect("the next"))
                .collect::<Vec<_>>()
        };
        let (one, two) = (run(), run());
        let same = |(a, b): (&Prepared, &Prepared)| a.id == b.id && a.checked == b.checked;
        assert!(one.iter().zip(&two).all(same), "a seed decides everything");
        assert!(
            one.is_sorted_by_key(|prepared| prepared.now),
            "time goes on"
        );
        assert!(
            one.iter().all(|p| (1..=5).contains(&p.number)),
            "five a day"
        );
    }

    #[test]
    fn a_year_is_long_enough_for_two_million() {
        let site = Site::new().expect("a site");
        let mut dossiers = Dossiers::over_the_year(&site, 9, 430).expect("dossiers");
        let last = (0..430)
            .map(|_| dossiers.next().expect("the next").now)
            .last();
        let measured = Dossiers::on_one_day(&site, 9)
            .expect("a day")
            .next()
            .expect("one")
            .now;
        assert!(
            last.is_some_and(|last| last < measured),
            "intakes come after the year so far"
        );
    }
}
