//! A desk with real files for tests, and dossiers to put into it.

use domain::dossier::{Attachment, EventBody, Owner};
use domain::ids::{
    AgencyCode, AttachmentId, BlobHash, DepartmentId, DeskId, DossierId, EventId, LeaseId,
    OfficeId, OfficerId, RequestId,
};
use domain::journal::{ClockReading, Envelope, PinnedVersions};
use domain::time::{CivilDate, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    DatabaseKey, Find, Found, Identity, Lease, NewEvent, Paths, Pulled, Queue, Scope, Store,
    StoreError, StoredEvent,
};

/// 22/11/2026 08:00 at UTC+07:00.
pub(crate) const NOW: Timestamp = Timestamp(1_795_309_200_000);

pub(crate) fn uuid(kind: u128, n: u64) -> Uuid {
    Uuid::from_u128((0x0197 << 112) | (kind << 64) | u128::from(n))
}
pub(crate) fn desk(n: u64) -> DeskId {
    DeskId(uuid(1, n))
}
pub(crate) fn dossier(n: u64) -> DossierId {
    DossierId(uuid(2, n))
}
pub(crate) fn event(n: u64) -> EventId {
    EventId(uuid(3, n))
}
pub(crate) fn request(n: u64) -> RequestId {
    RequestId(uuid(4, n))
}
pub(crate) fn attachment_id(n: u64) -> AttachmentId {
    AttachmentId(uuid(5, n))
}
pub(crate) fn lease_id(n: u64) -> LeaseId {
    LeaseId(uuid(6, n))
}
pub(crate) fn officer() -> OfficerId {
    OfficerId::parse("nt.huong").expect("a name")
}
pub(crate) fn agency() -> AgencyCode {
    AgencyCode::parse("H42.17").expect("a name")
}
pub(crate) fn day() -> CivilDate {
    NOW.civil_date()
}
pub(crate) fn minutes(n: i64) -> Timestamp {
    NOW.plus_ms(n * 60_000)
}

pub(crate) fn identity() -> Identity {
    Identity {
        desk: desk(1),
        incarnation: 1,
        office: OfficeId::parse("tthcc-a").expect("a name"),
        office_name: "Trung tâm Phục vụ hành chính công phường A".into(),
        agency: agency(),
        label: "Quầy 3".into(),
        centre_url: "https://localhost:7443".into(),
        ca_certificate: vec![1, 2, 3],
        centre_key: "aa".into(),
        seal_key: "bb".into(),
        offline_days: 7,
    }
}

/// A person and errand to receive.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) n: u64,
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) phone: String,
    pub(crate) procedure: String,
    pub(crate) code: Value,
    pub(crate) attachments: Vec<Attachment>,
}

pub(crate) fn walk(n: u64) -> Walk {
    Walk {
        n,
        name: "Nguyễn Văn An".into(),
        number: format!("0380910{n:05}"),
        phone: format!("09123{n:05}"),
        procedure: "Chứng thực bản sao từ bản chính".into(),
        code: official(n),
        attachments: Vec::new(),
    }
}

/// The `n`-th official code of today.
pub(crate) fn official(n: u64) -> Value {
    let code = format!("H42.17-{}-{n:04}", day().yymmdd());
    json!({"type": "official", "code": code, "lease": lease_id(1)})
}

impl Walk {
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }
    pub(crate) fn code(mut self, code: Value) -> Self {
        self.code = code;
        self
    }
    pub(crate) fn with(mut self, attachments: Vec<Attachment>) -> Self {
        self.attachments = attachments;
        self
    }
    pub(crate) fn body(&self) -> EventBody {
        let at = NOW.civil();
        let due = day().plus_days(10).at(9, 45).expect("a moment");
        let body = json!({
            "kind": "received",
            "request": request(self.n), "code": self.code, "office": "tthcc-a",
            "agency": "H42.17", "procedure": "2.000815", "procedure_name": self.procedure,
            "service_area": "Chứng thực", "case": "", "channel": "direct",
            "actual_channel": "direct", "assisted": false,
            "parties": [{"role": "applicant", "body": {"type": "person", "name": self.name,
                "number": {"kind": "citizen_id", "number": self.number}, "birth": null,
                "sex": null, "address_on_card": "", "phone": self.phone, "email": "",
                "address_now": {"line": "", "ward": "", "province": ""}}}],
            "submitter": {"capacity": "owner", "person": null},
            "papers": [{"component": "ban-chinh", "title": "Bản chính", "state": "complete",
                "originals": 1, "certified_copies": 0, "photocopies": 0, "shown_only": false,
                "note": ""}],
            "attachments": self.attachments, "sets": 1, "received_at": at,
            "due": {"at": due, "unrounded": due, "provisional": false,
                "limit": {"unit": "working_days", "count": 10},
                "explanation": {"received_at": at, "start": at, "days_off": [], "rounded": false}},
            "charges": [], "delivery": {"way": "at_office"}, "note": "",
            "fee_context": domain::fee::FeeContext::default(), "direct_reason": null,
        });
        serde_json::from_value(body).expect("a reception")
    }
}

pub(crate) fn forwarded(n: u64) -> EventBody {
    let id = DepartmentId::parse("tu-phap").expect("a name");
    EventBody::Forwarded {
        to: Owner::Department { id },
        request: request(n),
    }
}

pub(crate) fn attachment(n: u64, bytes: &[u8]) -> Attachment {
    Attachment {
        id: attachment_id(n),
        component: "ban-chinh".into(),
        blob: BlobHash::of(bytes),
        size_bytes: bytes.len() as u64,
        media_type: "image/png".into(),
        pages: 1,
        source: "scanner".into(),
        at: NOW,
    }
}

pub(crate) fn lease(n: u64, from: u32, to: u32) -> Lease {
    Lease {
        id: lease_id(n),
        agency: agency(),
        day: day(),
        from,
        to,
        desk: desk(1),
        incarnation: 1,
        reserve: false,
        signature: "cc".into(),
    }
}

/// An event of another desk as the centre's feed has it.
pub(crate) fn pulled(position: u64, seq: u64, of: DossierId, body: &EventBody) -> Pulled {
    Pulled {
        position,
        envelope: Envelope {
            id: event(1_000_000 + position),
            origin: desk(2),
            incarnation: 1,
            seq,
            dossier: of,
            at: minutes(1),
            officer: officer(),
            own_epoch: 0,
            clock: ClockReading {
                skew_ms: 0,
                heard_at: None,
            },
            versions: PinnedVersions::default(),
        },
        body: serde_json::to_string(body).expect("JSON"),
    }
}

/// What the feed says of an event recorded here.
pub(crate) fn returned(position: u64, event: &StoredEvent) -> Pulled {
    Pulled {
        position,
        envelope: event.envelope.clone(),
        body: event.body.clone(),
    }
}

/// A desk with its files; open unless closed.
pub(crate) struct World {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) paths: Paths,
    pub(crate) key: DatabaseKey,
    open: Option<Store>,
}

impl World {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let paths = Paths::new(dir.path().join("desk"));
        let key = DatabaseKey::from_bytes([42; 32]);
        let open = Some(Store::create(&paths, &key, &identity()).expect("created"));
        Self {
            dir,
            paths,
            key,
            open,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.open.as_ref().expect("the store is open")
    }

    pub(crate) fn close(&mut self) {
        self.open.take().expect("open").close().expect("closed");
    }

    pub(crate) fn reopen(&mut self) {
        if self.open.is_some() {
            self.close();
        }
        self.open = Some(Store::open(&self.paths, &self.key).expect("opened"));
    }

    /// Opens with another database file in place; the store must be closed.
    pub(crate) fn store_from(&mut self, database: &[u8]) {
        crate::files::write_atomic(&self.paths.database(), database).expect("put in place");
        self.reopen();
    }

    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut crate::Tx<'_>) -> Result<T, StoreError>,
    ) -> T {
        self.store().write(work).expect("written")
    }

    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&crate::Reader<'_>) -> Result<T, StoreError>,
    ) -> T {
        self.store().read(work).expect("read")
    }

    /// Records an event of dossier `n` with event id `id`.
    pub(crate) fn append(&self, id: u64, n: u64, at: Timestamp, body: &EventBody) -> StoredEvent {
        self.write(|tx| tx.append(&new_event(id, n, at, &officer(), body)))
    }

    pub(crate) fn receive(&self, walk: &Walk) -> StoredEvent {
        self.append(walk.n, walk.n, NOW, &walk.body())
    }

    pub(crate) fn find(&self, text: &str) -> Vec<u32> {
        self.found(text, Queue::All, &Scope::Office).rows
    }

    pub(crate) fn found(&self, text: &str, queue: Queue, scope: &Scope) -> Found {
        let due_soon_ms = 24 * 3_600_000;
        self.read(|r| {
            r.find(&Find {
                text: text.into(),
                queue,
                scope: scope.clone(),
                now: NOW,
                due_soon_ms,
            })
        })
    }
}

pub(crate) fn new_event<'a>(
    id: u64,
    n: u64,
    at: Timestamp,
    officer: &'a OfficerId,
    body: &'a EventBody,
) -> NewEvent<'a> {
    NewEvent {
        id: event(id),
        dossier: dossier(n),
        at,
        officer,
        own_epoch: 0,
        clock: ClockReading {
            skew_ms: 0,
            heard_at: None,
        },
        versions: PinnedVersions {
            procedure: 1,
            calendar: 1,
            policy: 1,
        },
        body,
    }
}
