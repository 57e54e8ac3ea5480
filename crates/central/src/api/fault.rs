//! Error answers: a status for the class, a stable code for the desk, never a text about a person.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::wire::{TOO_MANY, WipeOrder, WireError};

use super::metrics::StoreFailed;
use crate::blobs::BlobFault;
use crate::calls::Closed;
use crate::courier::CourierFault;
use crate::error::chain;
use crate::limits::{Asker, ComeAgain};
use crate::store::StoreError;

/// After how many seconds a desk that met a crowd comes again.
const BUSY_RETRY_SECS: u32 = 2;

/// An error answer.
#[derive(Debug)]
pub(crate) struct Fault {
    status: StatusCode,
    body: Box<WireError>,
    is_of_store: bool,
    told_to_wait: Option<Asker>,
}

impl Fault {
    pub(crate) fn new(status: StatusCode, code: &str) -> Self {
        let body = WireError {
            code: code.to_owned(),
            expected: None,
            head: None,
            retry_after: None,
            wipe: None,
        };
        Self {
            status,
            body: Box::new(body),
            is_of_store: false,
            told_to_wait: None,
        }
    }

    pub(crate) fn expecting(mut self, expected: u64) -> Self {
        self.body.expected = Some(expected);
        self
    }

    pub(crate) fn with_head(mut self, head: String) -> Self {
        self.body.head = Some(head);
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.body.retry_after = Some(seconds);
        self
    }

    pub(crate) fn with_wipe(mut self, order: WipeOrder) -> Self {
        self.body.wipe = Some(Box::new(order));
        self
    }

    pub(crate) fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request")
    }
    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
    }
    pub(crate) fn unauthorised() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorised")
    }
    pub(crate) fn revoked() -> Self {
        Self::new(StatusCode::FORBIDDEN, "revoked")
    }
    pub(crate) fn officer_revoked() -> Self {
        Self::new(StatusCode::FORBIDDEN, "officer_revoked")
    }
    pub(crate) fn not_allowed() -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_allowed")
    }
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }
    pub(crate) fn frozen() -> Self {
        Self::new(StatusCode::LOCKED, "frozen")
    }
    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }
    pub(crate) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy").retry_after(BUSY_RETRY_SECS)
    }
    fn disk_full() -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full")
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let retry = self.body.retry_after.map(HeaderValue::from);
        let mut response = (self.status, Json(*self.body)).into_response();
        if self.is_of_store {
            response.extensions_mut().insert(StoreFailed);
        }
        if let Some(asker) = self.told_to_wait {
            response.extensions_mut().insert(asker);
        }
        if let Some(seconds) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

impl From<Closed> for Fault {
    fn from(why: Closed) -> Self {
        match why {
            Closed::Revoked => Self::revoked(),
            Closed::Frozen => Self::frozen(),
        }
    }
}

impl From<ComeAgain> for Fault {
    fn from(told: ComeAgain) -> Self {
        let fault = Self::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY);
        Self {
            told_to_wait: Some(told.asker),
            ..fault.retry_after(told.secs)
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        // the chain names statements and columns, never values
        tracing::error!(error = %chain(&error), "the store failed");
        let mut fault = match &error {
            full if full.is_full() => Self::disk_full(),
            passing if passing.is_passing() => Self::busy(),
            StoreError::Closed => Self::new(StatusCode::SERVICE_UNAVAILABLE, "stopping"),
            StoreError::Embedded(_)
            | StoreError::Postgres(_)
            | StoreError::Row { .. }
            | StoreError::Disk(_)
            | StoreError::Newer { .. } => Self::internal(),
        };
        fault.is_of_store = true;
        fault
    }
}

impl From<BlobFault> for Fault {
    fn from(fault: BlobFault) -> Self {
        match fault {
            BlobFault::Offset(real) => Self::new(StatusCode::CONFLICT, "offset").expecting(real),
            BlobFault::TooLarge => Self::too_large(),
            BlobFault::Hash => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "hash").expecting(0),
            BlobFault::Disk(error) => error.into(),
            BlobFault::Bucket(error) => {
                tracing::error!(error = %chain(&error), "the bucket failed");
                Self::busy()
            }
        }
    }
}

impl From<CourierFault> for Fault {
    fn from(fault: CourierFault) -> Self {
        tracing::warn!(error = %chain(&fault), "a bundle was not taken in");
        match fault {
            CourierFault::File(courier::CourierError::Io(_)) | CourierFault::Stopped => {
                Self::internal()
            }
            CourierFault::File(_) | CourierFault::Malformed(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bundle")
            }
            CourierFault::UnknownDesk => Self::not_found(),
            CourierFault::OtherOffice => Self::not_allowed(),
            CourierFault::Disk(error) => error.into(),
            CourierFault::Bucket(_) => Self::busy(),
            CourierFault::Store(error) => error.into(),
            CourierFault::Centre(error) => error.into(),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(error = %error, "the disk failed");
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        let full = matches!(error.kind(), StorageFull | QuotaExceeded);
        if full {
            Self::disk_full()
        } else {
            Self::internal()
        }
    }
}

impl From<crate::Error> for Fault {
    fn from(error: crate::Error) -> Self {
        tracing::error!(error = %chain(&error), "the centre failed");
        Self::internal()
    }
}
