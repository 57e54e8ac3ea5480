//! Enrolment and session.

use domain::ids::{AgencyCode, DeskId, OfficeId, OfficerId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The one-time enrolment code: `motcua1.<base64url of JSON EnrolCode>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolCode {
    /// `https://host:port` of the centre.
    pub url: String,
    /// SHA-256 of the centre's CA certificate (DER), 64 hexadecimal digits.
    pub ca_sha256: String,
    /// The one-time secret.
    pub secret: String,
    /// The desk that gets a new key with it, its secrets being lost; none for a new desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
}

/// `GET /v1/ca` answers the CA certificate (DER); the desk checks the fingerprint, then pins it.
pub const CA_PATH: &str = "/v1/ca";

/// `POST /v1/enrol`
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct EnrolRequest {
    /// One-time secret of the code.
    pub secret: String,
    /// Ed25519 public key of the desk, 64 hexadecimal digits.
    pub desk_key: String,
    /// BLAKE3 of the machine's facts, hexadecimal.
    pub machine: String,
    /// What the desk is called.
    pub label: String,
    /// The database key sealed to the centre (X25519, HKDF-SHA256, XChaCha20-Poly1305), hexadecimal:
    /// ephemeral public key (32 bytes) ‖ nonce (24) ‖ ciphertext. Sent with the first session.
    pub sealed_key: Option<String>,
}

/// Answer to an enrolment.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct EnrolReply {
    /// The desk's identity.
    #[schema(value_type = String)]
    pub desk: DeskId,
    /// First incarnation.
    pub incarnation: u32,
    /// The office it belongs to.
    #[schema(value_type = String)]
    pub office: OfficeId,
    /// Name of the office.
    pub office_name: String,
    /// Agency whose codes it draws first.
    #[schema(value_type = String)]
    pub agency: AgencyCode,
    /// Ed25519 public key of the centre, hexadecimal.
    pub centre_key: String,
    /// X25519 public key the database key is sealed to, hexadecimal.
    pub seal_key: String,
    /// Days an officer may work without the centre.
    pub offline_days: u16,
    /// Set in demo mode.
    pub demo: Option<DemoOffice>,
    /// The centre holds the key of the database this desk had: an officer's sign-in gives it back.
    #[serde(default)]
    pub recovers: bool,
}

/// What a demo centre tells its desks.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DemoOffice {
    /// Officers with their public passwords.
    pub officers: Vec<DemoOfficer>,
}

/// A demo officer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DemoOfficer {
    /// Login name.
    #[schema(value_type = String)]
    pub login: OfficerId,
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
}

/// `POST /v1/challenge`: a nonce for one session request, good for a minute.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChallengeRequest {
    /// The desk.
    #[schema(value_type = String)]
    pub desk: DeskId,
}

/// The nonce.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChallengeReply {
    /// 64 hexadecimal digits.
    pub nonce: String,
}

/// `POST /v1/session`
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionRequest {
    /// The desk.
    #[schema(value_type = String)]
    pub desk: DeskId,
    /// Its incarnation.
    pub incarnation: u32,
    /// The officer.
    #[schema(value_type = String)]
    pub officer: OfficerId,
    /// The officer's password, or empty to renew by `refresh`.
    pub password: String,
    /// Refresh secret of an earlier session of the same officer, or empty.
    pub refresh: String,
    /// The nonce of the challenge.
    pub nonce: String,
    /// Ed25519 signature over [`session_message`], hexadecimal.
    pub signature: String,
    /// The sealed database key, on the first session after enrolment.
    pub sealed_key: Option<String>,
}

impl std::fmt::Debug for SessionRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "SessionRequest {{ desk: {}, officer: {} }}",
            self.desk, self.officer
        )
    }
}

/// The bytes a desk signs to open a session.
#[must_use]
pub fn session_message(
    desk: DeskId,
    incarnation: u32,
    officer: &OfficerId,
    nonce: &str,
) -> Vec<u8> {
    format!("motcua-session-1\n{desk}\n{incarnation}\n{officer}\n{nonce}").into_bytes()
}

/// Answer: a token and what the desk needs to know at once.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionReply {
    /// Bearer token.
    pub token: String,
    /// Secret to renew with while the process lives.
    pub refresh: String,
    /// When the token ends.
    #[schema(value_type = i64)]
    pub expires: Timestamp,
    /// The centre's time.
    #[schema(value_type = i64)]
    pub server_time: Timestamp,
    /// The officer's name.
    pub officer_name: String,
    /// The officer's role.
    pub role: Role,
    /// The database key sealed at the first session, opened for this desk and officer, hexadecimal.
    pub database_key: Option<String>,
    /// What the centre holds of this desk's journal.
    pub acked: u64,
    /// Chain head at `acked`, hexadecimal.
    pub head: String,
    /// The incarnation the desk must use from now on.
    pub incarnation: u32,
    /// Rises when the centre was restored from a backup.
    pub feed_epoch: u32,
}

impl std::fmt::Debug for SessionReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "SessionReply {{ role: {:?}, acked: {} }}",
            self.role, self.acked
        )
    }
}

/// What an officer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Cán bộ tiếp nhận.
    Counter,
    /// Phụ trách.
    Lead,
    /// Phòng chuyên môn.
    Department,
    /// Quản trị.
    Administrator,
    /// Kiểm tra.
    Auditor,
}

impl Role {
    /// Whether an officer of this role may record what happens at the counter. Asked at the desk
    /// before an act and at the centre before it takes effect.
    #[must_use]
    pub const fn acts_at_counter(self) -> bool {
        match self {
            Self::Counter | Self::Lead => true,
            Self::Department | Self::Administrator | Self::Auditor => false,
        }
    }

    /// Whether an officer of this role may decide over an event that the centre holds without effect,
    /// and bring in what a desk of the office sent by hand.
    #[must_use]
    pub const fn rules_on_held(self) -> bool {
        match self {
            Self::Lead | Self::Administrator => true,
            Self::Counter | Self::Department | Self::Auditor => false,
        }
    }

    /// Whether an officer of this role may restore a desk from a backup, which voids its numbers, and
    /// have its lists built again.
    #[must_use]
    pub const fn answers_for_desk(self) -> bool {
        match self {
            Self::Lead | Self::Administrator => true,
            Self::Counter | Self::Department | Self::Auditor => false,
        }
    }

    /// Whether an officer of this role reads and changes nothing.
    #[must_use]
    pub const fn only_reads(self) -> bool {
        match self {
            Self::Auditor => true,
            Self::Counter | Self::Lead | Self::Department | Self::Administrator => false,
        }
    }

    /// Whether an officer of this role may decide that a desk whose journal forked goes on: the lead,
    /// who knows what was received, and the administrator, who knows how two copies came about.
    #[must_use]
    pub const fn ends_a_freeze(self) -> bool {
        match self {
            Self::Lead | Self::Administrator => true,
            Self::Counter | Self::Department | Self::Auditor => false,
        }
    }
}

/// `POST /v1/incarnation`. A desk whose journal forked is given a new life only when a person asks
/// for it whose role decides over it ([`Role::ends_a_freeze`]).
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct IncarnationRequest {
    /// Why a person ends a freeze; empty when the desk itself asks after a restore.
    #[serde(default)]
    pub reason: String,
}

/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 500;

/// `POST /v1/incarnation`: a new life after an announced restore; voids every lease of the old one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IncarnationReply {
    /// The new incarnation; its journal starts again at 1 with an all-zero head.
    pub incarnation: u32,
}
