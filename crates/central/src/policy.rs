//! The signed policy of an office: who and what is there, which rules hold. A new version is made
//! only when something in it changed, so calling this too often does no harm.

use std::sync::Arc;

use domain::ids::OfficeId;
use domain::time::Timestamp;
use protocol::wire::{DepartmentInfo, POLICY_SCHEMA, Policy};

use crate::keys::CentreKeys;
use crate::store::{CentralStore, DataKind, PolicyParts, Signer, StoreError};

/// Publishes the policy of `office` if it changed.
pub(crate) async fn publish(
    store: &dyn CentralStore,
    keys: &Arc<CentreKeys>,
    office: &OfficeId,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let day_key = keys.day_key(office);
    let edit = Box::new(move |parts, current: Option<String>, version| {
        let current: Option<Policy> = current.and_then(|text| serde_json::from_str(&text).ok());
        edit(parts, current, (version, now), &day_key)
    });
    store
        .publish_policy(office.clone(), edit, signer(keys))
        .await
}

/// The centre's signing key as a store takes it.
pub(crate) fn signer(keys: &Arc<CentreKeys>) -> Signer {
    let keys = Arc::clone(keys);
    Arc::new(move |message| keys.sign(message))
}

fn edit(
    parts: PolicyParts,
    current: Option<Policy>,
    (version, now): (u32, Timestamp),
    day_key: &str,
) -> Option<String> {
    let PolicyParts { site, desks, kind } = parts;
    let department = |(id, name)| DepartmentInfo { id, name };
    let mut policy = Policy {
        schema: POLICY_SCHEMA,
        at: now,
        office: site.office,
        officers: site
            .officers
            .into_iter()
            .map(|(officer, _)| officer)
            .collect(),
        desks,
        departments: site.departments.into_iter().map(department).collect(),
        look_up_url: site.look_up_url,
        rules: site.rules,
        demo: kind == DataKind::Demo,
        day_key: day_key.to_owned(),
    };
    if let Some(current) = current {
        // the same but for its date and number is the same
        policy.at = current.at;
        policy.rules.version = current.rules.version;
        if serde_json::to_value(&policy).ok()? == serde_json::to_value(&current).ok()? {
            return None;
        }
        policy.at = now;
    }
    policy.rules.version = version;
    serde_json::to_string(&policy).ok()
}
