//! Errors of single fields, collected so that the officer sees all of them at once.

use std::collections::BTreeMap;

use protocol::view::FieldError;

use super::Fault;

/// The errors found so far.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes that the field at `path` is not right.
    pub(crate) fn push(&mut self, path: impl Into<String>, code: &str) {
        self.push_with(path, code, []);
    }

    /// The same with values that the words name.
    pub(crate) fn push_with<const N: usize>(
        &mut self,
        path: impl Into<String>,
        code: &str,
        params: [(&str, String); N],
    ) {
        let params: BTreeMap<String, String> = params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        self.0.push(FieldError {
            path: path.into(),
            code: code.to_owned(),
            params,
        });
    }

    /// Nothing was wrong, or all that was.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Fault::Fields(self.0))
        }
    }
}
