//! What the tests of the dossier build on: a site, a form, a dossier with a story.

mod conflicts;
mod intake;
mod lateness;
mod machines;
mod properties;
mod wire;

use uuid::Uuid;

use super::*;
use crate::birth_date::BirthDate;
use crate::calendar::WorkingCalendar;
use crate::code::{CodePattern, DossierCode, ProvisionalCode};
use crate::due::{DuePromise, DueWish, Pause};
use crate::fee::FeeContext;
use crate::ids::{
    AgencyCode, AttachmentId, BlobHash, DepartmentId, DeskId, DossierId, EventId, LeaseId,
    OfficeId, OfficerId, ProcedureCode, RequestId,
};
use crate::journal::{ClockReading, Envelope, PinnedVersions};
use crate::money::Dong;
use crate::party::{
    Address, Organisation, Party, PartyBody, PartyRole, Person, Submitter, SubmitterCapacity,
};
use crate::policy::SitePolicy;
use crate::procedure::{
    AuthorityRule, Case, Channel, CodeIssuer, DayEnd, DossierComponent, FeeAmount, FeeKind,
    FeeRule, Flags, Limit, Method, Procedure, ServiceLevel,
};
use crate::time::{CivilDate, CivilDateTime, Timestamp};

fn at(text: &str) -> CivilDateTime {
    CivilDateTime(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment"))
}

fn office(name: &str) -> Owner {
    Owner::Office {
        id: OfficeId::parse(name).expect("an office"),
    }
}

fn department() -> Owner {
    Owner::Department {
        id: DepartmentId::parse("vhxh").expect("a department"),
    }
}

fn agency(text: &str) -> AgencyCode {
    AgencyCode::parse(text).expect("an agency")
}

fn request(n: u128) -> RequestId {
    RequestId(Uuid::from_u128(n))
}

fn component(code: &str) -> DossierComponent {
    DossierComponent {
        code: code.to_owned(),
        title: format!("Giấy {code}"),
        group: String::new(),
        originals: 1,
        copies: 0,
        show_only: false,
        reusable: false,
        optional: false,
    }
}

fn method(limit: Limit) -> Method {
    let fee = FeeRule {
        kind: FeeKind::Levy,
        name: "Lệ phí".to_owned(),
        amount: FeeAmount::Dossier {
            amount: Dong(20_000),
        },
        exemptions: Vec::new(),
        legal_basis: "1/2026".to_owned(),
        note: String::new(),
    };
    Method {
        channel: Channel::Direct,
        limit,
        verification_limit: Some(Limit::WorkingDays {
            count: 3,
            end: DayEnd::SameClock,
        }),
        fees: vec![fee],
        note: String::new(),
    }
}

fn procedure() -> Procedure {
    Procedure {
        code: ProcedureCode::parse("1.001776").expect("a code"),
        version: 4,
        name: "Trợ cấp xã hội hằng tháng".to_owned(),
        service_area: "Bảo trợ xã hội".to_owned(),
        service_area_code: "G09-LD09".to_owned(),
        levels: Vec::new(),
        code_issuer: CodeIssuer::Province,
        decision: String::new(),
        valid_from: CivilDate::new(2026, 1, 1),
        valid_until: CivilDate::new(2026, 12, 31),
        competent_agency: None,
        service_level: ServiceLevel::Full,
        methods: vec![method(Limit::WorkingDays {
            count: 10,
            end: DayEnd::SameClock,
        })],
        cases: vec![Case {
            name: String::new(),
            components: vec![component("A"), component("B")],
        }],
        parties: Vec::new(),
        owner_role: None,
        flags: Flags::default(),
        outcomes: Vec::new(),
        legal_basis: Vec::new(),
        notes: Vec::new(),
    }
}

fn person(role: PartyRole, name: &str) -> Party {
    let body = PartyBody::Person(Person {
        name: name.to_owned(),
        number: None,
        birth: BirthDate::parse("1957").ok(),
        sex: None,
        address_on_card: String::new(),
        address_now: Address::default(),
        phone: None,
        email: String::new(),
    });
    Party { role, body }
}

fn organisation(name: &str) -> Party {
    let body = PartyBody::Organisation(Organisation {
        tax_code: None,
        name: name.to_owned(),
        representative: String::new(),
        address: Address::default(),
        phone: None,
        email: String::new(),
    });
    Party {
        role: PartyRole::Applicant,
        body,
    }
}

fn submitter(capacity: SubmitterCapacity) -> Submitter {
    let PartyBody::Person(named) = person(PartyRole::Applicant, "Lê Văn Bình").body else {
        panic!("a person")
    };
    let person = (capacity != SubmitterCapacity::Owner).then_some(named);
    Submitter { capacity, person }
}

fn paper(component: &str, state: PaperState) -> Paper {
    Paper {
        component: component.to_owned(),
        title: format!("Giấy {component}"),
        state,
        originals: 1,
        certified_copies: 0,
        photocopies: 0,
        shown_only: false,
        note: String::new(),
    }
}

fn attachment(n: u128, component: &str) -> Attachment {
    Attachment {
        id: AttachmentId(Uuid::from_u128(n)),
        component: component.to_owned(),
        blob: BlobHash::of(&n.to_le_bytes()),
        size_bytes: 1_000,
        media_type: "application/pdf".to_owned(),
        pages: 2,
        source: "scanner".to_owned(),
        at: Timestamp(0),
    }
}

fn intake() -> Intake {
    Intake {
        request: request(1),
        conclusion: Conclusion::Receive,
        procedure: Some(procedure().code),
        case: 0,
        channel: Channel::Direct,
        actual_channel: Channel::Direct,
        assisted: false,
        direct_reason: None,
        limit: LimitChoice::Ordinary,
        parties: vec![person(PartyRole::Applicant, "Đặng Thị Ánh")],
        submitter: submitter(SubmitterCapacity::Owner),
        papers: vec![
            paper("A", PaperState::Complete),
            paper("B", PaperState::Complete),
        ],
        attachments: Vec::new(),
        sets: 1,
        delivery: ResultDelivery::AtOffice,
        fee_context: FeeContext::default(),
        due_wish: None,
        foreign_code: None,
        is_foreign_system_down: false,
        received_at: None,
        reason: String::new(),
        note: String::new(),
    }
}

/// Owns what a context borrows.
struct Site {
    now: Timestamp,
    role: Role,
    acting_for: Owner,
    desk: DeskId,
    agency: AgencyCode,
    procedure: Option<Procedure>,
    calendar: WorkingCalendar,
    policy: SitePolicy,
}

impl Site {
    fn new() -> Self {
        Self {
            now: at("2026-11-20 09:41").instant(),
            role: Role::Officer,
            acting_for: office("tt-hoalu"),
            desk: DESK,
            agency: agency("H42.17"),
            procedure: Some(procedure()),
            calendar: WorkingCalendar::bundled().expect("the bundled calendar"),
            policy: SitePolicy::default(),
        }
    }

    fn with(change: impl FnOnce(&mut Procedure)) -> Self {
        let mut site = Self::new();
        let mut changed = procedure();
        change(&mut changed);
        site.procedure = Some(changed);
        site
    }

    fn acting_for(mut self, owner: Owner) -> Self {
        self.acting_for = owner;
        self
    }

    fn at(mut self, moment: &str) -> Self {
        self.now = at(moment).instant();
        self
    }

    fn lead(mut self) -> Self {
        self.role = Role::Lead;
        self
    }

    fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            role: self.role,
            acting_for: &self.acting_for,
            desk: Some(self.desk),
            agency: &self.agency,
            procedure: self.procedure.as_ref(),
            calendar: &self.calendar,
            policy: &self.policy,
        }
    }

    fn check(&self, change: impl FnOnce(&mut Intake)) -> Result<CheckedIntake, Refusal> {
        let mut form = intake();
        change(&mut form);
        check_intake(&form, &self.context())
    }

    /// The wrong fields, as path and code.
    fn wrong(&self, change: impl FnOnce(&mut Intake)) -> Vec<(String, &'static str)> {
        match self.check(change) {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal
                .fields()
                .iter()
                .map(|f| (f.path.clone(), f.code()))
                .collect(),
        }
    }
}

fn official(n: u64) -> ReceivedCode {
    let day = CivilDate::new(2026, 11, 20).expect("a day");
    let code = CodePattern::default()
        .code(&agency("H42.17"), day, n)
        .expect("a code");
    ReceivedCode::Official {
        code,
        lease: LeaseId(Uuid::from_u128(9)),
    }
}

fn provisional() -> ReceivedCode {
    let day = CivilDate::new(2026, 11, 20).expect("a day");
    ReceivedCode::Provisional {
        code: ProvisionalCode::new("Q3", day, 1, ID).expect("a code"),
    }
}

const DESK: DeskId = DeskId(Uuid::from_u128(5));
const OTHER_DESK: DeskId = DeskId(Uuid::from_u128(6));
const ID: DossierId = DossierId(Uuid::from_u128(77));

fn envelope(n: u64, moment: Timestamp) -> Envelope {
    Envelope {
        id: EventId(Uuid::from_u128(u128::from(n) + 1_000)),
        origin: DESK,
        incarnation: 1,
        seq: n,
        dossier: ID,
        at: moment,
        officer: OfficerId::parse("nt.huong").expect("an officer"),
        own_epoch: 0,
        clock: ClockReading {
            skew_ms: 0,
            heard_at: None,
        },
        versions: PinnedVersions {
            procedure: 4,
            calendar: 1,
            policy: 1,
        },
    }
}

/// A dossier with a history, so that acts read like a story.
struct Story {
    state: Dossier,
}

impl Story {
    fn received_with(code: ReceivedCode, change: impl FnOnce(&mut Intake)) -> Self {
        let site = Site::new();
        let intake = Box::new(site.check(change).expect("a good form"));
        let mut story = Self {
            state: Dossier::new(ID),
        };
        story
            .act(&site, Act::Receive { intake, code })
            .expect("received");
        story
    }

    fn received() -> Self {
        Self::received_with(official(131), |_| {})
    }

    fn act(&mut self, site: &Site, act: Act) -> Result<usize, Refusal> {
        let events = decide(&self.state, act, &site.context())?;
        for body in &events {
            let envelope = envelope(u64::from(self.state.events) + 1, site.now);
            assert!(
                fits(&self.state, &envelope, body),
                "what is decided fits: {body:?}"
            );
            self.state = apply(self.state.clone(), &envelope, body);
        }
        Ok(events.len())
    }

    fn done(&mut self, site: &Site, act: Act) {
        self.act(site, act).expect("the act is possible");
    }

    fn processing() -> Self {
        let mut story = Self::received();
        story.done(&Site::new(), Act::StartProcessing);
        story
    }
}

fn ask(item: &str) -> Act {
    Act::RequestSupplement {
        items: vec![item.to_owned()],
        reason: "thiếu".to_owned(),
    }
}

fn reason() -> String {
    "theo đơn".to_owned()
}

fn path(path: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(path.to_owned(), code)]
}

/// One event of every kind.
fn bodies() -> Vec<EventBody> {
    let story = Story::received_with(provisional(), |form| {
        form.attachments = vec![attachment(1, "A")];
    });
    let received = story.state.received.expect("received");
    let due = received.due.clone();
    let text = reason;
    let notice = Notice {
        request: request(3),
        form: NoticeForm::RefusalNotice,
        office: received.office.clone(),
        procedure: None,
        procedure_name: String::new(),
        parties: received.parties.clone(),
        items: vec!["Giấy A".to_owned()],
        reason: text(),
    };
    let supplement = Notice {
        form: NoticeForm::SupplementRequest,
        ..notice.clone()
    };
    let mut provisional_due = received.clone();
    provisional_due.due.await_competent_agency();
    let mut bodies = vec![
        EventBody::Received(Box::new(received)),
        EventBody::Received(Box::new(provisional_due)),
        EventBody::NoticeIssued(Box::new(notice)),
        EventBody::NoticeIssued(Box::new(supplement)),
        EventBody::CompetentAgencyReceived {
            received_at: at("2026-11-23 09:00"),
            due: due.clone(),
        },
        EventBody::CodeAssigned {
            code: DossierCode::parse("H42.17-261120-0007").expect("a code"),
        },
        EventBody::ForeignCodeAssigned {
            code: "KS-2026-7".to_owned(),
        },
        EventBody::CodeCorrected {
            code: DossierCode::parse("H42.17-261120-0009").expect("a code"),
        },
        EventBody::Recalled { reason: text() },
        EventBody::Claimed {
            from: Some(DESK),
            to: OTHER_DESK,
        },
        EventBody::ConflictSettled {
            about: EventId(Uuid::from_u128(1_001)),
            decision: Decision::Standing,
            note: text(),
        },
        EventBody::AttachmentsAdded {
            attachments: vec![attachment(2, "B")],
        },
        EventBody::AttachmentRemoved {
            attachment: AttachmentId(Uuid::from_u128(2)),
            reason: text(),
        },
        EventBody::ReceiptReprinted {
            reprint_no: 1,
            reason: text(),
        },
    ];
    bodies.extend(process_bodies(&due));
    bodies
}

/// One event of every kind that moves the dossier or its status.
fn process_bodies(due: &DuePromise) -> Vec<EventBody> {
    let text = reason;
    vec![
        EventBody::Forwarded {
            to: department(),
            request: request(4),
        },
        EventBody::Forwarded {
            to: office("tt-khac"),
            request: request(5),
        },
        EventBody::Accepted { by: department() },
        EventBody::SentBack { reason: text() },
        EventBody::ProcessingStarted,
        EventBody::SupplementRequested {
            items: vec!["Ảnh".to_owned()],
            reason: text(),
        },
        EventBody::SupplementReceived { due: due.clone() },
        EventBody::ObligationRequested { note: text() },
        EventBody::ObligationMet { due: due.clone() },
        EventBody::Withdrawn { reason: text() },
        EventBody::Stopped { reason: text() },
        EventBody::Completed { decision: text() },
        EventBody::Reopened { reason: text() },
        EventBody::OutcomeReturned {
            collector: "Đặng Thị Ánh".to_owned(),
        },
        EventBody::Paid {
            amount: Dong(20_000),
            method: "cash".to_owned(),
        },
        EventBody::Paid {
            amount: Dong(-1),
            method: "cash".to_owned(),
        },
        EventBody::Paid {
            amount: Dong(i64::MAX),
            method: "cash".to_owned(),
        },
    ]
}

/// An act of any kind, good or bad.
fn acts() -> Vec<Act> {
    let mut acts = acts_at_the_counter();
    acts.extend(acts_of_processing());
    acts
}

fn acts_of_processing() -> Vec<Act> {
    vec![
        Act::Forward {
            to: department(),
            request: request(4),
        },
        Act::Forward {
            to: office("tt-hoalu"),
            request: request(5),
        },
        Act::Accept,
        Act::SendBack { reason: reason() },
        Act::StartProcessing,
        ask("Ảnh"),
        Act::ReceiveSupplement,
        Act::RequestObligation { note: reason() },
        Act::MeetObligation,
        Act::Withdraw { reason: reason() },
        Act::Stop { reason: reason() },
        Act::Complete {
            decision: String::new(),
        },
        Act::Reopen { reason: reason() },
        Act::ReturnOutcome {
            collector: "A".to_owned(),
            all_present: true,
        },
        Act::Pay {
            amount: Dong(20_000),
            method: "cash".to_owned(),
        },
    ]
}

fn acts_at_the_counter() -> Vec<Act> {
    let checked = |n| Box::new(Site::new().check(|f| f.request = request(n)).expect("good"));
    vec![
        Act::Receive {
            intake: checked(1),
            code: official(1),
        },
        Act::Receive {
            intake: checked(2),
            code: provisional(),
        },
        Act::Receive {
            intake: checked(3),
            code: ReceivedCode::Foreign {
                code: "X".to_owned(),
            },
        },
        Act::ConfirmCompetentReception {
            received_at: at("2026-11-23 09:00"),
        },
        Act::AssignCode {
            code: DossierCode::parse("H42.17-261120-0007").expect("a code"),
        },
        Act::AssignForeignCode {
            code: "KS-2026-7".to_owned(),
        },
        Act::CorrectCode {
            code: DossierCode::parse("H42.17-261120-0009").expect("a code"),
        },
        Act::Recall { reason: reason() },
        Act::Claim { desk: OTHER_DESK },
        Act::Settle {
            about: EventId(Uuid::from_u128(1_001)),
            decision: Decision::Other,
            note: reason(),
        },
        Act::AddAttachments {
            attachments: vec![attachment(2, "B")],
        },
        Act::RemoveAttachment {
            attachment: AttachmentId(Uuid::from_u128(2)),
            reason: reason(),
        },
        Act::ReprintReceipt { reason: reason() },
    ]
}
