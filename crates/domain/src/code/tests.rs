//! Tests of codes.

use proptest::prelude::*;

use super::*;

fn agency(text: &str) -> AgencyCode {
    AgencyCode::parse(text).expect("an agency")
}

fn day() -> CivilDate {
    CivilDate::new(2026, 11, 22).expect("a day")
}

#[test]
fn a_code_has_at_least_four_digits_and_grows_past_9999() {
    let pattern = CodePattern::default();
    let code = |n| {
        pattern
            .code(&agency("H42.17"), day(), n)
            .map(|c| c.to_string())
    };
    assert_eq!(
        code(1).as_deref(),
        Ok("H42.17-261122-0001"),
        "filled up to four digits"
    );
    assert_eq!(
        code(9_999).as_deref(),
        Ok("H42.17-261122-9999"),
        "the last of four"
    );
    assert_eq!(
        code(10_000).as_deref(),
        Ok("H42.17-261122-10000"),
        "then five"
    );
    assert_eq!(code(0), Err(CodeError::Number), "there is no number zero");
    let six = CodePattern {
        min_digits: 6,
        ..CodePattern::default()
    };
    let wide = six.code(&agency("H42.17"), day(), 7).map(|c| c.to_string());
    assert_eq!(
        wide.as_deref(),
        Ok("H42.17-261122-000007"),
        "the pattern is configuration"
    );
}

#[test]
fn every_shape_in_use_is_read_and_written_back() {
    for text in [
        "H42-261122-0001",
        "H42.17-261122-0131",
        "H42.02.05-261122-10000",
        "H15.50.05.13-261008-0975",
        "H15.50.05.13-261008-090123",
        "H15.50.05.13-261008-1800123",
        "000.00.10.H42-261122-0001",
        "000.00.101.H42-261122-0001",
    ] {
        let code = DossierCode::parse(text).expect(text);
        assert_eq!(code.to_string(), text, "leading zeros and length are kept");
        let json = serde_json::to_string(&code).expect("a code is text");
        assert_eq!(json, format!("\"{text}\""), "the wire carries the text");
        assert_eq!(
            serde_json::from_str::<DossierCode>(&json).ok(),
            Some(code),
            "and back"
        );
    }
}

#[test]
fn a_code_is_taken_apart_into_agency_day_and_number() {
    let code = DossierCode::parse(" h42.17-261122-0131\n").expect("spaces and small letters");
    assert_eq!(code.agency().as_str(), "H42.17", "the agency that resolves");
    assert_eq!(
        (code.day(), code.number()),
        (day(), 131),
        "the day and the number"
    );
}

#[test]
fn what_is_no_code_says_which_part_is_wrong() {
    for (text, error) in [
        ("", CodeError::Shape),
        ("H42.17-261122", CodeError::Shape),
        ("H42.17-261122-0001-1", CodeError::Shape),
        ("TAM-Q3-261122-001", CodeError::Shape),
        ("42.17-261122-0001", CodeError::Agency),
        ("H42.17.1-261122-0001", CodeError::Agency),
        ("H42.10.20.30.40-261122-0001", CodeError::Agency),
        ("00.00.10.H42-261122-0001", CodeError::Agency),
        ("Đ42-261122-0001", CodeError::Agency),
        ("H42.17-261332-0001", CodeError::Day),
        ("H42.17-+61122-0001", CodeError::Day),
        ("H42.17-261122-001", CodeError::Number),
        ("H42.17-261122-0000", CodeError::Number),
        ("H42.17-261122-00A1", CodeError::Number),
        ("H42.17-261122-0000000000001", CodeError::Number),
    ] {
        assert_eq!(DossierCode::parse(text), Err(error), "{text:?}");
    }
    assert_eq!(
        DossierCode::parse(&"9".repeat(10_000)),
        Err(CodeError::Shape),
        "bounded"
    );
}

#[test]
fn six_digits_with_a_known_prefix_are_a_ministrys() {
    let pattern = CodePattern::default();
    let is_ministry = |text| pattern.is_ministry(&DossierCode::parse(text).expect(text));
    assert!(is_ministry("H15.50-261008-090123"), "Nội vụ");
    assert!(is_ministry("H15.50-261008-1800123"), "seven digits, Y tế");
    assert!(
        !is_ministry("H15.50-261008-10000"),
        "five digits are never guessed"
    );
    assert!(!is_ministry("H15.50-261008-990123"), "an unknown prefix");
}

#[test]
fn a_provisional_code_names_its_desk() {
    let code = ProvisionalCode::new("q3", day(), 7).expect("a temporary code");
    assert_eq!(code.to_string(), "TAM-Q3-261122-007", "three digits");
    assert_eq!(
        ProvisionalCode::parse(" tam-q3-261122-007 "),
        Ok(code),
        "text and back"
    );
    let long = ProvisionalCode::new("Q3", day(), 1_000).map(|c| c.to_string());
    assert_eq!(
        long.as_deref(),
        Ok("TAM-Q3-261122-1000"),
        "999 is not the end"
    );
    for desk in ["", "Q-3", "Quầy 3", "ABCDEFGHIJKLM"] {
        let refused = ProvisionalCode::new(desk, day(), 1);
        assert_eq!(
            refused,
            Err(CodeError::Provisional),
            "{desk:?} is no short name"
        );
    }
    assert!(
        DossierCode::parse("TAM-Q3-261122-007").is_err(),
        "never mistaken for official"
    );
    assert!(
        ProvisionalCode::parse("H42.17-261122-0001").is_err(),
        "nor the other way"
    );
}

proptest! {
    #[test]
    fn codes_round_trip(n in 1_u64..1_000_000, days in 0_i64..30_000) {
        let day = CivilDate::new(2000, 1, 1).expect("a day").plus_days(days);
        let code = CodePattern::default().code(&agency("H42.02.05"), day, n).expect("a code");
        prop_assert_eq!(DossierCode::parse(&code.to_string()), Ok(code));
    }

    #[test]
    fn reading_anything_never_panics(text in "\\PC{0,60}") {
        if let Ok(code) = DossierCode::parse(&text) {
            prop_assert_eq!(code.to_string(), text.trim().to_ascii_uppercase());
        }
        if let Ok(code) = ProvisionalCode::parse(&text) {
            prop_assert_eq!(code.to_string(), text.trim().to_ascii_uppercase());
        }
    }
}
