//! Cards as readers deliver them, through the desk: what can be read fills the form, what cannot
//! says what to do, and the form that was being typed stays as it was.

use testkit::{HUONG_CARD, Station};

use crate::words::told_as;
use crate::world::{World, field, told};

/// "Nguyễn Thị Hường" with its marks as letters of their own.
const NAME_NFD: &str = "Nguye\u{302}\u{303}n Thi\u{323} Hu\u{31b}o\u{31b}\u{300}ng";

fn refused(station: &Station, content: &str) -> String {
    let error = station
        .desk()
        .read_card(content.to_owned())
        .expect_err("no good reading");
    told(&error);
    let shown = format!("{error:?}");
    assert!(
        !shown.contains("Hường") && !shown.contains("037188004321"),
        "no person in an error"
    );
    error.code
}

#[test]
fn bad_readings_say_what_to_do_and_leave_the_form_alone() {
    let world = World::at_work();
    let typed = world.typed();
    let other = HUONG_CARD.replace("037188004321", "037057009999");
    let cases = [
        (
            "037188004321|161234567|Nguyễn Thị Hường|1205",
            "card.damaged",
        ),
        (
            "88004321|161234567|Nguyễn Thị Hường|12051988|Nữ|Nam Bình, Ninh Bình|15082021",
            "card.damaged",
        ),
        (&format!("{HUONG_CARD}{other}"), "card.damaged"),
        (&HUONG_CARD.replace("Nguyễn", "Nguy?n"), "card.damaged"),
        (
            &HUONG_CARD.replace("037188004321", "à\"è&(èàà&é\"'"),
            "card.damaged",
        ),
        (
            &HUONG_CARD.replace("Nguyễn Thị Hường", "Nguyeenx Thij Huwowngf"),
            "card.garbled",
        ),
        (
            &HUONG_CARD.replace("037188004321", "000000000001"),
            "card.number",
        ),
        ("https://vneid.gov.vn/qr/abc", "card.vneid"),
        (
            "https://dichvucong.gov.vn/tra-cuu#H42.17-261122-0131",
            "card.not_a_card",
        ),
        ("", "card.not_a_card"),
        (&"|".repeat(5_000), "card.not_a_card"),
    ];
    for (content, code) in cases {
        assert_eq!(
            refused(&world.station, content),
            code,
            "{} letters",
            content.chars().count()
        );
    }
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        typed,
        "nothing of it is lost"
    );
}

#[test]
fn the_words_for_a_bad_reading_name_the_way_out() {
    for code in ["card.damaged", "card.garbled"] {
        let words = told_as(code).to_lowercase();
        assert!(
            words.contains("quét lại"),
            "{code} asks for another scan: {words}"
        );
    }
    assert!(
        told_as("card.vneid").contains("số"),
        "a VNeID code asks for the number"
    );
    assert!(
        told_as("card.garbled").to_lowercase().contains("bộ gõ"),
        "and names the input method"
    );
}

#[test]
fn a_card_read_twice_or_with_loose_marks_is_the_same_person() {
    let world = World::at_work();
    let read = |content: String| world.desk().read_card(content).expect("a good reading");
    let once = read(HUONG_CARD.to_owned());
    assert!(
        once.warnings.is_empty(),
        "a clean card: {:?}",
        once.warnings
    );
    let twice = read(format!("{HUONG_CARD}\r\n{HUONG_CARD}\r\n"));
    assert_eq!(twice.person, once.person, "one person");
    assert_eq!(twice.warnings, ["doubled"], "the repetition is told");
    let loose = read(HUONG_CARD.replace("Nguyễn Thị Hường", NAME_NFD));
    assert_eq!(
        loose.person, once.person,
        "stored in one form, whatever the reader sends"
    );
}

#[test]
fn a_wrong_date_fills_the_rest_and_the_dossier_can_be_received() {
    let world = World::at_work();
    let card = world
        .desk()
        .read_card(HUONG_CARD.replace("12051988", "31021988"))
        .expect("read");
    assert_eq!(card.warnings, ["birth.impossible"], "amber, not a refusal");
    assert_eq!(
        (card.person.birth.as_str(), card.person.sex.as_str()),
        ("", "female"),
        "the rest"
    );
    assert_eq!(card.person.name, "Nguyễn Thị Hường", "is filled");
    let mut draft = world.typed();
    let phone = draft.parties[0].phone.clone();
    draft.parties[0] = card.person;
    draft.parties[0].phone = phone;
    world
        .desk()
        .receive(draft)
        .expect("a birth date is no condition");
}

#[test]
fn a_card_fired_into_another_field_is_not_taken_for_its_text() {
    let world = World::at_work();
    let mut draft = world.typed();
    draft.parties[0].name = HUONG_CARD.to_owned();
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "parties.0.name").code,
        "text_card",
        "no name looks like that"
    );
    let mut draft = world.typed();
    draft.parties[0].phone = HUONG_CARD.to_owned();
    draft.parties[0].address_line = HUONG_CARD.to_owned();
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "parties.0.phone").code,
        "phone_wrong",
        "nor a telephone number"
    );
    assert_eq!(
        field(&error, "parties.0.addressLine").code,
        "text_card",
        "nor an address"
    );
}
