//! The error of the use cases, and its view at the edge.

use std::collections::BTreeMap;

use protocol::view::{ErrorView, FieldError};
use store::keys::KeysError;
use store::{BlobError, OpenError, StoreError};
use sync::{CallError, LinkReason, TransportError};
use thiserror::Error;

use super::Code;

/// Why a use case did not happen.
#[derive(Debug, Error)]
pub(crate) enum Fault {
    /// A refusal the officer can act on.
    #[error("refused: {}", code.as_str())]
    Refused {
        /// Which.
        code: Code,
        /// Values the words name.
        params: BTreeMap<String, String>,
    },
    /// A refusal whose code another crate names.
    #[error("refused: {0}")]
    Foreign(&'static str),
    /// Fields that are not right.
    #[error("{} fields are not right", .0.len())]
    Fields(Vec<FieldError>),
    /// The store.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// Opening the store.
    #[error("the store did not open")]
    Open(#[from] OpenError),
    /// The file of keys.
    #[error("the keys failed")]
    Keys(#[from] KeysError),
    /// A call to the centre.
    #[error("the centre did not do it")]
    Call(#[from] CallError),
    /// The network threads.
    #[error("the link failed")]
    Link(#[from] sync::LinkError),
    /// The secret store.
    #[error("the secret store failed")]
    Secrets(#[from] platform::secret::SecretError),
    /// JSON of our own.
    #[error("{what} cannot be written or read")]
    Json {
        /// What.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A file.
    #[error("file operation: {what}")]
    File {
        /// What was attempted.
        what: &'static str,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A form.
    #[error("the form cannot be made")]
    Render(#[from] forms::RenderError),
    /// The system gave no random bytes.
    #[error("no random bytes")]
    Random(getrandom::Error),
    /// Something that the program itself should have made impossible.
    #[error("broken: {0}")]
    Broken(&'static str),
}

impl Fault {
    /// A refusal without values.
    pub(crate) fn code(code: Code) -> Self {
        Self::Refused {
            code,
            params: BTreeMap::new(),
        }
    }

    /// A refusal with one value.
    pub(crate) fn with(code: Code, name: &str, value: impl ToString) -> Self {
        let params = BTreeMap::from([(name.to_owned(), value.to_string())]);
        Self::Refused { code, params }
    }

    /// Whether it is the refusal of that code.
    pub(crate) fn is(&self, wanted: Code) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == wanted)
    }

    /// For `map_err` on JSON of our own.
    pub(crate) fn json(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Json { what, source }
    }

    /// For `map_err` on files.
    pub(crate) fn file(what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { what, source }
    }
}

impl From<BlobError> for Fault {
    fn from(error: BlobError) -> Self {
        Self::Store(error.into())
    }
}

impl From<TransportError> for Fault {
    fn from(error: TransportError) -> Self {
        Self::Call(error.into())
    }
}

/// The fault as the window sees it. What nobody can act on is logged with its chain.
pub(crate) fn view(fault: Fault) -> ErrorView {
    let (code, params) = describe(&fault);
    let trace_id = trace_id();
    if code == Code::Internal.as_str() {
        tracing::error!(trace_id, error = %chain(&fault), "a command failed");
    } else {
        tracing::info!(trace_id, code, error = %chain(&fault), "a command was refused");
    }
    let fields = if let Fault::Fields(fields) = fault {
        fields
    } else {
        Vec::new()
    };
    ErrorView {
        code: code.to_owned(),
        params,
        fields,
        trace_id,
    }
}

fn describe(fault: &Fault) -> (&'static str, BTreeMap<String, String>) {
    let mut params = BTreeMap::new();
    let code = match fault {
        Fault::Refused {
            code,
            params: given,
        } => {
            params.clone_from(given);
            *code
        }
        Fault::Foreign(code) => return (code, params),
        Fault::Fields(_) => Code::IntakeFields,
        Fault::Store(error) => store_code(error),
        Fault::Open(error) => open_code(error, &mut params),
        Fault::Call(error) => call_code(error),
        Fault::Secrets(_) => Code::KeyringAbsent,
        Fault::File { what, source } | Fault::Keys(KeysError::Io { what, source })
            if is_full(source) =>
        {
            params.insert("what".to_owned(), (*what).to_owned());
            Code::StoreFull
        }
        Fault::File { what, .. } | Fault::Keys(KeysError::Io { what, .. }) => {
            params.insert("what".to_owned(), (*what).to_owned());
            Code::StoreFolder
        }
        Fault::Render(error) => render_code(error, &mut params),
        Fault::Keys(_)
        | Fault::Link(_)
        | Fault::Json { .. }
        | Fault::Random(_)
        | Fault::Broken(_) => Code::Internal,
    };
    (code.as_str(), params)
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

fn store_code(error: &StoreError) -> Code {
    match error {
        StoreError::DiskFull | StoreError::Blob(BlobError::DiskFull) => Code::StoreFull,
        StoreError::Corrupt => Code::StoreCorrupt,
        StoreError::Busy => Code::StoreBusy,
        StoreError::Sqlite(_)
        | StoreError::Json { .. }
        | StoreError::Io { .. }
        | StoreError::Stored { .. }
        | StoreError::TooMuch { .. }
        | StoreError::NotFound { .. }
        | StoreError::DraftInTheWay
        | StoreError::NotNow { .. }
        | StoreError::BrokenChain { .. }
        | StoreError::Blob(_)
        | StoreError::Random(_) => Code::Internal,
    }
}

fn open_code(error: &OpenError, params: &mut BTreeMap<String, String>) -> Code {
    match error {
        OpenError::Missing => Code::StoreMissing,
        OpenError::Corrupt { quarantined } => {
            let name = quarantined
                .file_name()
                .unwrap_or_default()
                .to_string_lossy();
            params.insert("file".to_owned(), name.into_owned());
            Code::StoreCorrupt
        }
        OpenError::Newer { .. } => Code::StoreNewer,
        OpenError::DiskFull => Code::StoreFull,
        OpenError::Busy => Code::StoreBusy,
        OpenError::BadBackup { .. } => Code::RestoreBackup,
        OpenError::Io { what, .. } => {
            params.insert("what".to_owned(), (*what).to_owned());
            Code::StoreFolder
        }
        OpenError::Store(error) => store_code(error),
        OpenError::Exists | OpenError::WrongKey => Code::Internal,
    }
}

fn call_code(error: &CallError) -> Code {
    match LinkReason::from(error) {
        LinkReason::Refused => Code::LinkRefused,
        LinkReason::Timeout => Code::LinkTimeout,
        LinkReason::Certificate => Code::LinkCertificate,
        LinkReason::Garbled => Code::LinkGarbled,
        LinkReason::Revoked => Code::LinkRevoked,
        LinkReason::Protocol => Code::LinkProtocol,
        LinkReason::SignIn => Code::LinkSignIn,
    }
}

fn render_code(error: &forms::RenderError, params: &mut BTreeMap<String, String>) -> Code {
    if let forms::RenderError::MissingGlyph { code_point } = error {
        params.insert("codePoint".to_owned(), format!("U+{code_point:04X}"));
        return Code::IntakeGlyph;
    }
    Code::IntakeForm
}

/// Every cause, outermost first.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |e| e.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// Eight hexadecimal digits: enough to find a line in a log.
fn trace_id() -> String {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => format!("{:08x}", u32::from_be_bytes(bytes)),
        Err(_no_random) => "00000000".to_owned(),
    }
}
