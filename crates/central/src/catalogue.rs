//! The catalogue: the bundled seed at the first start of a demo, imports of the National Portal's
//! records later. A procedure whose rules did not change keeps its version; one whose rules did gets
//! the next; one the file does not name stays.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::calendar::WorkingCalendar;
use domain::ids::ProcedureCode;
use domain::portal::{self, Import};
use domain::procedure::{Channel, FeeAmount, FeeRule, Flags, Limit, Method, Procedure};
use domain::time::Timestamp;
use protocol::wire::{CATALOGUE_SCHEMA, Catalogue, PUBLISHED_BYTES_MAX};

use crate::error::Error;
use crate::keys::CentreKeys;
use crate::policy::signer;
use crate::rules;
use crate::store::{CentralStore, OddityRow};

/// Largest catalogue, in bytes: written as a text inside JSON it grows by its quotes.
const CATALOGUE_BYTES_MAX: usize = PUBLISHED_BYTES_MAX / 4 * 3;

/// Publishes the bundled procedures and calendar if nothing was ever published.
pub(crate) async fn publish_seed(
    store: &dyn CentralStore,
    keys: &Arc<CentreKeys>,
) -> Result<u32, Error> {
    let calendar = bundled_calendar()?;
    let edit = Box::new(move |(), current: Option<String>, _version| {
        if current.is_some() {
            return None;
        }
        serde_json::to_string(&Catalogue {
            schema: CATALOGUE_SCHEMA,
            procedures: portal::seed().to_vec(),
            calendar: calendar.clone(),
        })
        .ok()
    });
    Ok(store.publish_catalogue(edit, signer(keys)).await?)
}

/// Imports records of the portal and publishes what changed; the version in force afterwards.
///
/// # Errors
/// When `json` is no list of records, or the store fails.
pub async fn import(
    store: &dyn CentralStore,
    keys: &Arc<CentreKeys>,
    json: &[u8],
    now: Timestamp,
) -> Result<(u32, Import), Error> {
    let import = portal::import(json).map_err(|source| Error::Import {
        what: "list of procedure records",
        source: Some(Box::new(source)),
    })?;
    let incoming = import.procedures.clone();
    let version = publish(store, keys, move |current| {
        Some(merge(current, incoming.clone()))
    })
    .await?;
    let row = |o: &portal::Oddity| OddityRow {
        procedure: o.procedure.clone(),
        text: format!("{}: {:?}: {}", o.at, o.kind, o.source),
    };
    store
        .add_oddities(import.oddities.iter().map(row).collect(), now)
        .await?;
    Ok((version, import))
}

/// Puts an administrator's rules in force; the version afterwards, and how many rules there were.
///
/// # Errors
/// When `json` is no list of rules or one of them does not fit the catalogue: then nothing changed.
pub async fn import_rules(
    store: &dyn CentralStore,
    keys: &Arc<CentreKeys>,
    json: &[u8],
) -> Result<(u32, usize), Error> {
    let refused = |source| Error::Import {
        what: "set of rules for this catalogue",
        source: Some(Box::new(source)),
    };
    let rules = rules::read(json).map_err(refused)?;
    let count = rules.len();
    let held = store.catalogue_after(0).await?;
    let held: Option<Catalogue> = held.and_then(|held| serde_json::from_str(&held.json).ok());
    let held = held.map(|catalogue| catalogue.procedures);
    rules::apply(&held.unwrap_or_default(), &rules).map_err(refused)?;
    let version = publish(store, keys, move |now| rules::apply(now, &rules).ok()).await?;
    Ok((version, count))
}

/// Publishes what `edit` makes of the procedures, if it differs.
async fn publish(
    store: &dyn CentralStore,
    keys: &Arc<CentreKeys>,
    change: impl Fn(&[Procedure]) -> Option<Vec<Procedure>> + Send + Sync + 'static,
) -> Result<u32, Error> {
    let calendar = bundled_calendar()?;
    let refused = Arc::new(AtomicBool::new(false));
    let too_large = Arc::clone(&refused);
    let edit = Box::new(move |(), current: Option<String>, _version| {
        let current: Option<Catalogue> = current.and_then(|text| serde_json::from_str(&text).ok());
        let current = current.unwrap_or_else(|| Catalogue {
            schema: CATALOGUE_SCHEMA,
            procedures: Vec::new(),
            calendar: calendar.clone(),
        });
        let merged = change(&current.procedures)?;
        let changed = merged != current.procedures;
        let catalogue = Catalogue {
            schema: CATALOGUE_SCHEMA,
            procedures: merged,
            calendar: current.calendar,
        };
        let text = changed.then(|| serde_json::to_string(&catalogue).ok());
        text.flatten().filter(|text| {
            let fits = text.len() <= CATALOGUE_BYTES_MAX;
            too_large.store(!fits, Ordering::Relaxed);
            fits
        })
    });
    let version = store.publish_catalogue(edit, signer(keys)).await?;
    if refused.load(Ordering::Relaxed) {
        return Err(Error::Import {
            what: "catalogue a desk could take: too large",
            source: None,
        });
    }
    Ok(version)
}

fn bundled_calendar() -> Result<WorkingCalendar, Error> {
    let unreadable = |source| Error::Import {
        what: "calendar",
        source: Some(Box::new(source)),
    };
    WorkingCalendar::bundled().map_err(unreadable)
}

/// `current` with `incoming` put over it, in order of codes.
fn merge(current: &[Procedure], incoming: Vec<Procedure>) -> Vec<Procedure> {
    let mut merged: HashMap<ProcedureCode, Procedure> = current
        .iter()
        .map(|p| (p.code.clone(), p.clone()))
        .collect();
    for mut procedure in incoming {
        if let Some(known) = merged.get(&procedure.code) {
            keep_set_by_hand(known, &mut procedure);
            procedure.version = known.version;
            if procedure == *known {
                continue;
            }
            procedure.version = known.version.saturating_add(1);
        }
        merged.insert(procedure.code.clone(), procedure);
    }
    let mut procedures: Vec<_> = merged.into_values().collect();
    procedures.sort_by(|a, b| a.code.cmp(&b.code));
    procedures
}

/// What a record of the portal cannot say and a person has set: who numbers, whose papers they are,
/// what the counter checks, a limit with its source, a limit or fee where the record's own words are
/// unclear. Rules of a later file change them ([`import_rules`]).
fn keep_set_by_hand(known: &Procedure, incoming: &mut Procedure) {
    incoming.code_issuer = known.code_issuer;
    incoming.flags = Flags {
        takes_paper: takes_paper(known, incoming),
        ..known.flags.clone()
    };
    if incoming.parties.is_empty() {
        incoming.parties.clone_from(&known.parties);
        incoming.owner_role = known.owner_role;
    }
    let is_sourced = rules::has_sourced_limits(known);
    for method in &mut incoming.methods {
        if let Some(set) = known.method(method.channel) {
            keep_terms(set, method, is_sourced);
        }
    }
    let theirs = std::mem::take(&mut incoming.notes);
    let ours = rules::sourced_notes(known).filter(|note| !theirs.contains(note));
    incoming.notes = ours.cloned().collect();
    incoming.notes.extend(theirs);
}

fn keep_terms(set: &Method, method: &mut Method, is_sourced: bool) {
    if is_sourced || matches!(method.limit, Limit::Unclear { .. }) {
        method.limit = set.limit.clone();
        method
            .verification_limit
            .clone_from(&set.verification_limit);
    }
    let only_words = |fees: &[FeeRule]| fees.iter().any(|fee| fee.amount == FeeAmount::SeeNote);
    if only_words(&method.fees) && !only_words(&set.fees) {
        method.fees.clone_from(&set.fees);
    }
}

/// What the ways to submit say, as the import reads it, unless a person said otherwise.
fn takes_paper(known: &Procedure, incoming: &Procedure) -> bool {
    let is_by_hand = known.flags.takes_paper != offers_paper(known);
    if is_by_hand {
        known.flags.takes_paper
    } else {
        incoming.flags.takes_paper
    }
}

fn offers_paper(procedure: &Procedure) -> bool {
    let methods = &procedure.methods;
    methods.is_empty() || methods.iter().any(|m| m.channel != Channel::Online)
}

#[cfg(test)]
mod tests {
    use domain::procedure::CodeIssuer;

    use super::*;

    #[test]
    fn an_import_over_the_seed_keeps_what_a_person_has_set() {
        let mut known = portal::seed()
            .iter()
            .find(|p| p.code_issuer == CodeIssuer::Ministry && p.parties.len() > 1)
            .expect("civil status is in the seed")
            .clone();
        known.version = 1;
        let mut record = known.clone();
        record.code_issuer = CodeIssuer::Province;
        record.parties.clear();
        record.owner_role = None;
        for method in &mut record.methods {
            method.limit = Limit::Unclear {
                source_text: "Trong ngày".to_owned(),
            };
        }
        let current = vec![known.clone()];
        assert_eq!(
            merge(&current, vec![record.clone()]),
            current,
            "no news in it"
        );
        record.name.push_str(" (sửa đổi)");
        let merged = merge(&current, vec![record]);
        assert_eq!(merged[0].version, 2, "a new name is news");
        assert_eq!(
            merged[0].code_issuer,
            CodeIssuer::Ministry,
            "who numbers stays"
        );
        assert_eq!(
            merged[0].parties, known.parties,
            "whose papers they are stays"
        );
        assert_eq!(merged[0].methods, known.methods, "limits set by hand stay");
        assert_eq!(merged[0].notes, known.notes, "with their sources");
    }

    #[test]
    fn importing_the_portals_own_records_over_the_seed_loses_nothing_set_by_hand() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/procedures.json");
        let Ok(json) = std::fs::read(path) else {
            println!("SKIPPED: ../shared/data/procedures.json is absent, nothing was imported");
            return;
        };
        let import = portal::import(&json).expect("a list");
        let merged = merge(portal::seed(), import.procedures);
        let mut compared = 0;
        for known in portal::seed() {
            let after = merged.iter().find(|p| p.code == known.code);
            let after = after.expect("it is still there");
            let code = &known.code;
            compared += usize::from(after.version != known.version);
            assert_eq!(after.code_issuer, known.code_issuer, "{code}: who numbers");
            assert_eq!(after.parties, known.parties, "{code}: the parties");
            assert_eq!(after.owner_role, known.owner_role, "{code}: whose papers");
            assert_eq!(after.flags, known.flags, "{code}: the flags");
            for method in &known.methods {
                let there = after.method(method.channel).map(|m| &m.limit);
                let is_clear = |limit: &&Limit| !matches!(limit, Limit::Unclear { .. });
                if is_clear(&&method.limit) && there.is_some() {
                    assert!(
                        there.is_some_and(|l| is_clear(&l)),
                        "{code}: still promised"
                    );
                }
                if rules::has_sourced_limits(known) {
                    assert_eq!(
                        there,
                        Some(&method.limit),
                        "{code}: the limit with its source"
                    );
                }
            }
            assert!(
                rules::sourced_notes(known).all(|note| after.notes.contains(note)),
                "{code}: the sources"
            );
        }
        assert!(
            compared > 30,
            "the records were news for the seed: {compared}"
        );
    }

    #[test]
    fn importing_the_same_again_changes_nothing_and_a_change_raises_one_version() {
        let seed = merge(&[], portal::seed().to_vec());
        assert!(!seed.is_empty(), "there is a bundled catalogue");
        assert_eq!(
            merge(&seed, portal::seed().to_vec()),
            seed,
            "the same file is no news"
        );
        let mut renamed = seed[0].clone();
        renamed.name.push_str(" (sửa đổi)");
        let merged = merge(&seed, vec![renamed.clone()]);
        assert_eq!(
            merged.len(),
            seed.len(),
            "procedures the file does not name stay"
        );
        assert_eq!(
            merged[0].version,
            seed[0].version + 1,
            "changed rules are a new version"
        );
        assert_eq!(merged[1], seed[1], "others keep theirs");
    }
}
