//! Tests of fees.

use proptest::prelude::*;

use super::*;
use crate::procedure::{Channel, Limit};

const CERTIFIED: FeeAmount = FeeAmount::CertifiedCopy {
    first: Dong(2_000),
    first_pages: 2,
    next: Dong(1_000),
    cap: Dong(200_000),
};

fn rule(amount: FeeAmount) -> FeeRule {
    FeeRule {
        kind: FeeKind::Fee,
        name: "Phí".to_owned(),
        amount,
        exemptions: vec![
            exemption("hộ nghèo", 100),
            exemption("người khuyết tật", 50),
            exemption("lỗi", 0),
        ],
        legal_basis: "226/2016/TT-BTC".to_owned(),
        note: "/bản".to_owned(),
    }
}

fn exemption(name: &str, percent_off: u8) -> Exemption {
    let evidence = "Giấy chứng nhận".to_owned();
    Exemption {
        name: name.to_owned(),
        percent_off,
        evidence,
        legal_basis: String::new(),
    }
}

fn method(fees: Vec<FeeRule>) -> Method {
    Method {
        channel: Channel::Direct,
        limit: Limit::SameDay {
            cut_off_hour: Some(15),
        },
        verification_limit: None,
        fees,
        note: String::new(),
    }
}

fn amount(fee: FeeAmount, context: &FeeContext) -> Result<Option<Dong>, FeeError> {
    charges(&method(vec![rule(fee)]), context).map(|lines| lines[0].amount)
}

fn rows(rows: &[(u16, u16)]) -> FeeContext {
    let row = |&(pages, copies)| CopyRow {
        title: "Bằng".to_owned(),
        pages,
        copies,
    };
    FeeContext {
        copy_rows: rows.iter().map(row).collect(),
        ..FeeContext::default()
    }
}

#[test]
fn certified_copies_follow_the_formula_row_by_row() {
    for (pages, copies, expected) in [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),
        (10, 3, 36_000),
        (198, 1, 200_000),
        (300, 1, 200_000),
        (300, 50, 10_000_000),
        (2, 0, 0),
        (0, 5, 0),
    ] {
        let found = amount(CERTIFIED, &rows(&[(pages, copies)]));
        assert_eq!(
            found,
            Ok(Some(Dong(expected))),
            "{pages} pages, {copies} copies"
        );
    }
    let several = amount(CERTIFIED, &rows(&[(1, 2), (3, 1), (300, 1)]));
    assert_eq!(
        several,
        Ok(Some(Dong(209_000))),
        "the cap is per copy, the rows add up"
    );
}

#[test]
fn a_fee_per_copy_multiplies_and_one_per_dossier_does_not() {
    let context = FeeContext {
        copies: 3,
        ..FeeContext::default()
    };
    let per_copy = FeeAmount::Copy {
        amount: Dong(8_000),
    };
    assert_eq!(
        amount(per_copy, &context),
        Ok(Some(Dong(24_000))),
        "trích lục × 3"
    );
    let once = FeeAmount::Dossier {
        amount: Dong(20_000),
    };
    assert_eq!(
        amount(once, &context),
        Ok(Some(Dong(20_000))),
        "once per dossier"
    );
}

#[test]
fn an_exemption_is_applied_and_stays_on_record() {
    let fee = method(vec![rule(FeeAmount::Dossier {
        amount: Dong(15_001),
    })]);
    let with = |name: &str| FeeContext {
        exemption: Some(name.to_owned()),
        ..FeeContext::default()
    };
    let lines = charges(&fee, &with("người khuyết tật")).expect("charges");
    assert_eq!(lines[0].amount, Some(Dong(7_500)), "half, rounded down");
    let applied = lines[0].exemption.as_ref().expect("applied");
    assert_eq!(
        applied.full_amount,
        Some(Dong(15_001)),
        "what it was taken from"
    );
    let poor = charges(&fee, &with("hộ nghèo")).expect("charges");
    assert_eq!(poor[0].amount, Some(Dong(0)), "nothing to pay");
    assert_eq!(
        charges(&fee, &with("quên")),
        Err(FeeError::ExemptionUnknown),
        "unknown"
    );
    assert_eq!(
        charges(&fee, &with("lỗi")),
        Err(FeeError::Percent),
        "0 percent is a mistake"
    );
}

#[test]
fn an_amount_in_words_or_in_dollars_is_shown_and_never_computed() {
    let context = FeeContext {
        copies: 3,
        ..FeeContext::default()
    };
    let dollars = FeeRule {
        note: "10 USD: /bản".to_owned(),
        ..rule(FeeAmount::SeeNote)
    };
    let lines = charges(&method(vec![dollars]), &context).expect("charges");
    assert_eq!(lines[0].amount, None, "never computed, never converted");
    assert_eq!(lines[0].note, "10 USD: /bản", "shown in its own currency");
    let all = [
        lines,
        charges(&method(vec![rule(CERTIFIED)]), &rows(&[(1, 1)])).expect("ok"),
    ];
    let sum = total(&all.concat()).expect("a sum");
    assert_eq!(
        sum,
        Total {
            known: Dong(2_000),
            is_complete: false
        },
        "the sum says so"
    );
}

#[test]
fn an_overflow_is_an_answer_and_not_a_crash() {
    let huge = FeeAmount::Copy {
        amount: Dong(i64::MAX),
    };
    let context = FeeContext {
        copies: 2,
        ..FeeContext::default()
    };
    assert_eq!(
        amount(huge, &context),
        Err(FeeError::Overflow),
        "a product too large"
    );
    let once = rule(FeeAmount::Dossier {
        amount: Dong(i64::MAX),
    });
    let lines = charges(&method(vec![once.clone(), once]), &context).expect("each fits");
    assert_eq!(total(&lines), Err(FeeError::Overflow), "their sum does not");
    let many = rows(&vec![(1, 1); COPY_ROWS_MAX + 1]);
    assert_eq!(
        amount(CERTIFIED, &many),
        Err(FeeError::TooManyRows),
        "bounded"
    );
}

proptest! {
    #[test]
    fn the_certified_copy_fee_equals_its_formula(pages in 0_u16..2_000, copies in 0_u16..2_000) {
        let by_hand = i64::from(copies)
            * 200_000.min(2_000 * i64::from(pages.min(2)) + 1_000 * i64::from(pages.max(2) - 2));
        prop_assert_eq!(amount(CERTIFIED, &rows(&[(pages, copies)])), Ok(Some(Dong(by_hand))));
    }
}
