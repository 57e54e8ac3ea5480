//! What the centre publishes to every desk: catalogue, calendar, policy, each as a version with a
//! signature, replaced whole.

use domain::calendar::WorkingCalendar;
use domain::ids::{AgencyCode, DepartmentId, DeskId, OfficeId, OfficerId};
use domain::procedure::Procedure;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Role;

/// `GET /v1/published?after_catalogue=N&after_policy=N`: what is newer than the desk holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublishedReply {
    /// The catalogue, if newer.
    #[schema(value_type = Option<super::SignedShape>)]
    pub catalogue: Option<Signed<Catalogue>>,
    /// The policy, if newer.
    #[schema(value_type = Option<super::SignedShape>)]
    pub policy: Option<Signed<Policy>>,
}

/// A published document as the exact JSON text that was signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Signed<T> {
    /// Version, rising by one.
    pub version: u32,
    /// JSON of `T`, exactly as signed.
    pub json: String,
    /// Ed25519 signature of the centre over `motcua-published-1\n<version>\n<json>`, hexadecimal.
    pub signature: String,
    /// What `json` is.
    #[serde(skip)]
    pub kind: std::marker::PhantomData<T>,
}

/// The bytes the centre signs for a published document.
#[must_use]
pub fn published_message(version: u32, json: &str) -> Vec<u8> {
    format!("motcua-published-1\n{version}\n{json}").into_bytes()
}

/// Schema of the catalogues this build writes, and the newest it reads. What stands in a catalogue
/// is read strictly, so that nothing that was typed is lost unseen: a field or a value more is
/// another schema.
pub const CATALOGUE_SCHEMA: u32 = 1;
/// Schema of the policies this build writes, and the newest it reads.
pub const POLICY_SCHEMA: u32 = 1;

const fn first_schema() -> u32 {
    1
}

/// Schema of a published document, read without the rest; `None` where it is no document. The first
/// builds wrote none.
#[must_use]
pub fn schema_of(json: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default = "first_schema")]
        schema: u32,
    }
    let head: Head = serde_json::from_str(json).ok()?;
    Some(head.schema)
}

/// Procedures and calendar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Catalogue {
    /// [`CATALOGUE_SCHEMA`] of the build that wrote it.
    #[serde(default = "first_schema")]
    pub schema: u32,
    /// Every procedure version in force or to come.
    pub procedures: Vec<Procedure>,
    /// The working calendar.
    pub calendar: WorkingCalendar,
}

/// Offices, officers, desks, departments and the site's settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Policy {
    /// [`POLICY_SCHEMA`] of the build that wrote it.
    #[serde(default = "first_schema")]
    pub schema: u32,
    /// When it was published.
    pub at: Timestamp,
    /// The office of the pulling desk.
    pub office: OfficeInfo,
    /// Officers of the office.
    pub officers: Vec<OfficerInfo>,
    /// Desks of the office with their public keys (receipts are verified offline).
    pub desks: Vec<DeskKey>,
    /// Departments a dossier can be forwarded to.
    pub departments: Vec<DepartmentInfo>,
    /// Look-up page whose address the receipt's QR carries.
    pub look_up_url: String,
    /// Rules of the site.
    pub rules: domain::policy::SitePolicy,
    /// Whether this is a demo centre.
    pub demo: bool,
    /// Key of the office for telephone codes that confirm a day, hexadecimal; empty from an older
    /// centre.
    #[serde(default)]
    pub day_key: String,
}

/// What a receipt prints of the office.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfficeInfo {
    /// Identity.
    pub id: OfficeId,
    /// Superior agency, first line of the head.
    pub superior: String,
    /// Name, second line.
    pub name: String,
    /// Reception point or counter hall.
    pub reception_point: String,
    /// Place name of the date line.
    pub place: String,
    /// Address.
    pub address: String,
    /// Hot line.
    pub hotline: String,
    /// Agencies it draws codes for, its own first.
    pub agencies: Vec<AgencyCode>,
}

/// An officer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfficerInfo {
    /// Login name.
    pub login: OfficerId,
    /// Name.
    pub name: String,
    /// Telephone printed on the receipt.
    pub phone: String,
    /// Role.
    pub role: Role,
}

/// A desk's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeskKey {
    /// The desk.
    pub desk: DeskId,
    /// Its label.
    pub label: String,
    /// Short key id printed in the QR.
    pub key_id: String,
    /// Ed25519 public key, hexadecimal.
    pub key: String,
}

/// A specialised department.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DepartmentInfo {
    /// Identity.
    pub id: DepartmentId,
    /// Name.
    pub name: String,
}
