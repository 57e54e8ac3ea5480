//! The snapshot of a receipt: everything Mẫu 01 prints, frozen inside the transaction that gave
//! the number. Decree 118/2025 names the fields; `forms` draws them.

use domain::address::units;
use domain::citizen_id::PersonNumber;
use domain::dossier::{Paper, PaperState, Received, ReceivedCode, ResultDelivery};
use domain::due::limit_words;
use domain::fee::total;
use domain::ids::{DossierId, OfficerId};
use domain::money::Dong;
use domain::party::{Address, Party, PartyBody, PartyRole, Person, SubmitterCapacity};
use forms::{
    FeeLine, FeeLines, FormSet, OfficerLine, PaperLine, PartyLine, ProcedureLine, ReceiptSnapshot,
    ResultBy, SubmitterLine,
};

use super::qr::look_up_text;
use crate::catalogue::Books;
use crate::desk::Work;

const PROVISIONAL_NOTE: &str = "Do gián đoạn hệ thống, mã hồ sơ chính thức được cấp sau; mã trên \
    giấy này vẫn dùng để tra cứu.";
const DUE_NOTE: &str = "tạm tính";
/// The paper went back with the citizen: it was only shown and compared.
const SHOWN_NOTE: &str = "Đã đối chiếu";
const UNPAID: &str = "Chưa thanh toán";
const SEE_NOTES: &str = "Mức thu ghi ở phần Lưu ý";

/// What the receipt of `received` prints.
pub(crate) fn snapshot(
    work: &Work<'_>,
    books: &Books,
    dossier: DossierId,
    received: &Received,
    officer: &OfficerId,
) -> ReceiptSnapshot {
    let office = &books.policy.office;
    let code = received_code(&received.code);
    let key = &work.open.signing;
    let owner = received.parties.first();
    ReceiptSnapshot {
        form_set: FormSet::on(received.received_at.date()),
        title: title(books, received),
        agency_parent: office.superior.clone(),
        agency_name: office.name.clone(),
        office_name: office.reception_point.clone(),
        place: office.place.clone(),
        look_up_qr: look_up_text(&books.policy.look_up_url, &code, dossier, key),
        code,
        received_at: received.received_at,
        due_at: received.due.at,
        due_note: if received.due.provisional {
            DUE_NOTE.to_owned()
        } else {
            String::new()
        },
        second_stage: None,
        owner: owner
            .map(|party| party_line(&party.body))
            .unwrap_or_else(nobody),
        co_owners: received
            .parties
            .iter()
            .skip(1)
            .filter(owns)
            .map(|p| party_line(&p.body))
            .collect(),
        submitter: submitter(received),
        address_on_card: owner.map(|party| on_card(&party.body)).unwrap_or_default(),
        address_now: owner
            .map(|party| address_words(&party.body))
            .unwrap_or_default(),
        phone: owner
            .and_then(|p| p.body.phone())
            .map(|phone| phone.spaced())
            .unwrap_or_default(),
        email: owner.map(|party| email(&party.body)).unwrap_or_default(),
        procedure: ProcedureLine {
            code: received.procedure.to_string(),
            name: received.procedure_name.clone(),
        },
        papers: received
            .papers
            .iter()
            .filter(|p| p.state == PaperState::Complete)
            .map(paper_line)
            .collect(),
        sets: received.sets,
        processing_time: limit_words(&received.due.limit),
        fee: fee_lines(received),
        result_by: result_by(&received.delivery, &office.name),
        register: None,
        officer: officer_line(work, books, officer),
        hotline: office.hotline.clone(),
        notes: notes(received),
        demo: books.policy.demo,
    }
}

/// A slip without its official code has the title the province gives it.
fn title(books: &Books, received: &Received) -> String {
    match &received.code {
        ReceivedCode::Provisional { .. } => books.policy.rules.provisional_title.clone(),
        ReceivedCode::Official { .. } | ReceivedCode::Foreign { .. } => String::new(),
    }
}

/// The code as printed.
pub(crate) fn received_code(code: &ReceivedCode) -> String {
    match code {
        ReceivedCode::Official { code, .. } => code.to_string(),
        ReceivedCode::Foreign { code } => code.clone(),
        ReceivedCode::Provisional { code } => code.to_string(),
    }
}

fn nobody() -> PartyLine {
    PartyLine {
        name: String::new(),
        id_label: String::new(),
        id_number: String::new(),
    }
}

/// Those whose dossier it is beside the first: not a child's parents.
fn owns(party: &&Party) -> bool {
    matches!(
        party.role,
        PartyRole::CoOwner | PartyRole::Husband | PartyRole::Wife
    )
}

fn party_line(body: &PartyBody) -> PartyLine {
    match body {
        PartyBody::Person(person) => person_line(person),
        PartyBody::Organisation(organisation) => {
            let code = organisation
                .tax_code
                .as_ref()
                .map(|code| code.as_str().to_owned());
            let id_label = if code.is_some() {
                "Mã số thuế".to_owned()
            } else {
                String::new()
            };
            let id_number = code.unwrap_or_default();
            PartyLine {
                name: organisation.name.clone(),
                id_label,
                id_number,
            }
        }
    }
}

fn person_line(person: &Person) -> PartyLine {
    let (label, number) = match &person.number {
        Some(PersonNumber::CitizenId(id)) => ("Số định danh cá nhân", id.as_str()),
        Some(PersonNumber::OldId9(id)) => ("Số CMND", id.as_str()),
        Some(PersonNumber::Passport(id)) => ("Hộ chiếu số", id.as_str()),
        None => ("", ""),
    };
    PartyLine {
        name: person.name.clone(),
        id_label: label.to_owned(),
        id_number: number.to_owned(),
    }
}

fn submitter(received: &Received) -> Option<SubmitterLine> {
    let person = received.submitter.person.as_ref()?;
    let capacity = capacity_words(received.submitter.capacity).to_owned();
    Some(SubmitterLine {
        party: person_line(person),
        capacity,
    })
}

const fn capacity_words(capacity: SubmitterCapacity) -> &'static str {
    match capacity {
        SubmitterCapacity::Owner => "Chính chủ",
        SubmitterCapacity::CertifiedAuthority => "Được ủy quyền có chứng thực",
        SubmitterCapacity::RelativeWithAuthority => "Người thân được ủy quyền",
        SubmitterCapacity::ParentOrGuardian => "Cha, mẹ, giám hộ",
        SubmitterCapacity::LegalRepresentative => "Đại diện theo pháp luật",
        SubmitterCapacity::Referred => "Được giới thiệu",
        SubmitterCapacity::PostalWorker => "Nhân viên bưu chính",
    }
}

fn on_card(body: &PartyBody) -> String {
    match body {
        PartyBody::Person(person) => person.address_on_card.clone(),
        PartyBody::Organisation(_) => String::new(),
    }
}

fn email(body: &PartyBody) -> String {
    match body {
        PartyBody::Person(person) => person.email.clone(),
        PartyBody::Organisation(organisation) => organisation.email.clone(),
    }
}

fn address_of(body: &PartyBody) -> &Address {
    match body {
        PartyBody::Person(person) => &person.address_now,
        PartyBody::Organisation(organisation) => &organisation.address,
    }
}

/// "Thôn 3, Phường Nam Hoa Lư, tỉnh Ninh Bình". While it is "chưa quy đổi" the address of the card
/// stands alone; without a card the line does.
fn address_words(body: &PartyBody) -> String {
    let address = address_of(body);
    let line = Some(address.line.clone()).filter(|line| !line.is_empty());
    let Some(ward) = units().ward(&address.ward) else {
        return line
            .filter(|_| on_card(body).is_empty())
            .unwrap_or_default();
    };
    let parts = [line, Some(units().describe(ward))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn paper_line(paper: &Paper) -> PaperLine {
    let shown = paper.shown_only.then_some(SHOWN_NOTE);
    let note = Some(paper.note.as_str()).filter(|note| !note.is_empty());
    PaperLine {
        name: paper.title.clone(),
        originals: u16::from(paper.originals),
        certified_copies: u16::from(paper.certified_copies),
        photocopies: u16::from(paper.photocopies),
        note: shown.into_iter().chain(note).collect::<Vec<_>>().join("; "),
    }
}

fn fee_lines(received: &Received) -> FeeLines {
    let known = received.charges.iter().filter_map(|charge| {
        Some(FeeLine {
            label: charge.name.clone(),
            amount: charge.amount?,
        })
    });
    let total = total(&received.charges).map_or(Dong::ZERO, |total| total.known);
    let in_words = received
        .charges
        .iter()
        .any(|charge| charge.amount.is_none());
    let unpaid = (total != Dong::ZERO).then_some(UNPAID);
    let payment = unpaid.into_iter().chain(in_words.then_some(SEE_NOTES));
    FeeLines {
        lines: known.collect(),
        total,
        payment: payment.collect::<Vec<_>>().join(". "),
    }
}

fn result_by(delivery: &ResultDelivery, office: &str) -> ResultBy {
    let (method, address) = match delivery {
        ResultDelivery::AtOffice => ("Tại Trung tâm", office),
        ResultDelivery::Post { address } => ("Qua BCCI", address.as_str()),
        ResultDelivery::Electronic => ("Bản điện tử", ""),
    };
    ResultBy {
        method: method.to_owned(),
        address: address.to_owned(),
    }
}

fn officer_line(work: &Work<'_>, books: &Books, login: &OfficerId) -> OfficerLine {
    let info = books
        .policy
        .officers
        .iter()
        .find(|officer| officer.login == *login);
    let name = match info {
        _ if login == work.login() => work.officer.name.clone(),
        Some(info) => info.name.clone(),
        None => login.to_string(),
    };
    OfficerLine {
        name,
        phone: info.map(|info| info.phone.clone()).unwrap_or_default(),
    }
}

/// Whether a note of a receipt says that its code is temporary.
pub(crate) fn is_provisional_note(note: &str) -> bool {
    note == PROVISIONAL_NOTE
}

/// Amounts that stand only in the catalogue's words are said in words.
fn notes(received: &Received) -> Vec<String> {
    let provisional = matches!(received.code, ReceivedCode::Provisional { .. });
    let first = provisional.then(|| PROVISIONAL_NOTE.to_owned());
    let unknown = received
        .charges
        .iter()
        .filter(|charge| charge.amount.is_none());
    let unknown = unknown.map(|charge| format!("{}: {}", charge.name, charge.note));
    first.into_iter().chain(unknown).collect()
}
