//! A receipt somebody brings to the counter: is it ours, and which dossier is it? Answered without a
//! network, from the desks' public keys in the policy.

use protocol::view::{ErrorView, ReceiptCheck, ReceiptVerdict};

use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};
use crate::intake::ReceiptQr;

const FOREIGN: ReceiptCheck = ReceiptCheck {
    verdict: ReceiptVerdict::Foreign,
    code: String::new(),
    desk: String::new(),
    dossier: None,
};

impl Desk {
    /// Checks what was scanned from the QR of a receipt.
    ///
    /// # Errors
    /// `catalogue.absent`, `store.*`.
    pub fn check_receipt(&self, content: String) -> Result<ReceiptCheck, ErrorView> {
        let Some(qr) = ReceiptQr::read(&content) else {
            return Ok(FOREIGN);
        };
        self.work().and_then(|work| check(&work, &qr)).map_err(view)
    }
}

fn check(work: &Work<'_>, qr: &ReceiptQr<'_>) -> Result<ReceiptCheck, Fault> {
    let books = work.books()?;
    let mut keys = books
        .policy
        .desks
        .iter()
        .filter(|key| key.key_id == qr.key_id);
    let (verdict, desk) = match keys.next() {
        Some(key) if qr.is_signed_by(&key.key) => (ReceiptVerdict::Genuine, key.label.clone()),
        Some(key) => (ReceiptVerdict::Altered, key.label.clone()),
        None => (ReceiptVerdict::Unverified, String::new()),
    };
    let dossier = work.store().read(|r| r.dossier_by_code(qr.code))?;
    Ok(ReceiptCheck {
        verdict,
        code: qr.code.to_owned(),
        desk,
        dossier: dossier.filter(|id| qr.is_of(*id)).map(|id| id.to_string()),
    })
}
