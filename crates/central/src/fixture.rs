//! What the tests build: desks with journals, and the bodies of events as a desk writes them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::calendar::WorkingCalendar;
use domain::dossier::EventBody;
use domain::ids::{AgencyCode, BlobHash, DeskId, DossierId, EventId, OfficeId, OfficerId};
use domain::journal::{ChainHead, ClockReading, Envelope, PinnedVersions};
use domain::policy::SitePolicy;
use domain::procedure::Limit;
use domain::time::{CivilDate, Timestamp};
use protocol::wire::{PushRequest, WireEvent};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::Clock;

/// The demo's office and officers, which every fixture uses.
pub(crate) const OFFICE: &str = "nam-hoa-lu";
pub(crate) const OFFICER: &str = "nt.huong";
pub(crate) const AGENCY: &str = "H42.17";

pub(crate) fn office() -> OfficeId {
    OfficeId::parse(OFFICE).expect("a name")
}
pub(crate) fn officer() -> OfficerId {
    OfficerId::parse(OFFICER).expect("a name")
}
/// The lead of the office.
pub(crate) fn lead() -> OfficerId {
    OfficerId::parse("pt.lan").expect("a name")
}
pub(crate) fn agency() -> AgencyCode {
    AgencyCode::parse(AGENCY).expect("a name")
}
/// Friday, 20 November 2026.
pub(crate) fn day() -> CivilDate {
    CivilDate::new(2026, 11, 20).expect("a day")
}
/// 08:00 of that day.
pub(crate) fn morning() -> Timestamp {
    day().at(8, 0).expect("a moment").instant()
}
pub(crate) fn dossier_id() -> DossierId {
    DossierId(Uuid::now_v7())
}

/// A clock a test turns.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(morning().0)))
    }
    pub(crate) fn advance_secs(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
    pub(crate) fn clock(&self) -> Clock {
        let now = Arc::clone(&self.0);
        Arc::new(move || Timestamp(now.load(Ordering::SeqCst)))
    }
}

/// One life of a desk's journal.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    pub(crate) desk: DeskId,
    pub(crate) incarnation: u32,
    pub(crate) events: Vec<WireEvent>,
    pub(crate) heads: Vec<ChainHead>,
    pub(crate) officer: OfficerId,
}

impl Journal {
    pub(crate) fn new(desk: DeskId) -> Self {
        Self {
            desk,
            incarnation: 1,
            events: Vec::new(),
            heads: Vec::new(),
            officer: officer(),
        }
    }

    pub(crate) fn life(desk: DeskId, incarnation: u32) -> Self {
        Self {
            incarnation,
            ..Self::new(desk)
        }
    }

    /// Records an act decided under ownership epoch `epoch`.
    pub(crate) fn act_under(&mut self, epoch: u32, dossier: DossierId, body: &Value) -> EventId {
        self.append(EventId(Uuid::now_v7()), epoch, dossier, body.to_string())
    }

    pub(crate) fn act(&mut self, dossier: DossierId, body: &Value) -> EventId {
        self.act_under(0, dossier, body)
    }

    pub(crate) fn append(
        &mut self,
        id: EventId,
        own_epoch: u32,
        dossier: DossierId,
        body: String,
    ) -> EventId {
        let envelope = Envelope {
            id,
            origin: self.desk,
            incarnation: self.incarnation,
            seq: self.events.len() as u64 + 1,
            dossier,
            at: morning(),
            officer: self.officer.clone(),
            own_epoch,
            clock: ClockReading {
                skew_ms: -3,
                heard_at: None,
            },
            versions: PinnedVersions {
                procedure: 1,
                calendar: 1,
                policy: 1,
            },
        };
        let body = RawValue::from_string(body).expect("JSON");
        self.heads
            .push(self.head().after(&envelope, body.get().as_bytes()));
        self.events.push(WireEvent { envelope, body });
        id
    }

    pub(crate) fn head(&self) -> ChainHead {
        self.head_at(self.events.len())
    }

    pub(crate) fn head_at(&self, count: usize) -> ChainHead {
        count
            .checked_sub(1)
            .map_or_else(ChainHead::default, |last| self.heads[last])
    }

    /// The events from index `from` up to before index `to`.
    pub(crate) fn piece(&self, from: usize, to: usize) -> PushRequest {
        PushRequest {
            incarnation: self.incarnation,
            prev_head: self.head_at(from).hex(),
            events: self.events[from..to].to_vec(),
        }
    }

    pub(crate) fn whole(&self) -> PushRequest {
        self.piece(0, self.events.len())
    }
}

/// Reception by the demo office, with an official code of that number.
pub(crate) fn received(number: u32, blobs: &[BlobHash]) -> Value {
    received_at(OFFICE, number, blobs)
}

pub(crate) fn received_at(office: &str, number: u32, blobs: &[BlobHash]) -> Value {
    let at = day().at(8, 0).expect("a moment");
    let calendar = WorkingCalendar::bundled().expect("reads");
    let limit: Limit =
        serde_json::from_value(json!({"unit": "working_days", "count": 10})).expect("a limit");
    let due = domain::due::compute(&limit, at, &calendar, &SitePolicy::default()).expect("due");
    let body = json!({
        "kind": "received",
        "request": Uuid::now_v7(),
        "code": { "type": "official", "code": format!("{AGENCY}-261120-{number:04}"), "lease": Uuid::now_v7() },
        "office": office, "agency": AGENCY, "procedure": "1.001776",
        "procedure_name": "Trợ cấp xã hội hằng tháng", "service_area": "Bảo trợ xã hội", "case": "",
        "channel": "direct", "actual_channel": "direct", "assisted": false,
        "parties": [], "submitter": { "capacity": "owner", "person": null },
        "papers": [], "attachments": attachments(blobs), "sets": 1,
        "received_at": at, "due": due, "charges": [],
        "delivery": { "way": "at_office" }, "note": "",
    });
    serde_json::from_value::<EventBody>(body.clone()).expect("the body reads");
    body
}

fn attachments(blobs: &[BlobHash]) -> Vec<Value> {
    let attachment = |blob: &BlobHash| {
        json!({
            "id": Uuid::now_v7(), "component": "local:don", "blob": blob, "size_bytes": 3,
            "media_type": "image/png", "pages": 1, "source": "scanner", "at": 0,
        })
    };
    blobs.iter().map(attachment).collect()
}

pub(crate) fn attachments_added(blobs: &[BlobHash]) -> Value {
    json!({ "kind": "attachments_added", "attachments": attachments(blobs) })
}

pub(crate) fn paid() -> Value {
    json!({ "kind": "paid", "amount": 12_000, "method": "cash" })
}

pub(crate) fn forwarded_to_department(id: &str) -> Value {
    json!({
        "kind": "forwarded", "to": { "type": "department", "id": id }, "request": Uuid::now_v7(),
    })
}

pub(crate) fn forwarded_to_office(id: &str) -> Value {
    json!({ "kind": "forwarded", "to": { "type": "office", "id": id }, "request": Uuid::now_v7() })
}

pub(crate) fn accepted_by_office(id: &str) -> Value {
    json!({ "kind": "accepted", "by": { "type": "office", "id": id } })
}

pub(crate) fn started() -> Value {
    json!({ "kind": "processing_started" })
}
