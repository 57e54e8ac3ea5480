//! The catalogue: administrative procedures as one version of their rules. A dossier pins the
//! version it was received under; a later version never touches it (domain.md §5).

use serde::{Deserialize, Serialize};

use crate::ids::{AgencyCode, ProcedureCode};
use crate::money::Dong;
use crate::party::PartyRole;
use crate::time::CivilDate;

/// One version of one procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// National code, `1.001776`.
    pub code: ProcedureCode,
    /// Version of these rules, raised by one at each publication.
    pub version: u32,
    /// Official name.
    pub name: String,
    /// Name of the service area (lĩnh vực).
    pub service_area: String,
    /// Code of the service area, `G15-TP03`.
    #[serde(default)]
    pub service_area_code: String,
    /// Levels that resolve it.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Who gives the dossier its code (counter.md 1).
    #[serde(default)]
    pub code_issuer: CodeIssuer,
    /// Decision that published it, for citation.
    #[serde(default)]
    pub decision: String,
    /// First day in force; `None` means always.
    #[serde(default)]
    pub valid_from: Option<CivilDate>,
    /// Last day in force; `None` means open.
    #[serde(default)]
    pub valid_until: Option<CivilDate>,
    /// Agency that resolves it, when it is not the office's own.
    #[serde(default)]
    pub competent_agency: Option<AgencyCode>,
    /// Online service level.
    #[serde(default)]
    pub service_level: ServiceLevel,
    /// Ways to submit, each with its own limit and fees.
    pub methods: Vec<Method>,
    /// Cases (trường hợp), each with its papers; never empty.
    pub cases: Vec<Case>,
    /// Parties besides the one owner; empty means a single applicant.
    #[serde(default)]
    pub parties: Vec<PartyRole>,
    /// Which role is the owner on the wire (`ChuHoSo`); `None` means the first party.
    #[serde(default)]
    pub owner_role: Option<PartyRole>,
    /// Flags of the counter.
    #[serde(default)]
    pub flags: Flags,
    /// Titles of what the citizen gets.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Numbers of the legal texts it rests on.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// Notes an administrator left, each with its source.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Administrative level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Cấp bộ.
    Ministry,
    /// Cấp tỉnh.
    Province,
    /// Cấp xã.
    Ward,
    /// Cơ quan khác, ngành dọc.
    Other,
}

/// Who numbers a dossier of this procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum CodeIssuer {
    /// The province: the desk draws from its lease.
    #[default]
    Province,
    /// A ministry's central system.
    Ministry,
    /// A vertical agency's system (tax, social insurance, police).
    Vertical,
}

/// Online service level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ServiceLevel {
    /// Toàn trình.
    Full,
    /// Một phần.
    Partial,
    /// Information only.
    #[default]
    InfoOnly,
}

/// A way to submit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Trực tiếp.
    Direct,
    /// Trực tuyến.
    Online,
    /// Bưu chính công ích.
    Postal,
}

/// Limit and fees of one way to submit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// The channel.
    pub channel: Channel,
    /// The time limit.
    pub limit: Limit,
    /// Limit when verification is needed, where the text gives two.
    #[serde(default)]
    pub verification_limit: Option<Limit>,
    /// Fees and levies.
    #[serde(default)]
    pub fees: Vec<FeeRule>,
    /// The catalogue's own words, kept verbatim: exemptions and real amounts often stand only here.
    #[serde(default)]
    pub note: String,
}

/// A time limit as a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unit", rename_all = "snake_case")]
pub enum Limit {
    /// N working days, at the same clock time, rounded up to the quarter hour.
    WorkingDays {
        /// N.
        count: u16,
        /// Where on the last day it ends.
        #[serde(default)]
        end: DayEnd,
    },
    /// N working hours.
    WorkingHours {
        /// N.
        count: u16,
    },
    /// N calendar days.
    Days {
        /// N.
        count: u16,
    },
    /// N calendar months.
    Months {
        /// N.
        count: u16,
    },
    /// N calendar years.
    Years {
        /// N.
        count: u16,
    },
    /// The same day; received after the cut-off, the next working day.
    SameDay {
        /// Strictly later than this hour counts as the next working day; `None`: no cut-off.
        #[serde(default)]
        cut_off_hour: Option<u8>,
    },
    /// *Thời hạn chưa rõ*: cannot be promised until a person has set a rule with its source.
    Unclear {
        /// What the catalogue said.
        source_text: String,
    },
}

/// Where on the last working day a limit in working days ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum DayEnd {
    /// At the clock time of reception.
    #[default]
    SameClock,
    /// At the close of the last session.
    EndOfDay,
}

/// Phí or lệ phí, as the administrator set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Phí.
    Fee,
    /// Lệ phí.
    Levy,
}

/// One fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// Phí or lệ phí.
    pub kind: FeeKind,
    /// What it is called.
    pub name: String,
    /// How it is computed.
    pub amount: FeeAmount,
    /// Who pays nothing or less.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Source of the amount.
    #[serde(default)]
    pub legal_basis: String,
    /// The catalogue's words, shown beside the number.
    #[serde(default)]
    pub note: String,
}

/// How a fee is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "per", rename_all = "snake_case")]
pub enum FeeAmount {
    /// Once per dossier.
    Dossier {
        /// The amount.
        amount: Dong,
    },
    /// Per copy asked for.
    Copy {
        /// The amount.
        amount: Dong,
    },
    /// Certified copies: Σ copies × min(cap, first × min(pages, first_pages) + next × rest).
    CertifiedCopy {
        /// Per page up to `first_pages`.
        first: Dong,
        /// How many pages cost `first`.
        first_pages: u16,
        /// Per page after.
        next: Dong,
        /// Most per copy.
        cap: Dong,
    },
    /// Known only in the note; shown, never computed.
    SeeNote,
}

/// A reduction for a kind of person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Short name, "hộ nghèo".
    pub name: String,
    /// Percentage taken off, 1–100.
    pub percent_off: u8,
    /// Paper that proves it.
    #[serde(default)]
    pub evidence: String,
    /// Legal basis.
    #[serde(default)]
    pub legal_basis: String,
}

/// A case of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name; empty when there is only one.
    #[serde(default)]
    pub name: String,
    /// Papers under their group titles, in order.
    pub components: Vec<DossierComponent>,
}

/// One paper asked for (thành phần hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierComponent {
    /// Code of the paper type; our own `local:` code where the catalogue has none.
    pub code: String,
    /// Title in short words.
    pub title: String,
    /// Heading it stands under in the portal's list, which is no choice (counter.md 3).
    #[serde(default)]
    pub group: String,
    /// Originals asked for.
    #[serde(default)]
    pub originals: u8,
    /// Copies asked for.
    #[serde(default)]
    pub copies: u8,
    /// Whether the counter only looks at it (xuất trình); never scanned.
    #[serde(default)]
    pub show_only: bool,
    /// Whether it is itself the outcome of another procedure: offer reuse first.
    #[serde(default)]
    pub reusable: bool,
    /// Whether it can be left out.
    #[serde(default)]
    pub optional: bool,
}

/// Flags the counter checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Flags {
    /// Whether someone else may submit with authority.
    pub authority: AuthorityRule,
    /// Whether every party must be present when the outcome is returned.
    pub all_present_at_return: bool,
    /// Whether paper may be received at the counter at all (counter.md 8).
    pub takes_paper: bool,
    /// When a receipt slip is printed (counter.md 17).
    pub slip: SlipPolicy,
}

impl Default for Flags {
    fn default() -> Self {
        Self {
            authority: AuthorityRule::Allowed,
            all_present_at_return: false,
            takes_paper: true,
            slip: SlipPolicy::Always,
        }
    }
}

/// Who may submit for the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityRule {
    /// Anyone with authority.
    Allowed,
    /// Only with a certified authority.
    MustBeCertified,
    /// Nobody but the owner.
    Forbidden,
}

/// When the receipt slip is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipPolicy {
    /// Always.
    Always,
    /// When the outcome is not handed over at once.
    WhenNotReturnedAtOnce,
    /// Never.
    Never,
}

impl Procedure {
    /// Whether the procedure is in force on `day`.
    #[must_use]
    pub fn in_force_on(&self, day: CivilDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }

    /// The way to submit over `channel`, if there is one.
    #[must_use]
    pub fn method(&self, channel: Channel) -> Option<&Method> {
        self.methods.iter().find(|m| m.channel == channel)
    }

    /// The limit and fees of a submission over `channel`. A procedure without paper has them for the
    /// way online alone; *nhận trực tiếp – có lý do* keeps to those (counter.md 8).
    #[must_use]
    pub fn terms(&self, channel: Channel) -> Option<&Method> {
        let online = || self.method(Channel::Online);
        let is_exception = channel == Channel::Direct && !self.flags.takes_paper;
        self.method(channel)
            .or_else(|| is_exception.then(online).flatten())
    }
}
