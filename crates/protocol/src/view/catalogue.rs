//! The catalogue as intake shows it.

use super::view_types;

view_types! {
    /// Words or a code typed into the procedure field.
    pub struct ProcedureQuery {
        /// What was typed: with or without marks, any word order, Telex and VNI raw, or a code.
        pub text: String,
        /// How many at most (≤ 50).
        pub limit: u16,
    }

    /// One procedure found.
    pub struct ProcedureHit {
        /// National code.
        pub code: String,
        /// Official name.
        pub name: String,
        /// Service area.
        pub area: String,
        /// `ward`, `province`, `ministry`, `other`.
        pub levels: Vec<String>,
        /// The direct limit in words, "10 ngày làm việc"; empty when unclear.
        pub limit_text: String,
        /// Why it cannot be received here today: `not_in_force`, `unclear_limit`, `no_paper`,
        /// `no_direct`, or empty.
        pub problem: String,
    }

    /// A procedure with all an intake needs.
    pub struct ProcedureView {
        /// As in the list.
        pub hit: ProcedureHit,
        /// Version of the rules.
        pub version: u32,
        /// `province`, `ministry` or `vertical`.
        pub code_issuer: String,
        /// Roles of the parties, owner first; a single `applicant` when ordinary.
        pub roles: Vec<String>,
        /// `allowed`, `must_be_certified` or `forbidden`.
        pub authority: String,
        /// Cases with their papers.
        pub cases: Vec<CaseView>,
        /// Exemptions from fees.
        pub exemptions: Vec<String>,
        /// Whether the fee counts pages and copies (certified copies).
        pub counts_pages: bool,
        /// Whether the fee counts copies.
        pub counts_copies: bool,
        /// Whether there is a second limit with verification.
        pub has_verification: bool,
        /// The catalogue's own words on limit and fee.
        pub note: String,
        /// Outcomes.
        pub outcomes: Vec<String>,
        /// Legal basis.
        pub legal_basis: Vec<String>,
        /// Publishing decision.
        pub decision: String,
    }

    /// One case.
    pub struct CaseView {
        /// Its name.
        pub name: String,
        /// Its papers.
        pub papers: Vec<ComponentView>,
    }

    /// One paper asked for.
    pub struct ComponentView {
        /// Code.
        pub code: String,
        /// Title.
        pub title: String,
        /// Group heading.
        pub group: String,
        /// Originals asked for.
        pub originals: u8,
        /// Copies asked for.
        pub copies: u8,
        /// Only shown.
        pub show_only: bool,
        /// May be left out.
        pub optional: bool,
        /// The outcome of another procedure: reuse first.
        pub reusable: bool,
    }

    /// A ward for address entry.
    pub struct WardHit {
        /// Code of the ward.
        pub code: String,
        /// "Phường Nam Hoa Lư".
        pub name: String,
        /// Code of the province.
        pub province: String,
        /// "Tỉnh Ninh Bình".
        pub province_name: String,
    }
}
