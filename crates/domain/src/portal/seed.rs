//! The seed catalogue: about forty procedures a commune counter handles most, bundled so that a new
//! desk can work before any catalogue has been published to it.
//!
//! Codes, official names, limits and fees are facts from the National Public Service Portal (July
//! 2026); titles of papers are in short words of our own. A limit the portal left unclear was set by
//! hand with its source in `notes`, or is still `unclear` and cannot be promised. Everything is
//! configuration: a published catalogue replaces it.

use std::sync::OnceLock;

use crate::procedure::Procedure;

const SEED: &str = include_str!("../../data/seed_catalogue.json");

/// The bundled procedures, in the order of the file: by service area.
///
/// # Panics
/// Never: a test reads the bundled file.
#[must_use]
pub fn seed() -> &'static [Procedure] {
    static ALL: OnceLock<Vec<Procedure>> = OnceLock::new();
    #[expect(
        clippy::expect_used,
        reason = "the file is part of the program and read by a test"
    )]
    ALL.get_or_init(|| serde_json::from_str(SEED).expect("BUG: the seed catalogue is broken"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::citizen_id::digits_of;
    use crate::money::Dong;
    use crate::party::PartyRole;
    use crate::procedure::{
        AuthorityRule, Channel, CodeIssuer, DayEnd, FeeAmount, Level, Limit, SlipPolicy,
    };
    use crate::text::{query_forms, tidy, words};

    fn find(code: &str) -> &'static Procedure {
        seed()
            .iter()
            .find(|p| p.code.as_str() == code)
            .expect("a seeded procedure")
    }

    #[test]
    fn every_procedure_is_complete_and_no_code_comes_twice() {
        let codes: BTreeSet<&str> = seed().iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes.len(), seed().len(), "each code once");
        assert!(
            (40..=50).contains(&seed().len()),
            "about forty: {}",
            seed().len()
        );
        for procedure in seed() {
            let code = procedure.code.as_str();
            let texts = [
                &procedure.name,
                &procedure.service_area,
                &procedure.decision,
            ];
            assert!(
                texts.iter().all(|t| !t.is_empty() && **t == tidy(t)),
                "{code}: tidy texts"
            );
            assert!(!procedure.methods.is_empty(), "{code}: a way to submit");
            assert!(!procedure.legal_basis.is_empty(), "{code}: a legal basis");
            assert!(!procedure.outcomes.is_empty(), "{code}: an outcome");
            assert!(!procedure.levels.is_empty(), "{code}: a level");
            assert!(!procedure.cases.is_empty(), "{code}: a case");
            let mut names: Vec<&str> = procedure.cases.iter().map(|c| c.name.as_str()).collect();
            names.dedup();
            assert_eq!(
                names.len(),
                procedure.cases.len(),
                "{code}: cases are told apart"
            );
            for case in &procedure.cases {
                assert!(!case.components.is_empty(), "{code}: papers in every case");
                let papers: BTreeSet<&str> =
                    case.components.iter().map(|c| c.code.as_str()).collect();
                assert_eq!(
                    papers.len(),
                    case.components.len(),
                    "{code}: each paper once"
                );
                for paper in &case.components {
                    assert!(
                        paper.title.chars().count() <= 120,
                        "{code}: short title {}",
                        paper.title
                    );
                    assert!(
                        paper.title == tidy(&paper.title),
                        "{code}: tidy title {}",
                        paper.title
                    );
                    assert!(
                        paper.originals + paper.copies > 0,
                        "{code}: a count for {}",
                        paper.title
                    );
                }
            }
        }
    }

    #[test]
    fn every_limit_is_promised_or_says_that_it_is_unclear() {
        let mut unclear = Vec::new();
        for procedure in seed() {
            let code = procedure.code.as_str();
            let mut channels = BTreeSet::new();
            for method in &procedure.methods {
                assert!(
                    channels.insert(format!("{:?}", method.channel)),
                    "{code}: a channel once"
                );
                match &method.limit {
                    Limit::Unclear { source_text } => {
                        assert!(!source_text.is_empty(), "{code}: says what the portal said");
                        unclear.push(code);
                    }
                    Limit::WorkingDays { count, .. }
                    | Limit::WorkingHours { count }
                    | Limit::Days { count }
                    | Limit::Months { count }
                    | Limit::Years { count } => {
                        assert!(*count > 0, "{code}: a limit above zero");
                    }
                    Limit::SameDay { cut_off_hour } => {
                        assert_eq!(*cut_off_hour, Some(15), "{code}: sau 15 giờ");
                    }
                }
            }
        }
        unclear.dedup();
        assert_eq!(
            unclear,
            ["1.010824", "1.001622"],
            "only these wait for an administrator"
        );
    }

    #[test]
    fn a_limit_set_by_hand_names_its_source() {
        for code in [
            "1.001193", "1.000894", "1.000656", "1.001612", "2.001035", "2.000815",
        ] {
            let sourced = find(code)
                .notes
                .iter()
                .any(|n| n.starts_with("Thời hạn:") && digits_of(n).is_none());
            assert!(
                sourced,
                "{code}: the portal's limit was unclear, so a note gives the source"
            );
        }
    }

    #[test]
    fn monthly_social_allowance_is_found_by_words_and_numbered_by_the_province() {
        let asked: Vec<String> = query_forms("tro caps xax hooij")
            .iter()
            .flat_map(|f| words(f))
            .collect();
        assert!(
            asked.iter().any(|w| w == "hoi"),
            "Telex typed raw is understood"
        );
        let query = words("tro cap xa hoi");
        let hits: Vec<&str> = seed()
            .iter()
            .filter(|p| query.iter().all(|word| words(&p.name).contains(word)))
            .map(|p| p.code.as_str())
            .collect();
        assert!(
            hits.contains(&"1.001776"),
            "tro cap xa hoi finds it: {hits:?}"
        );
        let allowance = find("1.001776");
        assert_eq!(
            allowance.code_issuer,
            CodeIssuer::Province,
            "numbered by the province"
        );
        let direct = allowance.method(Channel::Direct).expect("walk-in");
        let ten = Limit::WorkingDays {
            count: 10,
            end: DayEnd::SameClock,
        };
        assert_eq!(direct.limit, ten, "10 working days");
        assert!(
            allowance.cases.iter().all(|c| c.components.len() >= 3),
            "three papers at least"
        );
    }

    #[test]
    fn certified_copies_carry_their_formula_and_slip_policy() {
        let copies = find("2.000815");
        let direct = copies.method(Channel::Direct).expect("walk-in");
        let formula = FeeAmount::CertifiedCopy {
            first: Dong(2_000),
            first_pages: 2,
            next: Dong(1_000),
            cap: Dong(200_000),
        };
        assert_eq!(
            direct.fees.first().map(|f| &f.amount),
            Some(&formula),
            "Circular 226/2016/TT-BTC"
        );
        assert_eq!(
            copies.flags.slip,
            SlipPolicy::WhenNotReturnedAtOnce,
            "a slip only when kept"
        );
        assert_eq!(
            direct.limit,
            Limit::SameDay {
                cut_off_hour: Some(15)
            },
            "the same day"
        );
        assert_eq!(copies.methods.len(), 1, "walk-in only");
    }

    #[test]
    fn civil_status_has_its_parties_flags_and_verification_limits() {
        let marriage = find("1.000894");
        assert_eq!(
            marriage.parties,
            [PartyRole::Husband, PartyRole::Wife],
            "two cards, two slots"
        );
        assert_eq!(
            marriage.flags.authority,
            AuthorityRule::Forbidden,
            "nobody marries by proxy"
        );
        assert!(
            marriage.flags.all_present_at_return,
            "both sign when it is returned"
        );
        let death = find("1.000656").method(Channel::Direct).expect("walk-in");
        assert_eq!(
            death.limit,
            Limit::SameDay {
                cut_off_hour: Some(15)
            },
            "the same day"
        );
        let three = Limit::WorkingDays {
            count: 3,
            end: DayEnd::SameClock,
        };
        assert_eq!(
            death.verification_limit,
            Some(three),
            "three days when it must be verified"
        );
        let birth = find("1.001193");
        assert!(
            birth.parties.contains(&PartyRole::Child),
            "a child without a number"
        );
        assert_eq!(
            birth.owner_role,
            Some(PartyRole::Child),
            "who is the owner on the wire"
        );
        assert_eq!(
            birth.code_issuer,
            CodeIssuer::Ministry,
            "the ministry's system numbers it"
        );
    }

    #[test]
    fn who_numbers_and_what_takes_no_paper_is_data() {
        for (code, issuer) in [
            ("1.004222", CodeIssuer::Vertical),
            ("1.001612", CodeIssuer::Ministry),
            ("2.000717", CodeIssuer::Vertical),
            ("2.000815", CodeIssuer::Province),
            ("1.013225", CodeIssuer::Province),
        ] {
            assert_eq!(find(code).code_issuer, issuer, "{code}");
        }
        let explains = |p: &&Procedure| p.notes.iter().any(|n| n.starts_with("Cấp mã:"));
        let foreign = || {
            seed()
                .iter()
                .filter(|p| p.code_issuer != CodeIssuer::Province)
        };
        assert_eq!(
            foreign().filter(explains).count(),
            foreign().count(),
            "each says why"
        );
        assert!(
            !find("1.010041").flags.takes_paper,
            "an online-only procedure"
        );
        let wards = seed()
            .iter()
            .filter(|p| p.levels.contains(&Level::Ward))
            .count();
        assert!(
            wards * 10 >= seed().len() * 9,
            "{wards} are resolved by the commune"
        );
    }
}
