//! Fees and levies (phí, lệ phí): from the rules of a way to submit and what the officer typed to
//! charges with their amounts, exemptions and sources (domain.md §8, counter.md 16).
//!
//! Nothing is guessed: an amount that stands only in the catalogue's words, as every amount in a
//! foreign currency does, is shown and never computed or converted. Sums are checked; percentages
//! round down.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::money::Dong;
use crate::procedure::{Exemption, FeeAmount, FeeKind, FeeRule, Method};

/// Most rows of the grid of certified copies.
pub const COPY_ROWS_MAX: usize = 500;

/// Why charges cannot be computed.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum FeeError {
    /// A product or sum beyond what an amount can hold.
    #[error("an amount is too large")]
    Overflow,
    /// An exemption that takes off nothing or more than everything.
    #[error("an exemption is not between 1 and 100 percent")]
    Percent,
    /// None of the fees knows the exemption.
    #[error("the exemption is not one of this procedure")]
    ExemptionUnknown,
    /// More than [`COPY_ROWS_MAX`] rows.
    #[error("too many rows of copies")]
    TooManyRows,
}

/// What the officer typed that fees depend on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct FeeContext {
    /// Copies asked for, where a fee is per copy.
    pub copies: u32,
    /// The grid of certified copies.
    pub copy_rows: Vec<CopyRow>,
    /// Name of the exemption the applicant has, "hộ nghèo".
    pub exemption: Option<String>,
}

/// One row of the grid of certified copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyRow {
    /// Name of the paper.
    pub title: String,
    /// Pages of the original, which is what the fee counts.
    pub pages: u16,
    /// Copies.
    pub copies: u16,
}

/// One line of what is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// What it is called.
    pub name: String,
    /// Phí or lệ phí.
    pub kind: FeeKind,
    /// The amount after exemption; `None` when only the note says it.
    pub amount: Option<Dong>,
    /// The catalogue's words, shown beside the number.
    pub note: String,
    /// The exemption that was applied.
    pub exemption: Option<AppliedExemption>,
    /// Source of the amount.
    pub legal_basis: String,
}

/// An exemption as it was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedExemption {
    /// Short name.
    pub name: String,
    /// Percentage taken off.
    pub percent_off: u8,
    /// The amount before it; `None` when only the note says it.
    pub full_amount: Option<Dong>,
    /// Paper that proves it.
    pub evidence: String,
    /// Legal basis.
    pub legal_basis: String,
}

/// The sum of charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Sum of the known amounts.
    pub known: Dong,
    /// Whether every amount is known; else the notes say more.
    pub is_complete: bool,
}

/// The charges of a dossier submitted in this way, one per fee rule, in order.
///
/// # Errors
/// [`FeeError`] says what cannot be computed.
pub fn charges(method: &Method, context: &FeeContext) -> Result<Vec<Charge>, FeeError> {
    if context.copy_rows.len() > COPY_ROWS_MAX {
        return Err(FeeError::TooManyRows);
    }
    if let Some(name) = &context.exemption {
        let is_known = |fee: &FeeRule| fee.exemptions.iter().any(|e| e.name == *name);
        if !method.fees.iter().any(is_known) {
            return Err(FeeError::ExemptionUnknown);
        }
    }
    method.fees.iter().map(|fee| charge(fee, context)).collect()
}

/// The sum of `charges`.
///
/// # Errors
/// [`FeeError::Overflow`].
pub fn total(charges: &[Charge]) -> Result<Total, FeeError> {
    let known = Dong::checked_sum(charges.iter().filter_map(|c| c.amount));
    Ok(Total {
        known: known.ok_or(FeeError::Overflow)?,
        is_complete: charges.iter().all(|c| c.amount.is_some()),
    })
}

/// What one row of the grid of certified copies costs under `fee`; `None` for any other fee.
///
/// # Errors
/// [`FeeError::Overflow`].
pub fn copy_row_amount(fee: &FeeAmount, row: &CopyRow) -> Result<Option<Dong>, FeeError> {
    let FeeAmount::CertifiedCopy {
        first,
        first_pages,
        next,
        cap,
    } = fee
    else {
        return Ok(None);
    };
    let cheap = row.pages.saturating_sub(*first_pages);
    let per_copy = first
        .checked_mul(u32::from(row.pages.min(*first_pages)))
        .zip(next.checked_mul(u32::from(cheap)))
        .and_then(|(dear, cheap)| dear.checked_add(cheap))
        .map(|sum| sum.min(*cap));
    per_copy
        .and_then(|amount| amount.checked_mul(u32::from(row.copies)))
        .map(Some)
        .ok_or(FeeError::Overflow)
}

fn charge(fee: &FeeRule, context: &FeeContext) -> Result<Charge, FeeError> {
    let full_amount = full_amount(&fee.amount, context)?;
    let applied = context
        .exemption
        .as_ref()
        .and_then(|name| fee.exemptions.iter().find(|e| e.name == *name))
        .map(|exemption| apply(exemption, full_amount))
        .transpose()?;
    let (amount, exemption) = match applied {
        Some((amount, exemption)) => (amount, Some(exemption)),
        None => (full_amount, None),
    };
    Ok(Charge {
        name: fee.name.clone(),
        kind: fee.kind,
        amount,
        note: fee.note.clone(),
        exemption,
        legal_basis: fee.legal_basis.clone(),
    })
}

/// The amount before exemptions; `None` when only words say it.
fn full_amount(amount: &FeeAmount, context: &FeeContext) -> Result<Option<Dong>, FeeError> {
    match amount {
        FeeAmount::Dossier { amount } => Ok(Some(*amount)),
        FeeAmount::Copy { amount } => amount
            .checked_mul(context.copies)
            .map(Some)
            .ok_or(FeeError::Overflow),
        FeeAmount::CertifiedCopy { .. } => context
            .copy_rows
            .iter()
            .try_fold(Dong::ZERO, |sum, row| {
                let row = copy_row_amount(amount, row)?.unwrap_or_default();
                sum.checked_add(row).ok_or(FeeError::Overflow)
            })
            .map(Some),
        FeeAmount::SeeNote => Ok(None),
    }
}

/// 100 percent off is nothing to pay even where only the note knows the amount.
fn apply(
    exemption: &Exemption,
    full_amount: Option<Dong>,
) -> Result<(Option<Dong>, AppliedExemption), FeeError> {
    if !(1..=100).contains(&exemption.percent_off) {
        return Err(FeeError::Percent);
    }
    let left = 100 - exemption.percent_off;
    let amount = match full_amount {
        _ if left == 0 => Some(Dong::ZERO),
        Some(full) => Some(full.percent(left).ok_or(FeeError::Overflow)?),
        None => None,
    };
    let applied = AppliedExemption {
        name: exemption.name.clone(),
        percent_off: exemption.percent_off,
        full_amount,
        evidence: exemption.evidence.clone(),
        legal_basis: exemption.legal_basis.clone(),
    };
    Ok((amount, applied))
}
