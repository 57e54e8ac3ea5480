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

fn dossier(end: u64) -> DossierId {
    DossierId(uuid::Uuid::from_u128(
        (0x019a_0000_u128 << 96) + u128::from(end),
    ))
}

#[test]
fn a_provisional_code_names_its_desk_and_ends_with_its_dossier() {
    let own = |n| dossier(n).0.as_u128() % 100_000;
    let code = ProvisionalCode::new("q3", day(), 7, dossier(1)).expect("a temporary code");
    let text = code.to_string();
    assert_eq!(
        text,
        format!("TAM-Q3-261122-007{:05}", own(1)),
        "three digits, then the dossier's five"
    );
    assert_eq!(code.number(), 7, "the running number");
    assert_eq!(
        ProvisionalCode::parse(&format!(" {} ", text.to_ascii_lowercase())),
        Ok(code),
        "text and back"
    );
    let long = ProvisionalCode::new("Q3", day(), 1_000, dossier(2)).expect("a code");
    assert_eq!(
        (long.to_string(), long.number()),
        (format!("TAM-Q3-261122-1000{:05}", own(2)), 1_000),
        "999 is not the end"
    );
    let none = ProvisionalCode::new("Q3", day(), 0, dossier(1));
    assert_eq!(none, Err(CodeError::Number), "there is no number zero");
    for desk in ["", "Q-3", "Quầy 3", "ABCDEFGHIJKLM"] {
        let refused = ProvisionalCode::new(desk, day(), 1, dossier(1));
        assert_eq!(
            refused,
            Err(CodeError::Provisional),
            "{desk:?} is no short name"
        );
    }
    assert!(
        DossierCode::parse(&text).is_err(),
        "never mistaken for official"
    );
    assert!(
        ProvisionalCode::parse("H42.17-261122-0001").is_err(),
        "nor the other way"
    );
}

#[test]
fn two_copies_that_count_the_same_give_two_dossiers_two_provisional_codes() {
    let code = |dossier| ProvisionalCode::new("Q3C4E5", day(), 501, dossier).expect("a code");
    let (ours, theirs) = (code(dossier(40_213)), code(dossier(40_214)));
    assert_ne!(ours, theirs, "the same desk, day and running number");
    assert_eq!(
        ours.number(),
        theirs.number(),
        "which alone would not tell them apart"
    );
}

#[test]
fn provisional_codes_of_before_are_read_as_they_were_printed() {
    for (text, number) in [
        ("TAM-Q3-261122-007", 7),
        ("TAM-Q3C4E5-261122-501", 501),
        ("TAM-Q3C4E5-261122-1000", 1_000),
    ] {
        let code = ProvisionalCode::parse(text).expect(text);
        assert_eq!(
            (code.to_string(), code.number()),
            (text.to_owned(), number),
            "without digits of the dossier"
        );
    }
}

proptest! {
    #[test]
    fn codes_round_trip(n in 1_u64..1_000_000, days in 0_i64..30_000) {
        let day = CivilDate::new(2000, 1, 1).expect("a day").plus_days(days);
        let code = CodePattern::default().code(&agency("H42.02.05"), day, n).expect("a code");
        prop_assert_eq!(DossierCode::parse(&code.to_string()), Ok(code));
    }

    #[test]
    fn provisional_codes_round_trip(n in 1_u64..10_000_000, end in 0_u64..10_000_000) {
        let code = ProvisionalCode::new("Q3C4E5", day(), n, dossier(end)).expect("a code");
        prop_assert_eq!(code.number(), n);
        prop_assert_eq!(ProvisionalCode::parse(&code.to_string()), Ok(code));
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
