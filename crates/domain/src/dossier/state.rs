//! A dossier as its events leave it.

use serde::{Deserialize, Serialize};

use crate::dossier::event::{Attachment, Received};
use crate::dossier::settling::Settled;
use crate::due::DuePromise;
use crate::ids::{DepartmentId, DeskId, DossierId, OfficeId, RequestId};
use crate::journal::PinnedVersions;
use crate::money::Dong;
use crate::time::{CivilDateTime, Timestamp};

/// Who holds the dossier; each hand-over raises the ownership epoch (invariant I2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Owner {
    /// A one-stop office.
    Office {
        /// Which.
        id: OfficeId,
    },
    /// A specialised department.
    Department {
        /// Which.
        id: DepartmentId,
    },
}

/// Business status; the numbers are the national codes (TrangThaiHoSo, domain.md §4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum BusinessStatus {
    /// Mới đăng ký.
    Registered = 1,
    /// Được tiếp nhận.
    Received = 2,
    /// Không được tiếp nhận.
    Refused = 3,
    /// Đang xử lý.
    Processing = 4,
    /// Yêu cầu bổ sung giấy tờ.
    SupplementRequested = 5,
    /// Yêu cầu thực hiện nghĩa vụ tài chính.
    ObligationRequested = 6,
    /// Công dân yêu cầu rút hồ sơ.
    Withdrawn = 7,
    /// Dừng xử lý.
    Stopped = 8,
    /// Đã xử lý xong.
    Completed = 9,
    /// Đã trả kết quả.
    Returned = 10,
}

impl BusinessStatus {
    /// The table of domain.md §4.1; every other step is refused. 9→4 corrects a wrong outcome;
    /// 10 is final but for a formal re-issue, which is a dossier of its own.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        use BusinessStatus as B;
        match self {
            B::Registered => {
                matches!(
                    next,
                    B::Received | B::Refused | B::SupplementRequested | B::Withdrawn
                )
            }
            B::Received => matches!(next, B::Processing | B::Withdrawn),
            B::Processing => matches!(
                next,
                B::SupplementRequested
                    | B::ObligationRequested
                    | B::Withdrawn
                    | B::Stopped
                    | B::Completed
            ),
            B::SupplementRequested | B::ObligationRequested => {
                matches!(next, B::Processing | B::Withdrawn)
            }
            B::Completed => matches!(next, B::Processing | B::Returned),
            B::Refused | B::Withdrawn | B::Stopped | B::Returned => false,
        }
    }

    /// Whether nothing can follow.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::Withdrawn | Self::Stopped | Self::Returned
        )
    }

    /// The national code (TrangThaiHoSo), 1–10.
    #[must_use]
    pub const fn national_code(self) -> u8 {
        match self {
            Self::Registered => 1,
            Self::Received => 2,
            Self::Refused => 3,
            Self::Processing => 4,
            Self::SupplementRequested => 5,
            Self::ObligationRequested => 6,
            Self::Withdrawn => 7,
            Self::Stopped => 8,
            Self::Completed => 9,
            Self::Returned => 10,
        }
    }
}

/// Money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyStatus {
    /// Nothing to pay.
    NoCharge,
    /// Phải thu.
    Due,
    /// Đã thu.
    Paid,
}

/// Delivery of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// No outcome yet.
    NotReady,
    /// Waiting for the citizen.
    Waiting,
    /// Handed over.
    Delivered,
}

/// Digitisation of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DigitisationStatus {
    /// Every paper is only shown, or none applies.
    NotNeeded,
    /// Chưa số hóa.
    None,
    /// Some papers have pages.
    Partial,
    /// Every paper that must be scanned has pages.
    Complete,
}

/// A dossier as its events leave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Its identity.
    pub id: DossierId,
    /// Reception; `None` before it.
    pub received: Option<Received>,
    /// Versions pinned at reception.
    pub versions: PinnedVersions,
    /// Official code of the province or of a ministry's system, assigned after a provisional one.
    pub assigned_code: Option<String>,
    /// Codes it went by between that of the receipt and that of today.
    #[serde(default)]
    pub former_codes: Vec<String>,
    /// The owner; `None` before reception.
    pub owner: Option<Owner>,
    /// The desk of the office that holds it: the receiving one until another claims it.
    #[serde(default)]
    pub holder: Option<DeskId>,
    /// Handed over, not yet accepted.
    pub forwarded_to: Option<Owner>,
    /// Request of the last hand-over, so that a repeated one is harmless.
    pub last_forward: Option<RequestId>,
    /// Raised by each hand-over.
    pub own_epoch: u32,
    /// Business status.
    pub status: BusinessStatus,
    /// Money status.
    pub money: MoneyStatus,
    /// Đồng paid so far.
    pub paid: Dong,
    /// Delivery status.
    pub delivery: DeliveryStatus,
    /// Digitisation status.
    pub digitisation: DigitisationStatus,
    /// Pages and files, in order.
    pub attachments: Vec<Attachment>,
    /// The moment promised now.
    pub due: Option<DuePromise>,
    /// When the competent authority, if it is another one, confirmed its own reception.
    pub competent_received_at: Option<CivilDateTime>,
    /// Conflicts a person has settled, in order.
    #[serde(default)]
    pub settled: Vec<Settled>,
    /// Supplements asked for so far; a second one counts as late.
    pub supplement_requests: u16,
    /// Since when the clock is paused.
    pub paused_since: Option<Timestamp>,
    /// Reprints of the receipt.
    pub reprints: u16,
    /// When the last event happened.
    pub last_event_at: Timestamp,
    /// Events folded so far.
    pub events: u32,
}

impl Dossier {
    /// A dossier nothing has happened to.
    #[must_use]
    pub fn new(id: DossierId) -> Self {
        Self {
            id,
            received: None,
            versions: PinnedVersions::default(),
            assigned_code: None,
            former_codes: Vec::new(),
            owner: None,
            holder: None,
            forwarded_to: None,
            last_forward: None,
            own_epoch: 0,
            status: BusinessStatus::Registered,
            money: MoneyStatus::NoCharge,
            paid: Dong::ZERO,
            delivery: DeliveryStatus::NotReady,
            digitisation: DigitisationStatus::NotNeeded,
            attachments: Vec::new(),
            due: None,
            competent_received_at: None,
            settled: Vec::new(),
            supplement_requests: 0,
            paused_since: None,
            reprints: 0,
            last_event_at: Timestamp::default(),
            events: 0,
        }
    }

    /// The code people use today: the official one once it has come, else that of the receipt.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        match (&self.assigned_code, &self.received) {
            (Some(code), _) => Some(code.clone()),
            (None, Some(received)) => Some(received.code.to_string()),
            (None, None) => None,
        }
    }
}
