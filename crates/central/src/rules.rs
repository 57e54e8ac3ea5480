//! What an administrator sets by hand where the portal's records are silent or unclear: limits, who
//! numbers, whose papers they are, what the counter checks. A file of rules has the names of the seed
//! catalogue's fields, one entry for each procedure to change, each with its source; it is taken as a
//! whole or not at all. Later imports of the portal keep what was set ([`crate::catalogue`]).

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ProcedureCode;
use domain::party::PartyRole;
use domain::procedure::{Channel, CodeIssuer, Flags, Limit, Procedure};
use serde::Deserialize;
use thiserror::Error;

/// Most rules in one file.
const RULES_MAX: usize = 20_000;
/// Longest source, in characters.
const SOURCE_CHARS_MAX: usize = 500;
/// Most errors told at once.
const TOLD_MAX: usize = 50;
/// How the note begins that gives the source of a limit set by hand.
const LIMIT_NOTE: &str = "Thời hạn: ";
/// How the note begins that waits for a person.
const UNCLEAR_NOTE: &str = "Thời hạn chưa rõ";
/// How the note begins that says who numbers, and why.
const ISSUER_NOTE: &str = "Cấp mã: ";

/// A file that is no set of rules.
#[derive(Debug, Error)]
pub enum RulesError {
    /// Not a JSON list of rules.
    #[error("the file is no list of rules")]
    Shape(#[source] serde_json::Error),
    /// More than [`RULES_MAX`].
    #[error("the file has more than {RULES_MAX} rules")]
    TooMany,
    /// Rules that do not fit the catalogue; nothing was changed.
    #[error("nothing was changed:\n{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

/// What is set for one procedure; what is not named stays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    code: ProcedureCode,
    /// Where it is written.
    source: String,
    #[serde(default)]
    code_issuer: Option<CodeIssuer>,
    #[serde(default)]
    parties: Option<Vec<PartyRole>>,
    #[serde(default)]
    owner_role: Option<PartyRole>,
    #[serde(default)]
    flags: Option<Flags>,
    #[serde(default)]
    methods: Vec<MethodRule>,
}

/// The limits of one way to submit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MethodRule {
    channel: Channel,
    limit: Limit,
    #[serde(default)]
    verification_limit: Option<Limit>,
}

/// Reads a file of rules.
pub(crate) fn read(json: &[u8]) -> Result<Vec<Rule>, RulesError> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let rules: Vec<Rule> = serde_json::from_slice(json).map_err(RulesError::Shape)?;
    if rules.len() > RULES_MAX {
        return Err(RulesError::TooMany);
    }
    Ok(rules)
}

/// The catalogue with the rules in force, every procedure that changed one version on.
pub(crate) fn apply(current: &[Procedure], rules: &[Rule]) -> Result<Vec<Procedure>, RulesError> {
    let mut changed = current.to_vec();
    let places: BTreeMap<&ProcedureCode, usize> =
        current.iter().map(|p| &p.code).zip(0..).collect();
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for rule in rules {
        let place = places.get(&rule.code);
        let Some(procedure) = place.and_then(|&n| changed.get_mut(n)) else {
            wrong.push(format!("{}: not in the catalogue", rule.code));
            continue;
        };
        let mut problems = rule.problems(procedure);
        if !seen.insert(&rule.code) {
            problems.push("named twice".to_owned());
        }
        if problems.is_empty() {
            rule.set(procedure);
        }
        let code = &rule.code;
        wrong.extend(problems.into_iter().map(|text| format!("{code}: {text}")));
    }
    if wrong.is_empty() {
        return Ok(changed);
    }
    wrong.truncate(TOLD_MAX);
    Err(RulesError::Wrong(wrong))
}

/// Whether a person set the limits and said by what source.
pub(crate) fn has_sourced_limits(procedure: &Procedure) -> bool {
    procedure.notes.iter().any(|n| n.starts_with(LIMIT_NOTE))
}

/// The notes of a person, which a record of the portal does not have.
pub(crate) fn sourced_notes(procedure: &Procedure) -> impl Iterator<Item = &String> {
    let is_sourced = |n: &&String| n.starts_with(LIMIT_NOTE) || n.starts_with(ISSUER_NOTE);
    procedure.notes.iter().filter(is_sourced)
}

impl Rule {
    fn problems(&self, procedure: &Procedure) -> Vec<String> {
        let mut problems = Vec::new();
        let source = self.source.trim();
        if source.is_empty() || source.chars().count() > SOURCE_CHARS_MAX {
            problems.push(format!(
                "source: 1 to {SOURCE_CHARS_MAX} characters are needed"
            ));
        }
        let mut channels = Vec::new();
        for method in &self.methods {
            let channel = method.channel;
            if procedure.method(channel).is_none() {
                problems.push(format!("methods: {channel:?} is not offered"));
            }
            if channels.contains(&channel) {
                problems.push(format!("methods: {channel:?} comes twice"));
            }
            channels.push(channel);
            let limits = [Some(&method.limit), method.verification_limit.as_ref()];
            if !limits.into_iter().flatten().all(is_rule) {
                problems.push(format!("methods: {channel:?} has a limit that is no rule"));
            }
        }
        self.party_problems(procedure, &mut problems);
        problems
    }

    fn party_problems(&self, procedure: &Procedure, problems: &mut Vec<String>) {
        let parties = self.parties.as_ref().unwrap_or(&procedure.parties);
        let distinct: BTreeSet<String> = parties.iter().map(|role| format!("{role:?}")).collect();
        if distinct.len() != parties.len() {
            problems.push("parties: a role comes twice".to_owned());
        }
        let owner = self.owner_role.or(procedure.owner_role);
        let is_there = |role: &PartyRole| {
            parties.contains(role) || parties.is_empty() && *role == PartyRole::Applicant
        };
        if let Some(owner) = owner.filter(|role| !is_there(role)) {
            problems.push(format!("owner_role: {owner:?} is none of the parties"));
        }
    }

    fn set(&self, procedure: &mut Procedure) {
        let before = procedure.clone();
        if let Some(issuer) = self.code_issuer {
            procedure.code_issuer = issuer;
            self.note(procedure, ISSUER_NOTE);
        }
        if let Some(parties) = &self.parties {
            procedure.parties.clone_from(parties);
        }
        procedure.owner_role = self.owner_role.or(procedure.owner_role);
        if let Some(flags) = &self.flags {
            procedure.flags = flags.clone();
        }
        for rule in &self.methods {
            let known = procedure.methods.iter_mut();
            for method in known.filter(|m| m.channel == rule.channel) {
                method.limit = rule.limit.clone();
                method
                    .verification_limit
                    .clone_from(&rule.verification_limit);
            }
        }
        if !self.methods.is_empty() {
            procedure.notes.retain(|n| !n.starts_with(UNCLEAR_NOTE));
            self.note(procedure, LIMIT_NOTE);
        }
        if *procedure != before {
            procedure.version = before.version.saturating_add(1);
        }
    }

    /// The source stands first among the notes, once.
    fn note(&self, procedure: &mut Procedure, begins: &str) {
        let note = format!("{begins}{}", self.source.trim());
        if !procedure.notes.contains(&note) {
            procedure.notes.retain(|n| !n.starts_with(begins));
            procedure.notes.insert(0, note);
        }
    }
}

/// A limit that can be promised.
const fn is_rule(limit: &Limit) -> bool {
    match limit {
        Limit::WorkingDays { count, .. }
        | Limit::WorkingHours { count }
        | Limit::Days { count }
        | Limit::Months { count }
        | Limit::Years { count } => *count > 0,
        Limit::SameDay { cut_off_hour } => match cut_off_hour {
            Some(hour) => *hour < 24,
            None => true,
        },
        Limit::Unclear { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::portal;

    use super::*;

    fn set(json: &str) -> Result<Vec<Procedure>, RulesError> {
        apply(portal::seed(), &read(json.as_bytes())?)
    }

    fn told(json: &str) -> String {
        set(json).expect_err("refused").to_string()
    }

    #[test]
    fn an_unclear_limit_is_set_with_its_source_and_setting_it_again_is_no_news() {
        let json = r#"[{"code":"1.010824","source":"Quyết định 1/QĐ-UBND","code_issuer":"vertical",
            "methods":[{"channel":"direct","limit":{"unit":"days","count":19}}]}]"#;
        let after = set(json).expect("rules");
        let place = after.iter().position(|p| p.code.as_str() == "1.010824");
        let (before, set) = place
            .map(|n| (&portal::seed()[n], &after[n]))
            .expect("there");
        let direct = set.method(Channel::Direct).expect("walk-in");
        assert_eq!(direct.limit, Limit::Days { count: 19 }, "as set");
        assert_eq!(
            set.method(Channel::Postal),
            before.method(Channel::Postal),
            "no other way"
        );
        assert_eq!(set.code_issuer, CodeIssuer::Vertical, "who numbers");
        assert_eq!(set.version, before.version + 1, "a new version");
        assert!(has_sourced_limits(set), "with its source: {:?}", set.notes);
        assert!(
            !set.notes.iter().any(|n| n.starts_with(UNCLEAR_NOTE)),
            "no more waiting"
        );
        let rules = read(json.as_bytes()).expect("rules");
        assert_eq!(
            apply(&after, &rules).expect("rules"),
            after,
            "the same is no news"
        );
    }

    #[test]
    fn every_rule_that_does_not_fit_is_told_and_nothing_is_changed() {
        let all = told(
            r#"[{"code":"9.999999","source":"x"},
            {"code":"1.000894","source":" ","parties":["husband","husband"],"owner_role":"child"},
            {"code":"2.000815","source":"x","methods":[
                {"channel":"online","limit":{"unit":"days","count":1}},
                {"channel":"direct","limit":{"unit":"days","count":0}},
                {"channel":"direct","limit":{"unit":"unclear","source_text":"?"}}]},
            {"code":"1.000894","source":"x"}]"#,
        );
        for words in [
            "nothing was changed",
            "9.999999: not in the catalogue",
            "1.000894: source",
            "1.000894: parties: a role comes twice",
            "1.000894: owner_role: Child is none of the parties",
            "1.000894: named twice",
            "2.000815: methods: Online is not offered",
            "2.000815: methods: Direct has a limit that is no rule",
            "2.000815: methods: Direct comes twice",
        ] {
            assert!(all.contains(words), "{words} is told: {all}");
        }
        assert!(matches!(set("{}"), Err(RulesError::Shape(_))), "no list");
        let unknown = r#"[{"code":"2.000815","source":"x","limit":3}]"#;
        assert!(
            matches!(set(unknown), Err(RulesError::Shape(_))),
            "a name nobody knows"
        );
    }
}
