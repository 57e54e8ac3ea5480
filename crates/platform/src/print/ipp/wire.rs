//! Requests and answers of the protocol, as far as printing a form needs them.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of the protocol's many values a few matter here"
)]

use std::io::Cursor;
use std::time::Duration;

use ::ipp::attribute::{IppAttribute, IppAttributeGroup};
use ::ipp::prelude::{
    DelimiterTag, IppClient, IppError, IppPayload, IppRequestResponse, IppValue, IppVersion,
    Operation, StatusCode, Uri,
};

use super::super::PrintError;

/// A request being put together.
pub(super) struct Request {
    uri: Uri,
    message: IppRequestResponse,
}

impl Request {
    pub(super) fn new(
        operation: Operation,
        authority: &str,
        path: &str,
    ) -> Result<Self, PrintError> {
        let uri: Uri = format!("http://{authority}{path}")
            .parse()
            .map_err(|_not_one| PrintError::Invalid)?;
        let message = IppRequestResponse::new(IppVersion::v1_1(), operation, Some(uri.clone()));
        Ok(Self {
            uri,
            message: message.map_err(|_too_long| PrintError::Invalid)?,
        })
    }

    fn with(mut self, group: DelimiterTag, name: &str, value: IppValue) -> Self {
        // The names are constants of this folder; none is longer than an attribute's may be.
        if let Ok(attribute) = IppAttribute::with_name(name, value) {
            self.message.attributes_mut().add(group, attribute);
        }
        self
    }

    /// An attribute of the operation.
    pub(super) fn operation(self, name: &str, value: IppValue) -> Self {
        self.with(DelimiterTag::OperationAttributes, name, value)
    }

    /// A name among the operation's attributes.
    pub(super) fn name(self, name: &str, value: &str) -> Result<Self, PrintError> {
        let value =
            IppValue::new_name_without_language(value).map_err(|_too_long| PrintError::Invalid)?;
        Ok(self.operation(name, value))
    }

    /// How the job is to be printed.
    pub(super) fn template(self, name: &str, keyword: &str) -> Self {
        match IppValue::new_keyword(keyword) {
            Ok(value) => self.with(DelimiterTag::JobAttributes, name, value),
            Err(_too_long) => self,
        }
    }

    /// The attributes that are asked for.
    pub(super) fn wanting(self, names: &[&str]) -> Self {
        let keywords = names
            .iter()
            .filter_map(|name| IppValue::new_keyword(*name).ok())
            .collect();
        self.operation("requested-attributes", IppValue::Array(keywords))
    }

    /// The document that follows the attributes.
    pub(super) fn document(mut self, bytes: &[u8]) -> Self {
        *self.message.payload_mut() = IppPayload::new(Cursor::new(bytes.to_vec()));
        self
    }

    /// Sends the request; every step of it together takes at most `timeout`.
    pub(super) fn send(self, timeout: Duration) -> Result<Answer, PrintError> {
        let client = IppClient::builder(self.uri)
            .request_timeout(timeout)
            .build();
        client
            .send(self.message)
            .map(Answer)
            .map_err(|cause| match cause {
                IppError::ParseError(_)
                | IppError::MissingAttribute
                | IppError::InvalidAttributeType => PrintError::BadAnswer,
                other => PrintError::Unreachable(Box::new(other)),
            })
    }
}

/// What the spooler said.
pub(super) struct Answer(IppRequestResponse);

impl Answer {
    pub(super) fn status(&self) -> StatusCode {
        self.0.header().status_code()
    }

    pub(super) fn expect_success(self) -> Result<Self, PrintError> {
        self.expect_success_or(PrintError::NoSuchPrinter)
    }

    /// This answer if it is a yes; `not_found` if the spooler does not know the thing.
    pub(super) fn expect_success_or(self, not_found: PrintError) -> Result<Self, PrintError> {
        match self.status() {
            status if status.is_success() => Ok(self),
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => Err(not_found),
            status => Err(PrintError::Refused {
                status: status.to_string(),
            }),
        }
    }

    /// The groups of printers in the answer.
    pub(super) fn printers(&self) -> impl Iterator<Item = Group<'_>> {
        self.0
            .attributes()
            .groups_of(DelimiterTag::PrinterAttributes)
            .map(Group)
    }

    /// The groups of jobs in the answer.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Group<'_>> {
        self.0
            .attributes()
            .groups_of(DelimiterTag::JobAttributes)
            .map(Group)
    }
}

/// The attributes of one printer or job.
#[derive(Clone, Copy)]
pub(super) struct Group<'a>(&'a IppAttributeGroup);

impl Group<'_> {
    fn value(&self, name: &str) -> Option<&IppValue> {
        self.0.get(name).map(IppAttribute::value)
    }

    /// A number or enum.
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        match self.value(name)? {
            IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
            _ => None,
        }
    }

    /// A text, name or keyword.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.value(name).and_then(text_of)
    }

    /// One keyword or several.
    pub(super) fn words(&self, name: &str) -> Vec<String> {
        match self.value(name) {
            Some(IppValue::Array(values)) => values.iter().filter_map(text_of).collect(),
            Some(value) => text_of(value).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

fn text_of(value: &IppValue) -> Option<String> {
    match value {
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => {
            Some(text.to_string())
        }
        IppValue::NameWithoutLanguage(name) | IppValue::NameWithLanguage { name, .. } => {
            Some(name.as_str().to_owned())
        }
        IppValue::Keyword(word) => Some(word.as_str().to_owned()),
        _ => None,
    }
}
