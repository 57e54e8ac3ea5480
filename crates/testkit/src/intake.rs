//! A filled intake form, as an officer leaves it before `Ctrl+Enter`. Every name and number is
//! invented.

use desk::Desk;
use protocol::view::{IntakeDraft, PaperDraft, ProcedureView};

use crate::station::Station;

/// What a reader types for the card of the applicant of the stories.
pub const HUONG_CARD: &str = "037188004321|161234567|Nguyễn Thị Hường|12051988|Nữ|\
Thôn Đông, Nam Bình, Ninh Bình, Ninh Bình|15082021";

/// National code of the social allowance of the stories: ten working days, no fee.
#[must_use]
pub const fn social_allowance() -> &'static str {
    "1.001776"
}

/// The station's current form, filled from the card, every paper of the procedure complete.
#[must_use]
pub fn filled_draft(station: &Station, procedure: &str) -> IntakeDraft {
    filled_draft_at(station.desk(), procedure)
}

/// The same at a desk that is not a station.
pub(crate) fn filled_draft_at(desk: &Desk, procedure: &str) -> IntakeDraft {
    let mut draft = desk.current_draft(()).expect("a form");
    let card = desk
        .read_card(HUONG_CARD.to_owned())
        .expect("the card reads");
    let role = draft.parties[0].role.clone();
    draft.parties[0] = card.person;
    draft.parties[0].role = role;
    draft.parties[0].phone = "0912 345 678".to_owned();
    let procedure = desk
        .procedure(procedure.to_owned())
        .expect("the procedure is there");
    draft.procedure = procedure.hit.code.clone();
    draft.papers = complete_papers(&procedure);
    draft
}

fn complete_papers(procedure: &ProcedureView) -> Vec<PaperDraft> {
    let papers = procedure.cases[0].papers.iter();
    let complete = papers.map(|paper| PaperDraft {
        component: paper.code.clone(),
        title: paper.title.clone(),
        state: "complete".to_owned(),
        originals: 1,
        certified_copies: 0,
        photocopies: 0,
        shown_only: paper.show_only,
        note: String::new(),
    });
    complete.collect()
}
