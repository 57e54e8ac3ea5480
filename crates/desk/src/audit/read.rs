//! Pages of the journal.

use chrono::NaiveDate;
use domain::ids::OfficerId;
use domain::time::{CivilDate, Timestamp};
use protocol::view::{AuditEntryView, AuditOfficer, AuditPage, AuditWish, ErrorView};
use store::{AuditEntry, AuditFilter};

use super::may_audit;
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::dossiers::timeline_entry;
use crate::errors::{Fault, view};

/// Entries of one page.
const PAGE: usize = 200;

impl Desk {
    /// A page of the journal.
    ///
    /// # Errors
    /// `app.not_allowed`; `store.*`.
    pub fn audit_page(&self, wish: AuditWish) -> Result<AuditPage, ErrorView> {
        self.work()
            .and_then(|work| page(&work, &wish))
            .map_err(view)
    }
}

fn page(work: &Work<'_>, wish: &AuditWish) -> Result<AuditPage, Fault> {
    may_audit(work)?;
    let books = work.books()?;
    let filter = filter(wish);
    work.store().read(|r| {
        let mut entries = r.audit_page(&filter, wish.before, PAGE + 1)?;
        let more = entries.len() > PAGE;
        entries.truncate(PAGE);
        let outages = r.outages_between(Timestamp(i64::MIN), work.now)?;
        let entry = |AuditEntry { row, code, event }: &AuditEntry| AuditEntryView {
            row: *row,
            dossier: event.envelope.dossier.to_string(),
            code: code.clone(),
            entry: timeline_entry(event, &books, &outages),
            issue: event.verdict.clone(),
        };
        Ok(AuditPage {
            entries: entries.iter().map(entry).collect(),
            more,
            officers: officers(&books),
        })
    })
}

fn officers(books: &Books) -> Vec<AuditOfficer> {
    let officer = |officer: &protocol::wire::OfficerInfo| AuditOfficer {
        login: officer.login.to_string(),
        name: officer.name.clone(),
    };
    books.policy.officers.iter().map(officer).collect()
}

/// Days that do not read and strangers' names filter nothing in: what is typed is looked for as it is.
pub(super) fn filter(wish: &AuditWish) -> AuditFilter {
    let day = |text: &str| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(CivilDate(day))
    };
    let begin = |day: CivilDate| day.at(0, 0).map(|moment| moment.instant());
    let from = day(&wish.from).and_then(begin);
    let until = day(&wish.until).and_then(|day| begin(day.plus_days(1)));
    AuditFilter {
        officer: OfficerId::parse(&wish.officer).ok(),
        code: wish.code.trim().to_owned(),
        from: from.unwrap_or(Timestamp(i64::MIN)),
        until: until.unwrap_or(Timestamp(i64::MAX)),
    }
}
