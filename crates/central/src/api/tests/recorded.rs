//! What desk and centre say to each other, as it is on the wire, kept for the builds to come in
//! `crates/protocol/tests/data/v<version>/`. `UPDATE=1` writes what the present version says; what
//! earlier versions said is never written again: it stands for the desks that still say it.

use std::path::PathBuf;

use domain::ids::BlobHash;
use protocol::PROTOCOL_VERSION;
use protocol::wire::{Catalogue, Lease};

use super::*;
use crate::fixture::{Journal, paid, received};
use crate::store::{Ruler, RulingKind};

/// Procedures of the catalogue that is kept.
const PROCEDURES: usize = 3;

/// A request and its answer.
struct Exchange {
    name: &'static str,
    json: Value,
}

impl Exchange {
    fn of(name: &'static str, request: &Value, answer: &Answer) -> Self {
        let reply: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let status = answer.status.as_u16();
        let json = json!({ "request": request, "status": status, "reply": reply });
        Self { name, json }
    }
}

/// An exchange with a body both ways.
async fn post(desk: &Desk, name: &'static str, path: &str, body: &Value) -> Exchange {
    Exchange::of(name, body, &desk.post(path, body).await)
}

/// A request whose body is empty.
async fn get(desk: &Desk, name: &'static str, path: &str) -> Exchange {
    Exchange::of(name, &Value::Null, &desk.get(path).await)
}

/// The first request of a desk's life, and the first of an officer's morning.
async fn beginnings(centre: &Centre) -> (Desk, Vec<Exchange>) {
    let code = centre.running.enrol_code().await.expect("a code");
    let key = keys::random::<32>().expect("random");
    let mut desk = Desk::try_enrol(&code, key).await.expect("enrolled");
    let again = json!({
        "secret": read_code(&code).secret, "desk_key": hex::encode(desk.key.verifying_key().as_bytes()),
        "machine": "m", "label": "Quầy 1", "sealed_key": null,
    });
    let enrol = post(&desk, "enrol", "/v1/enrol", &again).await;
    let challenge = json!({ "desk": desk.id });
    let challenge = post(&desk, "challenge", "/v1/challenge", &challenge).await;
    let mut asked = Value::Null;
    let nonce = challenge.json["reply"]["nonce"].clone();
    let opened = desk
        .session(|body| {
            body["nonce"] = nonce;
            asked = body.clone();
        })
        .await;
    desk.token = opened.json::<SessionReply>().token;
    asked["signature"] = json!("00".repeat(64));
    let session = Exchange::of("session", &asked, &opened);
    (desk, vec![enrol, challenge, session])
}

async fn journal(desk: &Desk) -> Vec<Exchange> {
    let page = BlobHash::of(b"page");
    let dossier = fixture::dossier_id();
    let mut journal = Journal::new(desk.id);
    journal.act(dossier, &received(1, &[page]));
    journal.act(dossier, &paid());
    journal.act(dossier, &json!({ "kind": "unknown" }));
    let whole = serde_json::to_value(journal.whole()).expect("JSON");
    let push = post(desk, "push", "/v1/push", &whole).await;
    journal.act(dossier, &paid());
    journal.act(dossier, &paid());
    let hole = serde_json::to_value(journal.piece(4, 5)).expect("JSON");
    let gap = post(desk, "gap", "/v1/push", &hole).await;
    let pull = format!("/v1/pull?feed={}&after=0&limit=500&wait=0", home());
    let pull = get(desk, "pull", &pull).await;
    let claim = json!({ "dossiers": [dossier] });
    let claim = post(desk, "claim", "/v1/claim", &claim).await;
    vec![push, gap, pull, claim]
}

async fn numbers(desk: &Desk) -> Vec<Exchange> {
    let wish =
        json!([{ "agency": fixture::AGENCY, "day": fixture::day(), "want": 10, "reserve": false }]);
    let lease = post(desk, "lease", "/v1/lease", &wish).await;
    let leases: Vec<Lease> = serde_json::from_value(lease.json["reply"].clone()).expect("leases");
    let back = json!([{ "lease": leases[0].id, "from": leases[0].from + 1 }]);
    let back = post(desk, "lease_return", "/v1/lease/return", &back).await;
    vec![lease, back]
}

async fn published(centre: &Centre, desk: &Desk) -> Exchange {
    let keys = Arc::clone(&centre.running.centre.keys);
    let edit = |(), json: Option<String>, _version: u32| {
        let mut catalogue: Catalogue = serde_json::from_str(&json?).ok()?;
        catalogue.procedures.truncate(PROCEDURES);
        serde_json::to_string(&catalogue).ok()
    };
    let sign = Arc::new(move |message: &[u8]| keys.sign(message));
    let store = &centre.running.centre.store;
    let shorter = store.publish_catalogue(Box::new(edit), sign).await;
    shorter.expect("published");
    let path = "/v1/published?after_catalogue=0&after_policy=0";
    get(desk, "published", path).await
}

/// A desk hears that an event of it was refused.
async fn refusal(centre: &Centre, desk: &Desk) -> Vec<Exchange> {
    let store = &centre.running.centre.store;
    let held = store.quarantined(10).await.expect("answers");
    let by = Ruler::new(fixture::lead(), "bản chép tay", fixture::morning());
    let by = by.expect("a reason");
    let ruled = store.rule(held[0].event, RulingKind::Refused, by).await;
    ruled.expect("answers");
    let told = format!("/v1/pull?feed={}&after=1&limit=1&wait=0&told=0", home());
    let told = get(desk, "told", &told).await;
    let own = format!("/v1/pull?feed=desk:{}&after=0&limit=500&wait=0", desk.id);
    vec![told, get(desk, "rulings", &own).await]
}

/// Everything, in the order of a desk's day.
async fn exchanges() -> Vec<Exchange> {
    let centre = Centre::new().await;
    let (desk, mut all) = beginnings(&centre).await;
    all.extend(journal(&desk).await);
    all.extend(refusal(&centre, &desk).await);
    all.extend(numbers(&desk).await);
    all.push(published(&centre, &desk).await);
    all.push(post(&desk, "incarnation", "/v1/incarnation", &json!({})).await);
    all
}

/// What kind of thing stands where; documents are looked into.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("nothing"),
        Value::Bool(_) => json!("yes or no"),
        Value::Number(_) => json!("number"),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(document @ Value::Object(_)) => shape(&document),
            _ => json!("text"),
        },
        Value::Array(list) => list
            .first()
            .map_or(json!([]), |first| json!([shape(first)])),
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| (name.clone(), shape(value)));
            Value::Object(fields.collect())
        }
    }
}

#[tokio::test]
async fn what_is_said_today_is_on_record_for_the_builds_to_come() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../protocol/tests/data");
    let folder = PathBuf::from(folder).join(format!("v{PROTOCOL_VERSION}"));
    let is_recording = std::env::var_os("UPDATE").is_some();
    for Exchange { name, json } in exchanges().await {
        let path = folder.join(format!("{name}.json"));
        if is_recording {
            std::fs::create_dir_all(&folder).expect("a folder");
            let text = serde_json::to_vec_pretty(&json).expect("JSON");
            crate::files::write_private(&path, &text).expect("written");
        }
        let kept = std::fs::read(&path).unwrap_or_else(|why| {
            panic!("{}: {why}; write it with UPDATE=1", path.display());
        });
        let kept: Value = serde_json::from_slice(&kept).expect("JSON");
        assert_eq!(
            shape(&json),
            shape(&kept),
            "{name} is said otherwise than it was recorded: if that is a new version of the \
             protocol raise its number, and record it with UPDATE=1"
        );
    }
}
