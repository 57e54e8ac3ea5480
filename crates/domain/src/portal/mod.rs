//! Import of the National Public Service Portal's procedure records, and the bundled seed
//! catalogue.
//!
//! The portal's data is as people typed it: headings among the cases, a fee of 0 with the real fee
//! in the note, "DAY" beside "ngày làm việc". The importer takes over what is clear, makes
//! [`crate::procedure::Limit::Unclear`] and [`crate::procedure::FeeAmount::SeeNote`] of what is not,
//! and lists every [`Oddity`]: nothing is guessed and nothing dropped silently (counter.md 2).
//!
//! Sized for the whole portal, about 6,000 procedures: records are read one at a time from a slice.

mod case;
mod fee;
mod limit;
mod oddity;
mod record;
mod seed;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::procedure::Procedure;

pub use oddity::{Oddity, OddityKind};
pub use seed::seed;

/// Largest file imported, in bytes.
pub const IMPORT_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most records in one file.
pub const IMPORT_RECORDS_MAX: usize = 20_000;

/// What an import found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The procedures, in the order of the file, each as version 1.
    pub procedures: Vec<Procedure>,
    /// Everything that was not as it should be, for an administrator to look through.
    pub oddities: Vec<Oddity>,
    /// Records that could not be imported at all.
    pub rejected: Vec<Rejected>,
}

/// A record that could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its code, if that could be read.
    pub code: String,
    /// Why.
    pub cause: RejectCause,
}

/// Why a record was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "cause")]
pub enum RejectCause {
    /// A field has another type than the record shape says.
    Shape {
        /// Line within the record, from 1.
        line: usize,
        /// Column within that line, from 1.
        column: usize,
    },
    /// The code is missing or is not a procedure code.
    Code,
    /// There is no name.
    Name,
    /// An earlier record has the same code.
    Duplicate,
}

/// Why a file could not be imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// More than [`IMPORT_BYTES_MAX`].
    #[error("the file is larger than {IMPORT_BYTES_MAX} bytes")]
    TooLarge,
    /// More than [`IMPORT_RECORDS_MAX`].
    #[error("the file has more than {IMPORT_RECORDS_MAX} records")]
    TooMany,
    /// Not a JSON list.
    #[error("the file is not a JSON list of records")]
    NotAList(#[source] serde_json::Error),
}

/// Imports a JSON list of portal records.
///
/// # Errors
/// [`ImportError`] when the file as a whole is none; a bad record is in [`Import::rejected`].
pub fn import(json: &[u8]) -> Result<Import, ImportError> {
    if json.len() > IMPORT_BYTES_MAX {
        return Err(ImportError::TooLarge);
    }
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let records: Vec<&RawValue> = serde_json::from_slice(json).map_err(ImportError::NotAList)?;
    if records.len() > IMPORT_RECORDS_MAX {
        return Err(ImportError::TooMany);
    }
    let mut import = Import::default();
    let mut codes = HashSet::with_capacity(records.len());
    for (index, raw) in records.into_iter().enumerate() {
        let (code, outcome) = record::procedure(raw.get(), &mut import.oddities);
        match outcome {
            Ok(procedure) if codes.insert(procedure.code.clone()) => {
                import.procedures.push(procedure);
            }
            Ok(_) => {
                import.rejected.push(Rejected {
                    index,
                    code,
                    cause: RejectCause::Duplicate,
                });
            }
            Err(cause) => import.rejected.push(Rejected { index, code, cause }),
        }
    }
    Ok(import)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::procedure::{Channel, CodeIssuer, FeeAmount, Limit};
    use crate::text::{fold, tidy};

    /// The shared file of real records stands beside the repository, never inside it.
    fn shared_file() -> Option<Vec<u8>> {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/procedures.json");
        match std::fs::read(path) {
            Ok(bytes) => Some(bytes),
            Err(_) => {
                println!("SKIPPED: ../shared/data/procedures.json is absent, nothing was imported");
                None
            }
        }
    }

    #[test]
    fn all_137_real_procedures_import_and_every_oddity_is_listed() {
        let Some(json) = shared_file() else { return };
        let import = import(&json).expect("the file is a list");
        assert_eq!(import.rejected, [], "no record is rejected");
        assert_eq!(import.procedures.len(), 137, "all procedures");
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for oddity in &import.oddities {
            *kinds.entry(format!("{:?}", oddity.kind)).or_default() += 1;
        }
        println!("oddities: {kinds:#?}");
        for kind in [
            "ForeignCurrency",
            "UnitContradictsNote",
            "OtherWithValue",
            "OtherWithoutValue",
            "SeveralLimits",
            "HeadingAsCase",
            "NoteAsCase",
            "FeeOnlyInNote",
            "SeveralFees",
            "AmountSuspiciouslySmall",
            "AmountContradictsNote",
            "StrayMarks",
            "TitleCutOff",
        ] {
            assert!(kinds.contains_key(kind), "the file is known to have {kind}");
        }
        for procedure in &import.procedures {
            let code = procedure.code.as_str();
            assert_eq!(procedure.name, tidy(&procedure.name), "{code}: a tidy name");
            assert!(!procedure.cases.is_empty(), "{code}: at least one case");
            assert!(
                !procedure.methods.is_empty(),
                "{code}: at least one way to submit"
            );
            let heading = |name: &str| fold(name).contains("giay to phai nop");
            assert!(
                !procedure.cases.iter().any(|c| heading(&c.name)),
                "{code}: headings are no cases"
            );
        }
    }

    #[test]
    fn known_traps_of_the_real_file_are_not_promised() {
        let Some(json) = shared_file() else { return };
        let import = import(&json).expect("the file is a list");
        let limit = |code: &str, channel: Channel| {
            let found = import.procedures.iter().find(|p| p.code.as_str() == code);
            found
                .and_then(|p| p.method(channel))
                .map(|m| m.limit.clone())
                .expect("a method")
        };
        for (code, channel) in [
            ("2.000986", Channel::Direct), // 20 DAY, "20 ngày làm việc" in the note
            ("1.001193", Channel::Direct), // 1 OTHER
            ("2.000286", Channel::Direct), // 10 and 15 working days
            ("1.013229", Channel::Direct), // WORKING_DAY, "10 ngày" in the note
            ("1.014171", Channel::Direct), // DAY, holidays excluded in the note
        ] {
            assert!(
                matches!(limit(code, channel), Limit::Unclear { .. }),
                "{code} is unclear"
            );
        }
        let ten = Limit::WorkingDays {
            count: 10,
            end: Default::default(),
        };
        assert_eq!(
            limit("1.001776", Channel::Direct),
            ten,
            "a clear limit is taken over"
        );
        let small = import
            .procedures
            .iter()
            .find(|p| p.code.as_str() == "2.001610");
        let online = small
            .and_then(|p| p.method(Channel::Online))
            .expect("an online way");
        assert!(
            online.fees.iter().all(|f| f.amount == FeeAmount::SeeNote),
            "100 đ is no fee"
        );
        let residence = import
            .procedures
            .iter()
            .find(|p| p.code.as_str() == "1.004222");
        assert_eq!(
            residence.map(|p| p.code_issuer),
            Some(CodeIssuer::Vertical),
            "the police number it"
        );
    }

    #[test]
    fn a_file_of_six_thousand_procedures_imports() {
        let record = |n: usize| {
            format!(
                r#"{{"code":"1.{n:06}","name":"Thủ tục số {n}","methods":[{{"portal_channel":"DIRECT","time_value":3,"time_unit_portal":"WORKING_DAY","note":null,"fees":[]}}],"cases":[{{"case":null,"components":[{{"component_code":"G{n}","name":"Tờ khai","original_qty":1,"copy_qty":0}}]}}]}}"#
            )
        };
        let all: Vec<String> = (0..6_000).map(record).collect();
        let import = import(format!("[{}]", all.join(",")).as_bytes()).expect("a list");
        assert_eq!(
            (import.procedures.len(), import.rejected.len()),
            (6_000, 0),
            "every record"
        );
    }

    #[test]
    fn a_bad_record_is_rejected_alone_and_a_bad_file_as_a_whole() {
        let json = r#"[{"code":"1.1","name":"Một"},{"code":"1.1","name":"Lại"},{"code":"có dấu","name":"x"},
            {"code":"1.2"},{"code":"1.3","name":7},17]"#;
        let import = import(json.as_bytes()).expect("a list");
        assert_eq!(import.procedures.len(), 1, "the good record stays");
        let causes: Vec<RejectCause> = import.rejected.iter().map(|r| r.cause).collect();
        assert!(
            matches!(
                causes[..],
                [
                    RejectCause::Duplicate,
                    RejectCause::Code,
                    RejectCause::Name,
                    RejectCause::Shape { .. },
                    RejectCause::Shape { .. }
                ]
            ),
            "each by its cause: {causes:?}"
        );
        assert!(
            matches!(super::import(b"{}"), Err(ImportError::NotAList(_))),
            "an object is none"
        );
        assert!(
            matches!(super::import(b"[{}"), Err(ImportError::NotAList(_))),
            "a cut file is none"
        );
    }
}
