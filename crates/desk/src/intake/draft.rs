//! The draft between keystroke and row. It is stored as the window typed it, so that a crash loses
//! at most what was typed since the last autosave.

use domain::ids::{OfficerId, RequestId};
use protocol::view::{ErrorView, IntakeDraft, PartyDraft};
use store::{Draft, Reader};

use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::ids::new_uuid;

/// Largest draft, in bytes of JSON.
const DRAFT_BYTES_MAX: usize = 256 * 1024;

impl Desk {
    /// The officer's current draft, or a new empty one (which is a row once it is saved).
    ///
    /// # Errors
    /// `draft.unreadable` when another version wrote it.
    pub fn current_draft(&self, (): ()) -> Result<IntakeDraft, ErrorView> {
        self.work().and_then(|work| current(&work)).map_err(view)
    }
}

fn current(work: &Work<'_>) -> Result<IntakeDraft, Fault> {
    match work
        .store()
        .read(|r| r.current_draft(work.login()).map_err(Fault::from))?
    {
        Some(draft) => from_row(&draft),
        None => empty(work),
    }
}

/// A new form.
pub(crate) fn empty(work: &Work<'_>) -> Result<IntakeDraft, Fault> {
    Ok(IntakeDraft {
        request_id: new_uuid(work.now)?.to_string(),
        parties: vec![empty_party()],
        capacity: "owner".to_owned(),
        submitter: None,
        procedure: String::new(),
        case_index: 0,
        papers: Vec::new(),
        sets: 1,
        delivery: "at_office".to_owned(),
        delivery_address: String::new(),
        exemption: String::new(),
        copies: 1,
        pages: 1,
        verification: false,
        due_override: String::new(),
        due_ground: String::new(),
        due_approver: String::new(),
        foreign_code: String::new(),
        foreign_system_down: false,
        note: String::new(),
        direct_reason: String::new(),
    })
}

/// The ordinary owner, with nothing typed.
pub(crate) fn empty_party() -> PartyDraft {
    PartyDraft {
        role: "applicant".to_owned(),
        kind: "person".to_owned(),
        name: String::new(),
        number: String::new(),
        birth: String::new(),
        sex: String::new(),
        address_on_card: String::new(),
        address_line: String::new(),
        ward: String::new(),
        province: String::new(),
        phone: String::new(),
        email: String::new(),
        tax_code: String::new(),
        representative: String::new(),
        from_card: false,
    }
}

/// The request a draft was made under.
pub(crate) fn request_id(text: &str) -> Result<RequestId, Fault> {
    text.parse()
        .map_err(|_no_uuid| Fault::code(Code::DraftUnknown))
}

/// The row of a draft as typed.
pub(crate) fn to_row(work: &Work<'_>, draft: &IntakeDraft) -> Result<Draft, Fault> {
    let json = serde_json::to_string(draft).map_err(Fault::json("draft"))?;
    if json.len() > DRAFT_BYTES_MAX {
        return Err(Fault::code(Code::DraftTooLarge));
    }
    let books = work.books().ok();
    Ok(Draft {
        request: request_id(&draft.request_id)?,
        officer: work.login().clone(),
        json,
        person: draft
            .parties
            .first()
            .map(|party| party.name.clone())
            .unwrap_or_default(),
        procedure: procedure_name(work, books.as_deref(), draft),
        parked_since: None,
        saved_at: work.now,
        pages: 0,
    })
}

fn procedure_name(work: &Work<'_>, books: Option<&Books>, draft: &IntakeDraft) -> String {
    let found = books.and_then(|books| books.procedure(&draft.procedure, work.now));
    found.map_or_else(
        || draft.procedure.clone(),
        |procedure| procedure.name.clone(),
    )
}

/// A stored draft as the window typed it.
pub(crate) fn from_row(draft: &Draft) -> Result<IntakeDraft, Fault> {
    serde_json::from_str(&draft.json).map_err(|_content| Fault::code(Code::DraftUnreadable))
}

/// The officer's own draft.
pub(crate) fn own(r: &Reader<'_>, officer: &OfficerId, request: RequestId) -> Result<Draft, Fault> {
    let draft = r.draft(request)?.filter(|draft| draft.officer == *officer);
    draft.ok_or_else(|| Fault::code(Code::DraftUnknown))
}

/// Whether there is anything in it worth keeping.
pub(crate) fn has_content(stored: &Draft) -> bool {
    let Ok(draft) = from_row(stored) else {
        return true;
    };
    let typed = |party: &PartyDraft| {
        let texts = [
            &party.name,
            &party.number,
            &party.phone,
            &party.address_on_card,
        ];
        texts
            .into_iter()
            .chain([&party.tax_code, &party.email])
            .any(|text| !text.is_empty())
    };
    stored.pages > 0
        || !draft.procedure.is_empty()
        || !draft.note.is_empty()
        || draft.parties.iter().chain(&draft.submitter).any(typed)
}
