//! What the receipt of a reception prints, signed as a desk signs it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::dossier::{Paper, Received};
use domain::due::limit_words;
use domain::fee::total;
use domain::ids::{BlobHash, DossierId};
use domain::money::Dong;
use domain::party::{Party, PartyBody, Person};
use ed25519_dalek::Signer as _;
use forms::{
    FeeLine, FeeLines, FormSet, OfficerLine, PaperLine, PartyLine, ProcedureLine, ReceiptSnapshot,
    ResultBy, SubmitterLine,
};

use super::receive::Desk;

pub(super) fn snapshot(
    desk: &Desk<'_>,
    dossier: DossierId,
    received: &Received,
) -> ReceiptSnapshot {
    let code = received.code.to_string();
    let owner = received.parties.first().and_then(person);
    ReceiptSnapshot {
        form_set: FormSet::on(received.received_at.date()),
        title: String::new(),
        agency_parent: "ỦY BAN NHÂN DÂN PHƯỜNG HOA LƯ".to_owned(),
        agency_name: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG".to_owned(),
        office_name: "Bộ phận tiếp nhận và trả kết quả".to_owned(),
        place: "Hoa Lư".to_owned(),
        look_up_qr: look_up(desk, &code, dossier),
        code,
        received_at: received.received_at,
        due_at: received.due.at,
        due_note: String::new(),
        second_stage: None,
        owner: party_line(owner),
        co_owners: received
            .parties
            .iter()
            .skip(1)
            .map(|party| party_line(person(party)))
            .collect(),
        submitter: received
            .submitter
            .person
            .as_ref()
            .map(|person| SubmitterLine {
                party: party_line(Some(person)),
                capacity: "Đại diện theo pháp luật".to_owned(),
            }),
        address_on_card: owner
            .map(|person| person.address_on_card.clone())
            .unwrap_or_default(),
        address_now: owner
            .map(|person| person.address_now.line.clone())
            .unwrap_or_default(),
        phone: owner
            .and_then(|person| person.phone.as_ref())
            .map(|phone| phone.spaced())
            .unwrap_or_default(),
        email: String::new(),
        procedure: ProcedureLine {
            code: received.procedure.to_string(),
            name: received.procedure_name.clone(),
        },
        papers: received.papers.iter().map(paper_line).collect(),
        sets: received.sets,
        processing_time: limit_words(&received.due.limit),
        fee: fee_lines(received),
        result_by: ResultBy {
            method: "Tại Trung tâm".to_owned(),
            address: String::new(),
        },
        register: None,
        officer: OfficerLine {
            name: "Nguyễn Thị Hường".to_owned(),
            phone: String::new(),
        },
        hotline: "1900 0000".to_owned(),
        notes: Vec::new(),
        demo: false,
    }
}

const fn person(party: &Party) -> Option<&Person> {
    match &party.body {
        PartyBody::Person(person) => Some(person),
        PartyBody::Organisation(_) => None,
    }
}

fn party_line(person: Option<&Person>) -> PartyLine {
    let number = person.and_then(|person| person.number.as_ref());
    PartyLine {
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        id_label: "Số định danh cá nhân".to_owned(),
        id_number: number
            .map(|number| number.as_str().to_owned())
            .unwrap_or_default(),
    }
}

fn paper_line(paper: &Paper) -> PaperLine {
    PaperLine {
        name: paper.title.clone(),
        originals: u16::from(paper.originals),
        certified_copies: u16::from(paper.certified_copies),
        photocopies: u16::from(paper.photocopies),
        note: paper.note.clone(),
    }
}

fn fee_lines(received: &Received) -> FeeLines {
    let known = received.charges.iter().filter_map(|charge| {
        Some(FeeLine {
            label: charge.name.clone(),
            amount: charge.amount?,
        })
    });
    FeeLines {
        lines: known.collect(),
        total: total(&received.charges).map_or(Dong::ZERO, |total| total.known),
        payment: "Chưa thanh toán".to_owned(),
    }
}

fn look_up(desk: &Desk<'_>, code: &str, dossier: DossierId) -> String {
    let id = dossier.0.simple().to_string();
    let tail: String = id.chars().skip(20).collect();
    let signature = desk
        .signing
        .sign(format!("motcua-receipt-1\n{code}\n{tail}").as_bytes());
    let key = BlobHash::of(desk.signing.verifying_key().as_bytes()).to_string();
    let key: String = key.chars().skip(3).take(8).collect();
    let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
    format!("https://dichvucong.gov.vn/tra-cuu#{code}.{tail}.{key}.{signature}")
}
