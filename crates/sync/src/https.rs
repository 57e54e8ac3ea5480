//! The transport of the product: HTTPS with the pinned CA. No proxy of the environment, no
//! redirects, bounded answers, a limit on every wait. It remembers what the centre says it speaks,
//! and speaks an older centre's version to it.

use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use protocol::{PROTOCOL_HEADER, Spoken};
use sha2::{Digest, Sha256};

use crate::engine::lock;
use crate::tls;
use crate::transport::{Answer, BodyKind, Method, Request, Response, Transport, TransportError};

/// The centre speaks another version.
const UPGRADE_REQUIRED: u16 = 426;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const CA_TIMEOUT: Duration = Duration::from_secs(10);
/// Causes of an error looked at.
const CAUSES_MAX: usize = 16;
/// Largest CA certificate, in bytes.
const CA_BYTES_MAX: usize = 64 * 1024;

/// HTTPS to one centre.
pub struct Https {
    client: reqwest::Client,
    base: String,
    centre: Mutex<Option<Spoken>>,
}

impl Https {
    /// Connects to `url` (`https://host:port`) trusting only `ca_der`.
    ///
    /// # Errors
    /// [`TransportError::Address`] or [`TransportError::Certificate`].
    pub fn pinned(url: &str, ca_der: &[u8]) -> Result<Self, TransportError> {
        Self::with_tls(url, tls::pinned(ca_der)?)
    }

    /// Fetches the CA of `url` and compares it with the fingerprint of the enrolment code.
    ///
    /// # Errors
    /// [`TransportError::Certificate`] when the fingerprint is another.
    pub async fn fetch_ca(url: &str, ca_sha256_hex: &str) -> Result<Vec<u8>, TransportError> {
        let open = Self::with_tls(url, tls::unverified()?)?;
        let request = Request {
            method: Method::Get,
            path: protocol::wire::CA_PATH.to_owned(),
            token: None,
            body: Bytes::new(),
            body_kind: BodyKind::Empty,
            timeout: CA_TIMEOUT,
            answer_bytes_max: CA_BYTES_MAX,
        };
        let answer = open.send(request).await?;
        if answer.status != 200 {
            return Err(TransportError::Garbled);
        }
        let found = crate::hex(&Sha256::digest(&answer.body));
        let same = found.eq_ignore_ascii_case(ca_sha256_hex);
        if same {
            Ok(answer.body)
        } else {
            Err(TransportError::Certificate)
        }
    }

    fn with_tls(url: &str, config: rustls::ClientConfig) -> Result<Self, TransportError> {
        let base = url.trim_end_matches('/');
        if !base.starts_with("https://") {
            return Err(TransportError::Address);
        }
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
            .map_err(|_unusable| TransportError::Address)?;
        Ok(Self {
            client,
            base: base.to_owned(),
            centre: Mutex::default(),
        })
    }

    /// A centre that refuses the version is asked once more in its own.
    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let spoken = self.spoken();
        let answer = self.exchange_in(spoken, &request).await?;
        let now = self.spoken();
        if answer.status == UPGRADE_REQUIRED && now != spoken {
            return self.exchange_in(now, &request).await;
        }
        Ok(answer)
    }

    /// What the centre understands of what this build says.
    fn spoken(&self) -> Spoken {
        let theirs = *lock(&self.centre);
        let older = theirs.and_then(|centre| Spoken::OURS.toned_down(centre.version));
        older.unwrap_or(Spoken::OURS)
    }

    async fn exchange_in(
        &self,
        spoken: Spoken,
        request: &Request,
    ) -> Result<Response, TransportError> {
        let mut answer = self
            .builder(spoken, request)
            .send()
            .await
            .map_err(|e| classify(&e))?;
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|e| classify(&e))? {
            if body.len().saturating_add(piece.len()) > request.answer_bytes_max {
                return Err(TransportError::Garbled);
            }
            body.extend_from_slice(&piece);
        }
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok());
        if let Some(centre) = header(PROTOCOL_HEADER).and_then(Spoken::parse) {
            *lock(&self.centre) = Some(centre);
        }
        Ok(Response {
            status: answer.status().as_u16(),
            zstd: header("content-encoding") == Some("zstd"),
            upload_offset: header("upload-offset").and_then(|v| v.parse().ok()),
            upload_complete: header("upload-complete") == Some("?1"),
            body,
        })
    }

    fn builder(&self, spoken: Spoken, request: &Request) -> reqwest::RequestBuilder {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut builder = self
            .client
            .request(method, format!("{}{}", self.base, request.path))
            .timeout(request.timeout)
            .header(PROTOCOL_HEADER, spoken.to_string())
            .header("accept-encoding", "zstd");
        if let Some(token) = &request.token {
            builder = builder.bearer_auth(token);
        }
        let (kind, encoding) = match request.body_kind {
            BodyKind::Empty => return builder,
            BodyKind::Json => ("application/json", None),
            BodyKind::ZstdJson => ("application/json", Some("zstd")),
            BodyKind::Octets => ("application/octet-stream", None),
        };
        if let Some(encoding) = encoding {
            builder = builder.header("content-encoding", encoding);
        }
        builder
            .header("content-type", kind)
            .body(request.body.clone())
    }
}

impl Transport for Https {
    fn send(&self, request: Request) -> Answer<'_> {
        Box::pin(self.exchange(request))
    }

    fn centre(&self) -> Option<Spoken> {
        *lock(&self.centre)
    }
}

/// A certificate fault shows as a connect error with the TLS error somewhere below it.
fn classify(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        return TransportError::Timeout;
    }
    match tls_fault(error) {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => {
            TransportError::Certificate
        }
        Some(_) => TransportError::Garbled,
        None if error.is_connect() => TransportError::Refused,
        None if is_http_fault(error) => TransportError::Garbled,
        None => TransportError::Refused,
    }
}

fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |e| e.source())
}

fn tls_fault(error: &reqwest::Error) -> Option<&rustls::Error> {
    causes(error).take(CAUSES_MAX).find_map(rustls_in)
}

/// An I/O error hides the error it wraps from `source`.
fn rustls_in<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = error.downcast_ref::<rustls::Error>() {
        return Some(found);
    }
    let wrapped = error.downcast_ref::<std::io::Error>()?.get_ref()?;
    rustls_in(wrapped)
}

/// What came back was no HTTP, as opposed to a connection that broke.
fn is_http_fault(error: &reqwest::Error) -> bool {
    let broke = causes(error).any(|cause| cause.downcast_ref::<std::io::Error>().is_some());
    let text = causes(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default();
    !broke && text.contains("invalid HTTP")
}
