//! Messages of earlier builds, as they were on the wire (`data/v<version>/`, recorded by
//! `central::api::tests::recorded`), are read by the present one; so are messages with fields it
//! does not know, as a later build will send them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where its world is not as it must be"
)]

use std::path::{Path, PathBuf};

use protocol::PROTOCOL_VERSION;
use protocol::wire::{
    Catalogue, ChallengeReply, ChallengeRequest, ClaimReply, ClaimRequest, EnrolReply,
    EnrolRequest, IncarnationReply, Lease, LeaseReturn, LeaseWish, Policy, PublishedReply,
    PullReply, PushReply, PushRequest, ReturnReply, SessionReply, SessionRequest, WireError,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn folder(version: u16) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(format!("v{version}"))
}

/// Reads one side of every exchange of a version.
fn each(version: u16, read: impl Fn(&str, &str, &Value)) {
    let files = std::fs::read_dir(folder(version)).expect("recorded");
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        let name = path.file_stem().and_then(|name| name.to_str());
        let text = std::fs::read(&path).expect("readable");
        let exchange: Value = serde_json::from_slice(&text).expect("JSON");
        for side in ["request", "reply"] {
            read(name.expect("a name"), side, &exchange[side]);
        }
        count += 1;
    }
    assert!(count >= 10, "version {version}: {count} exchanges");
}

fn reads<T: DeserializeOwned>(json: &Value) -> Result<(), serde_json::Error> {
    // as text, because raw JSON is read from text only
    serde_json::from_str::<T>(&json.to_string()).map(drop)
}

/// Whether today's type of a message reads it.
fn read(name: &str, side: &str, json: &Value) -> Result<(), serde_json::Error> {
    match (name, side) {
        ("enrol", "request") => reads::<EnrolRequest>(json),
        ("enrol", "reply") => reads::<EnrolReply>(json),
        ("challenge", "request") => reads::<ChallengeRequest>(json),
        ("challenge", "reply") => reads::<ChallengeReply>(json),
        ("session", "request") => reads::<SessionRequest>(json),
        ("session", "reply") => reads::<SessionReply>(json),
        ("push" | "gap", "request") => reads::<PushRequest>(json),
        ("push", "reply") => reads::<PushReply>(json),
        ("gap", "reply") => reads::<WireError>(json),
        ("pull" | "told" | "rulings", "reply") => reads::<PullReply>(json),
        ("claim", "request") => reads::<ClaimRequest>(json),
        ("claim", "reply") => reads::<ClaimReply>(json),
        ("lease", "request") => reads::<Vec<LeaseWish>>(json),
        ("lease", "reply") => reads::<Vec<Lease>>(json),
        ("lease_return", "request") => reads::<Vec<LeaseReturn>>(json),
        ("lease_return", "reply") => reads::<ReturnReply>(json),
        ("published", "reply") => reads::<PublishedReply>(json),
        ("incarnation", "reply") => reads::<IncarnationReply>(json),
        ("pull" | "told" | "rulings" | "published" | "incarnation", "request") => Ok(()),
        other => panic!("nobody reads {other:?}"),
    }
}

/// What a later build may add anywhere.
fn with_unknown_fields(json: &Value) -> Value {
    match json {
        Value::Object(fields) => {
            let fields = fields.iter();
            let mut grown: serde_json::Map<String, Value> = fields
                .map(|(name, value)| (name.clone(), with_unknown_fields(value)))
                .collect();
            grown.insert("from_the_future".to_owned(), json!({ "a": [1, null, "b"] }));
            Value::Object(grown)
        }
        Value::Array(list) => list.iter().map(with_unknown_fields).collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            plain.clone()
        }
    }
}

fn document(kind: &str) -> Value {
    let path = folder(1).join("published.json");
    let text = std::fs::read(path).expect("recorded");
    let exchange: Value = serde_json::from_slice(&text).expect("JSON");
    let json = exchange["reply"][kind]["json"].as_str().expect("a text");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn messages_of_every_build_so_far_are_read() {
    for version in 1..=PROTOCOL_VERSION {
        each(version, |name, side, json| {
            if let Err(why) = read(name, side, json) {
                panic!("version {version}, {name}, {side}: {why}");
            }
        });
    }
}

#[test]
fn messages_with_fields_nobody_knows_yet_are_read() {
    for version in 1..=PROTOCOL_VERSION {
        each(version, |name, side, json| {
            if let Err(why) = read(name, side, &with_unknown_fields(json)) {
                panic!("version {version}, {name}, {side}: {why}");
            }
        });
    }
}

#[test]
fn published_documents_of_the_first_build_are_read() {
    let catalogue = document("catalogue");
    reads::<Catalogue>(&catalogue).expect("the catalogue");
    reads::<Policy>(&document("policy")).expect("the policy");
}
