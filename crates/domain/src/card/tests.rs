//! Cards as readers deliver them: whole, doubled, cut, damaged, and other codes.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::text::Garble;

const OLD: &str = "037157001234|161234567|Nguyễn Thị Hường|22111957|Nữ|\
                   Thôn 3, Gia Trung, Gia Viễn, Ninh Bình|01052021";
const NEW: &str = "037157001234||Nguyễn Thị Hường|22/11/1957|Nữ|\
                   Thôn 3, Xã Gia Viễn, Tỉnh Ninh Bình|01082024||Nguyễn Văn Cha|037131000001||";

fn warnings(content: &str) -> Vec<CardWarning> {
    parse_card(content).map(|r| r.warnings).expect("a reading")
}

#[test]
fn an_old_card_fills_every_field() {
    let reading = parse_card(OLD).expect("a card");
    assert_eq!(reading.number.as_str(), "037157001234", "the number");
    assert_eq!(
        reading.old_number.as_ref().map(OldIdNumber::as_str),
        Some("161234567"),
        "CMND"
    );
    assert_eq!(reading.name, "Nguyễn Thị Hường", "the name with its marks");
    assert_eq!(
        reading.birth.map(BirthDate::vietnamese).as_deref(),
        Some("22/11/1957"),
        "born"
    );
    assert_eq!(reading.sex, Some(Sex::Female), "sex");
    assert_eq!(
        reading.address, "Thôn 3, Gia Trung, Gia Viễn, Ninh Bình",
        "address as printed"
    );
    assert_eq!(
        reading.issued_on,
        CivilDate::new(2021, 5, 1),
        "day of issue"
    );
    assert!(
        reading.warnings.is_empty(),
        "a clean card: {:?}",
        reading.warnings
    );
    assert!(is_burst(OLD), "a text field must give it away");
}

#[test]
fn a_new_card_is_read_without_the_family_in_its_trailing_fields() {
    let reading = parse_card(NEW).expect("a card");
    assert_eq!(reading.old_number, None, "an empty CMND is fine");
    assert!(
        reading.warnings.is_empty(),
        "nothing to look at: {:?}",
        reading.warnings
    );
    let json = serde_json::to_string(&reading).expect("a reading can be written");
    assert!(
        !json.contains("Cha") && !json.contains("037131000001"),
        "extras are not kept"
    );
}

#[test]
fn decomposed_letters_become_composed_ones() {
    let decomposed: String = OLD.nfd().collect();
    assert_ne!(decomposed, OLD, "the test sends NFD");
    assert_eq!(parse_card(&decomposed), parse_card(OLD), "NFD reads as NFC");
}

#[test]
fn a_wrong_date_fills_the_rest_and_is_a_warning() {
    for (birth, warning) in [
        ("31021957", CardWarning::BirthUnreadable),
        ("", CardWarning::BirthUnreadable),
        ("2211", CardWarning::BirthUnreadable),
        ("1957", CardWarning::BirthPartial),
        ("00111957", CardWarning::BirthPartial),
        ("22111958", CardWarning::BirthYearDiffers),
    ] {
        let content = OLD.replace("22111957", birth);
        assert_eq!(warnings(&content), [warning], "birth {birth:?}");
    }
    for issued in ["", "31022021", "0105"] {
        let content = OLD.replace("01052021", issued);
        assert_eq!(
            warnings(&content),
            [CardWarning::IssueDateUnreadable],
            "issued {issued:?}"
        );
    }
}

#[test]
fn fields_that_contradict_the_number_are_warnings() {
    assert_eq!(
        warnings(&OLD.replace("Nữ", "Nam")),
        [CardWarning::SexDiffers],
        "sex"
    );
    assert_eq!(
        warnings(&OLD.replace("|Nữ|", "|?|")),
        [CardWarning::SexUnreadable],
        "no sex"
    );
    let odd = OLD.replace("161234567", "16123");
    assert_eq!(
        warnings(&odd),
        [CardWarning::OldNumberUnreadable],
        "a short CMND"
    );
    let unknown = OLD.replace("037157001234", "003157001234");
    assert_eq!(
        warnings(&unknown),
        [CardWarning::OriginUnknown],
        "no such province"
    );
}

#[test]
fn a_card_read_twice_is_one_card() {
    for twice in [
        format!("{OLD}{OLD}"),
        format!("{OLD}\r\n{OLD}\r\n"),
        format!("{NEW}{NEW}"),
        format!("{OLD}{}", OLD.chars().take(40).collect::<String>()),
    ] {
        let reading = parse_card(&twice).expect("one card");
        assert_eq!(reading.name, "Nguyễn Thị Hường", "the card is read");
        assert_eq!(
            reading.issued_on,
            CivilDate::new(2021, 5, 1)
                .filter(|_| !twice.contains("Cha"))
                .or(CivilDate::new(2024, 8, 1)),
            "its last field is not mixed with the repetition"
        );
        assert_eq!(
            reading.warnings,
            [CardWarning::Repeated],
            "and the repetition is told"
        );
    }
    let other_card = OLD.replace("037157001234", "037057009999");
    for two in [format!("{OLD}{other_card}"), format!("{OLD}\n{other_card}")] {
        assert_eq!(
            parse_card(&two),
            Err(CardError::TwoCards),
            "two people are never mixed"
        );
    }
}

#[test]
fn a_reading_cut_short_asks_for_another_scan() {
    for cut in [
        "037157001234|",
        "037157001234|161234567|Nguyễn Thị Hường|2211",
        "037157001234|161234567|Nguyễn Thị Hường|22111957|Nữ|",
        "7001234|161234567|Nguyễn Thị Hường|22111957|Nữ|Gia Viễn, Ninh Bình|01052021",
        "037157001234|161234567||22111957|Nữ|Gia Viễn, Ninh Bình|01052021",
    ] {
        assert_eq!(parse_card(cut), Err(CardError::CutShort), "{cut}");
    }
    let to_address: Vec<&str> = OLD.split('|').take(6).collect();
    assert_eq!(
        warnings(&to_address.join("|")),
        [CardWarning::MayBeCut],
        "the address may be cut"
    );
}

#[test]
fn a_reading_damaged_by_an_input_method_or_layout_is_not_taken() {
    for (content, damage) in [
        (
            OLD.replace("Nguyễn Thị Hường", "Nguyeenx Thij Huwowngf"),
            Damage::Text(Garble::InputMethod),
        ),
        (
            OLD.replace("Nguyễn", "Nguy?n"),
            Damage::Text(Garble::LostLetters),
        ),
        (
            OLD.replace("Nguyễn Thị Hường", "Nguyá»…n Thá»‹ HÆ°á»ng"),
            Damage::Text(Garble::WrongCharset),
        ),
        (
            OLD.replace("Nguyễn Thị Hường", "NguyÔn ThÞ H\u{ad}êng"),
            Damage::Text(Garble::LegacyFont),
        ),
        (OLD.replace("037157001234", "đê°ăê°đđăâêô"), Damage::Layout),
        (
            OLD.replace("037157001234", "à\"è&(èàà&é\"'"),
            Damage::Layout,
        ),
    ] {
        assert_eq!(
            parse_card(&content),
            Err(CardError::Garbled(damage)),
            "{content}"
        );
    }
    let latin1 = [b"037157001234||Nguy".as_slice(), &[0xea], b"n|1957|Nam|x|"].concat();
    let damage = CardError::Garbled(Damage::NotUtf8);
    assert_eq!(parse_card_bytes(&latin1), Err(damage), "not UTF-8");
}

#[test]
fn other_codes_have_their_own_answers() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    for (content, error) in [
        ("", CardError::Empty),
        (" \r\n", CardError::Empty),
        ("https://vneid.gov.vn/qr/abc", CardError::Vneid),
        (token, CardError::Vneid),
        (
            "https://dichvucong.gov.vn/tra-cuu#H42.17-261122-0131",
            CardError::NotACard,
        ),
        ("037157001234", CardError::NotACard),
        ("Nguyễn Văn An", CardError::NotACard),
        ("a|b|c", CardError::NotACard),
    ] {
        assert_eq!(parse_card(content), Err(error), "{content}");
    }
    let invented = OLD.replace("037157001234", "000000000001");
    assert_eq!(
        parse_card(&invented),
        Err(CardError::Number),
        "nobody has this number"
    );
    assert_eq!(
        parse_card(&"|".repeat(5000)),
        Err(CardError::TooLong),
        "over 4 KiB"
    );
}

#[test]
fn debug_shows_nothing_of_the_person() {
    let reading = parse_card(OLD).expect("a card");
    assert_eq!(
        format!("{reading:?}"),
        "CardReading(… [])",
        "personal data stays out of logs"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        drop(parse_card_bytes(&bytes));
    }

    #[test]
    fn no_text_with_separators_makes_the_parser_panic(
        fields in prop::collection::vec("[0-9]{0,20}|\\PC{0,20}|037157001234|22111957|Nam", 0..14),
        glue in prop::sample::select(vec!["|", "||", "|\n|", "\r\n"]),
    ) {
        let content = fields.join(glue);
        drop(parse_card(&content));
        drop(parse_card(&format!("{content}{content}")));
    }

    #[test]
    fn every_cut_of_a_card_is_an_answer_and_never_another_person(at in 0_usize..140) {
        let cut: String = OLD.chars().take(at).collect();
        if let Ok(reading) = parse_card(&cut) {
            prop_assert_eq!(reading.number.as_str(), "037157001234", "the same person");
            prop_assert!(at >= OLD.chars().count() || !reading.warnings.is_empty(), "told");
        }
    }

    #[test]
    fn a_card_of_any_person_is_read_back(
        serial in 0_u32..1_000_000, year in 0_u16..100, male in any::<bool>(),
        day in 1_u32..=28, month in 1_u32..=12,
    ) {
        let number = format!("037{}{year:02}{serial:06}", u8::from(!male));
        let sex = if male { "Nam" } else { "Nữ" };
        let content =
            format!("{number}||Trần Văn Đức|{day:02}{month:02}19{year:02}|{sex}|Hoa Lư, Ninh Bình|01012022");
        let reading = parse_card(&content).expect("a card");
        prop_assert_eq!(reading.number.as_str(), number.as_str(), "number");
        prop_assert!(reading.warnings.is_empty(), "clean: {:?}", reading.warnings);
    }
}
