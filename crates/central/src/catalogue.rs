//! The catalogue: the bundled seed at the first start of a demo, imports of the National Portal's
//! records later. A procedure whose rules did not change keeps its version; one whose rules did gets
//! the next; one the file does not name stays.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::calendar::WorkingCalendar;
use domain::ids::ProcedureCode;
use domain::portal::{self, Import};
use domain::procedure::{Limit, Procedure};
use domain::time::Timestamp;
use protocol::wire::{Catalogue, PUBLISHED_BYTES_MAX};

use crate::error::Error;
use crate::keys::CentreKeys;
use crate::policy::signer;
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
            procedures: portal::seed().to_vec(),
            calendar,
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
    let calendar = bundled_calendar()?;
    let incoming = import.procedures.clone();
    let refused = Arc::new(AtomicBool::new(false));
    let too_large = Arc::clone(&refused);
    let edit = Box::new(move |(), current: Option<String>, _version| {
        let current: Option<Catalogue> = current.and_then(|text| serde_json::from_str(&text).ok());
        let current = current.unwrap_or(Catalogue {
            procedures: Vec::new(),
            calendar,
        });
        let merged = merge(&current.procedures, incoming);
        let changed = merged != current.procedures;
        let catalogue = Catalogue {
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
    let row = |o: &portal::Oddity| OddityRow {
        procedure: o.procedure.clone(),
        text: format!("{}: {:?}: {}", o.at, o.kind, o.source),
    };
    store
        .add_oddities(import.oddities.iter().map(row).collect(), now)
        .await?;
    Ok((version, import))
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
/// what the counter checks, and a limit where the record's own words are unclear.
fn keep_set_by_hand(known: &Procedure, incoming: &mut Procedure) {
    incoming.code_issuer = known.code_issuer;
    incoming.flags = known.flags.clone();
    if incoming.parties.is_empty() {
        incoming.parties.clone_from(&known.parties);
        incoming.owner_role = known.owner_role;
    }
    for method in &mut incoming.methods {
        let set = known.method(method.channel);
        if let Some(set) = set.filter(|_| matches!(method.limit, Limit::Unclear { .. })) {
            method.limit = set.limit.clone();
            method
                .verification_limit
                .clone_from(&set.verification_limit);
        }
    }
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
