//! The whole service over real TLS on port 0, asked as a desk asks.

mod audit;
mod backups;
mod blobs;
mod bodies;
mod bucket;
mod courier;
mod feeds;
mod limits;
mod out_of_service;
mod recorded;
mod restored;
mod several;
mod sign_in;
mod start;
mod versions;

use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::DeskId;
use ed25519_dalek::{Signer, SigningKey};
use protocol::Spoken;
use protocol::wire::{
    ChallengeReply, EnrolCode, EnrolReply, PushReply, PushRequest, SessionReply, WireError,
    session_message,
};
use reqwest::{Method, StatusCode};
use rustls::pki_types::CertificateDer;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::fixture::{self, TestClock};
use crate::{Error, Limits, RunningServer, Server, ServerConfig, Storage, hex, keys};

const PASSWORD: &str = "motcua-huong";

/// A demo centre of its own with a clock the test turns.
struct Centre {
    running: RunningServer,
    clock: TestClock,
    folder: TempDir,
}

async fn start(data: &Path, clock: &TestClock) -> Result<RunningServer, Error> {
    start_in(data, clock, &Storage::default()).await
}

async fn start_in(
    data: &Path,
    clock: &TestClock,
    storage: &Storage,
) -> Result<RunningServer, Error> {
    start_limited(data, clock, storage, Limits::default()).await
}

async fn start_limited(
    data: &Path,
    clock: &TestClock,
    storage: &Storage,
    limits: Limits,
) -> Result<RunningServer, Error> {
    let config = ServerConfig {
        data_dir: data.to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        url: None,
        demo: true,
        clock: clock.clock(),
        limits,
        speaks: Spoken::OURS,
    };
    Server::start_in(config, storage).await
}

impl Centre {
    async fn new() -> Self {
        Self::limited(Limits::default()).await
    }

    async fn limited(limits: Limits) -> Self {
        Self::with(limits, Storage::default()).await
    }

    async fn with(limits: Limits, storage: Storage) -> Self {
        let (folder, clock) = (tempfile::tempdir().expect("a folder"), TestClock::new());
        let started = start_limited(folder.path(), &clock, &storage, limits).await;
        let running = started.expect("starts");
        Self {
            running,
            clock,
            folder,
        }
    }

    /// An enrolled desk with a signed-in officer.
    async fn desk(&self) -> Desk {
        let mut desk = Desk::enrol(&self.running.enrol_code().await.expect("a code")).await;
        desk.sign_in().await;
        desk
    }

    /// A desk of a second office, with its lead signed in.
    async fn desk_elsewhere(&self) -> Desk {
        let mut site = crate::demo::site().expect("reads");
        site.office.id = "elsewhere".parse().expect("a name");
        site.officers.truncate(1);
        site.officers[0].login = "e.lead".parse().expect("a name");
        site.officers[0].role = protocol::wire::Role::Lead;
        let (centre, office) = (&self.running.centre, site.office.id.clone());
        centre
            .store
            .apply_site(site.record().expect("hashes"), fixture::morning())
            .await
            .expect("kept");
        let code = centre
            .enrol_code(&self.running.url, &office, "", fixture::morning())
            .await;
        let mut desk = Desk::enrol(&code.expect("a code")).await;
        let opened: SessionReply = desk
            .session(|body| body["officer"] = json!("e.lead"))
            .await
            .json();
        desk.token = opened.token;
        desk
    }

    async fn restart(self) -> Self {
        let Self {
            running,
            clock,
            folder,
        } = self;
        running.shutdown().await.expect("ends");
        let running = start(folder.path(), &clock).await.expect("starts again");
        Self {
            running,
            clock,
            folder,
        }
    }
}

/// A client that trusts one CA and nothing else.
fn client(ca: &[u8]) -> reqwest::Client {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from(ca.to_vec())).expect("a CA");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .timeout(std::time::Duration::from_secs(60))
        .tls_backend_preconfigured(config)
        .build()
        .expect("a client")
}

fn read_code(code: &str) -> EnrolCode {
    let json = URL_SAFE_NO_PAD.decode(code.trim().strip_prefix("motcua1.").expect("a prefix"));
    serde_json::from_slice(&json.expect("base64url")).expect("a code")
}

/// A desk as a test plays it.
struct Desk {
    http: reqwest::Client,
    url: String,
    key: SigningKey,
    id: DeskId,
    incarnation: u32,
    enrolled: EnrolReply,
    token: String,
}

/// An answer, its body read.
struct Answer {
    status: StatusCode,
    headers: reqwest::header::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).expect("the wanted JSON")
    }
    fn fault(&self, status: u16) -> WireError {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        serde_json::from_slice(&self.body).expect("a wire error")
    }
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }
}

async fn send(request: reqwest::RequestBuilder) -> Answer {
    let response = request
        .header("Motcua-Protocol", "1")
        .send()
        .await
        .expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        status,
        headers,
        body: response.bytes().await.expect("a body").to_vec(),
    }
}

/// Fetches the CA as a desk does: trusting nothing yet, then comparing the fingerprint.
async fn fetch_ca(code: &EnrolCode) -> Vec<u8> {
    // another test may have been first
    drop(rustls::crypto::ring::default_provider().install_default());
    let trusting = reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .build();
    let asked = trusting
        .expect("a client")
        .get(format!("{}/v1/ca", code.url))
        .send()
        .await;
    let ca = asked
        .expect("an answer")
        .bytes()
        .await
        .expect("a body")
        .to_vec();
    assert_eq!(
        hex::encode(&Sha256::digest(&ca)),
        code.ca_sha256,
        "the code names this CA"
    );
    ca
}

impl Desk {
    async fn enrol(code: &str) -> Self {
        Self::try_enrol(code, keys::random().expect("random"))
            .await
            .expect("enrolled")
    }

    async fn try_enrol(code: &str, key: [u8; 32]) -> Result<Self, WireError> {
        let code = read_code(code);
        let http = client(&fetch_ca(&code).await);
        let key = SigningKey::from_bytes(&key);
        let body = json!({
            "secret": code.secret, "desk_key": hex::encode(key.verifying_key().as_bytes()),
            "machine": "m", "label": "Quầy 1", "sealed_key": null,
        });
        let answer = send(http.post(format!("{}/v1/enrol", code.url)).json(&body)).await;
        if !answer.status.is_success() {
            return Err(answer.fault(404));
        }
        let enrolled: EnrolReply = answer.json();
        Ok(Self {
            http,
            url: code.url,
            key,
            id: enrolled.desk,
            incarnation: enrolled.incarnation,
            enrolled,
            token: String::new(),
        })
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token)
    }

    async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    /// A session request with a fresh nonce, signed; `change` spoils it.
    async fn session(&self, change: impl FnOnce(&mut Value)) -> Answer {
        let nonce: ChallengeReply = self
            .post("/v1/challenge", &json!({ "desk": self.id }))
            .await
            .json();
        let mut body = json!({
            "desk": self.id, "incarnation": self.incarnation, "officer": fixture::OFFICER,
            "password": PASSWORD, "refresh": "", "nonce": nonce.nonce, "signature": "",
            "sealed_key": null,
        });
        change(&mut body);
        if body["signature"] == "" {
            let officer = body["officer"]
                .as_str()
                .expect("text")
                .parse()
                .expect("a name");
            let nonce = body["nonce"].as_str().expect("text");
            let message = session_message(self.id, self.incarnation, &officer, nonce);
            body["signature"] = json!(hex::encode(&self.key.sign(&message).to_bytes()));
        }
        self.post("/v1/session", &body).await
    }

    async fn sign_in(&mut self) -> SessionReply {
        let opened: SessionReply = self.session(|_| ()).await.json();
        self.token.clone_from(&opened.token);
        opened
    }

    async fn push(&self, request: &PushRequest) -> Answer {
        send(self.request(Method::POST, "/v1/push").json(request)).await
    }

    async fn pushed(&self, request: &PushRequest) -> PushReply {
        self.push(request).await.json()
    }

    async fn pull(&self, feed: &str, after: u64, wait: u64) -> Answer {
        self.get(&format!(
            "/v1/pull?feed={feed}&after={after}&limit=500&wait={wait}"
        ))
        .await
    }

    async fn post_bytes(&self, path: &str, bytes: &[u8]) -> Answer {
        send(self.request(Method::POST, path).body(bytes.to_vec())).await
    }

    async fn patch(&self, hash: &str, place: (usize, usize), bytes: &[u8]) -> Answer {
        let path = format!("/v1/blob/{hash}?off={}&size={}", place.0, place.1);
        send(self.request(Method::PATCH, &path).body(bytes.to_vec())).await
    }
}

fn home() -> String {
    format!("office:{}", fixture::OFFICE)
}
