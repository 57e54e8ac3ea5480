//! Who stands in a dossier: a child whose father is unknown, a couple, an organisation. And who gives
//! it its code: a ministry's system, at once or after its outage.

use std::process::Command;

use protocol::view::{
    DossierQuery, ErrorView, ForeignCodeRequest, IntakeDraft, ReceivedView, ReprintRequest,
};
use testkit::{HUONG, Station, TestCentre, filled_draft, friday_morning};

const BIRTH: &str = "1.001193";
const MARRIAGE: &str = "1.000894";
const ALLOWANCE_OF_A_GROUP: &str = "2.000908";

fn at_work() -> (TestCentre, Station) {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    (centre, station)
}

/// The form as the window makes it: one place for every role of the procedure, the names given put
/// in, a carded first party moved to its own role.
fn form(station: &Station, procedure: &str, names: &[(&str, &str)]) -> IntakeDraft {
    let blank = station.desk().current_draft(()).expect("a form").parties[0].clone();
    let mut draft = filled_draft(station, procedure);
    let card = draft.parties[0].clone();
    let roles = station
        .desk()
        .procedure(procedure.to_owned())
        .expect("known")
        .roles;
    let place = |role: String| {
        let name = names
            .iter()
            .find(|(of, _)| *of == role)
            .map(|(_, name)| *name);
        let mut party = if name == Some("card") {
            card.clone()
        } else {
            blank.clone()
        };
        if let Some(name) = name.filter(|name| *name != "card") {
            name.clone_into(&mut party.name);
        }
        party.role = role;
        party
    };
    draft.parties = roles.into_iter().map(place).collect();
    draft
}

fn paths(error: &ErrorView) -> Vec<(&str, &str)> {
    let fields = error.fields.iter();
    fields.map(|f| (f.path.as_str(), f.code.as_str())).collect()
}

/// The words of a saved receipt.
fn printed(station: &Station, code: &str) -> String {
    assert!(!station.wait_receipt(code).is_empty(), "it was saved");
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .arg(station.documents().join(format!("{code}.pdf")))
        .arg("-")
        .output()
        .expect("pdftotext runs");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_birth_with_an_unknown_father_is_received_under_the_code_of_the_ministry() {
    let (_centre, station) = at_work();
    let names = [
        ("requester", "card"),
        ("child", "Nguyễn Gia Bảo"),
        ("mother", "Nguyễn Thị Hường"),
    ];
    let mut draft = form(&station, BIRTH, &names);
    let error = station
        .desk()
        .receive(draft.clone())
        .expect_err("no code yet");
    assert_eq!(
        paths(&error),
        [("foreignCode", "foreign_code_missing")],
        "all else is there"
    );
    draft.foreign_code = "KS-2026-000127".to_owned();
    let mut nameless = draft.clone();
    let child = nameless
        .parties
        .iter()
        .position(|p| p.role == "child")
        .expect("a place");
    nameless.parties[child].name.clear();
    let error = station
        .desk()
        .receive(nameless)
        .expect_err("a child has a name");
    assert_eq!(
        paths(&error),
        [(format!("parties.{child}.name").as_str(), "name_missing")],
        "who may not be absent is asked for"
    );
    let received = station.desk().receive(draft).expect("received");
    assert_eq!(received.code, "KS-2026-000127", "the ministry's code");
    assert_eq!(received.person, "Nguyễn Gia Bảo", "the child's papers");
    let dossier = station.desk().dossier(received.dossier).expect("there");
    let roles: Vec<&str> = dossier.parties.iter().map(|p| p.role.as_str()).collect();
    assert_eq!(
        roles,
        ["child", "requester", "mother"],
        "nobody stands for the father"
    );
}

#[test]
fn a_marriage_has_two_and_the_receipt_names_both() {
    let (_centre, station) = at_work();
    let mut draft = form(
        &station,
        MARRIAGE,
        &[("wife", "card"), ("husband", "Bùi Văn Ổn")],
    );
    draft.foreign_code = "KH-2026-000045".to_owned();
    let mut alone = draft.clone();
    alone.parties.truncate(1);
    let error = station.desk().receive(alone).expect_err("one is no couple");
    assert_eq!(
        paths(&error),
        [("parties", "party_missing")],
        "the other is asked for"
    );
    let received = station.desk().receive(draft).expect("received");
    let words = printed(&station, &received.code);
    for name in ["Bùi Văn Ổn", "Nguyễn Thị Hường"] {
        assert!(
            words.contains(name),
            "{name} stands on the receipt: {words}"
        );
    }
}

#[test]
fn an_organisation_is_the_owner_and_the_card_is_its_representative() {
    let (_centre, station) = at_work();
    let mut draft = form(&station, ALLOWANCE_OF_A_GROUP, &[("applicant", "card")]);
    let card = draft.parties[0].clone();
    let owner = &mut draft.parties[0];
    *owner = station.desk().current_draft(()).expect("a form").parties[0].clone();
    owner.kind = "organisation".to_owned();
    owner.name = "Hợp tác xã Nông nghiệp Đông Hướng".to_owned();
    owner.tax_code = "0100684379".to_owned();
    owner.representative = "Nguyễn Thị Hường".to_owned();
    draft.capacity = "legal_representative".to_owned();
    draft.submitter = Some(card);
    let error = station
        .desk()
        .receive(draft.clone())
        .expect_err("a wrong digit");
    assert_eq!(
        paths(&error),
        [("parties.0.taxCode", "tax_code_wrong")],
        "its number is checked"
    );
    draft.parties[0].tax_code = "0100684378".to_owned();
    let received = station.desk().receive(draft).expect("received");
    assert_eq!(
        received.person, "Hợp tác xã Nông nghiệp Đông Hướng",
        "the owner"
    );
    let dossier = station
        .desk()
        .dossier(received.dossier.clone())
        .expect("there");
    let owner = &dossier.parties[0];
    assert_eq!(
        (
            owner.kind.as_str(),
            owner.tax_code.as_str(),
            owner.representative.as_str()
        ),
        ("organisation", "0100684378", "Nguyễn Thị Hường"),
        "as it was put in"
    );
    assert_eq!(dossier.submitter, "Nguyễn Thị Hường", "who came");
    let words = printed(&station, &received.code);
    for text in [
        "Hợp tác xã Nông nghiệp",
        "0100684378",
        "Đại diện theo pháp luật",
    ] {
        assert!(
            words.contains(text),
            "{text} stands on the receipt: {words}"
        );
    }
    assert_eq!(found(&station, "0100684378"), 1, "found by its tax code");
}

fn found(station: &Station, text: &str) -> usize {
    let query = DossierQuery {
        text: text.to_owned(),
        queue: "all".to_owned(),
        scope: "office".to_owned(),
    };
    station.desk().dossier_ids(query).expect("a list").ids.len()
}

/// A couple whose papers come while the ministry's system is down.
fn slip(station: &Station) -> ReceivedView {
    let mut draft = form(
        station,
        MARRIAGE,
        &[("wife", "card"), ("husband", "Bùi Văn Ổn")],
    );
    draft.foreign_system_down = true;
    station.desk().receive(draft).expect("received")
}

#[test]
fn while_the_ministrys_system_is_down_a_slip_is_given_that_the_province_does_not_number() {
    let (_centre, station) = at_work();
    let slip = slip(&station);
    assert!(
        slip.provisional && slip.code.starts_with("TAM-"),
        "a slip: {}",
        slip.code
    );
    let words = printed(&station, &slip.code);
    assert!(
        words.contains("GIẤY BIÊN NHẬN HỒ SƠ TẠM THỜI"),
        "and called one: {words}"
    );
    assert!(
        !words.contains("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ"),
        "not a receipt"
    );
    station.wait_sent();
    station.desk().send_now(()).expect("signed in");
    station.wait_sent();
    let waiting = station.desk().dossier(slip.dossier.clone()).expect("there");
    assert_eq!(
        waiting.row.code, slip.code,
        "the province gives it no number of its own"
    );
    assert!(
        waiting.acts.contains(&"set_foreign_code".to_owned()),
        "{:?}",
        waiting.acts
    );
}

#[test]
fn the_code_of_the_ministrys_system_is_put_in_after_its_outage() {
    let (centre, station) = at_work();
    let slip = slip(&station);
    let put_in = |code: &str| {
        let request = ForeignCodeRequest {
            dossier: slip.dossier.clone(),
            code: code.to_owned(),
        };
        station.desk().set_foreign_code(request)
    };
    for wrong in ["", "có dấu", slip.code.as_str()] {
        let error = put_in(wrong).expect_err("no code");
        assert_eq!(paths(&error), [("code", "foreign_code_wrong")], "{wrong:?}");
    }
    put_in(" KH-2026-000046 ").expect("put in");
    put_in("KH-2026-000046").expect("the same again is harmless");
    let other = put_in("KH-2026-000047").expect_err("another one");
    assert_eq!(
        other.params["reason"], "code_given",
        "an official code never changes"
    );
    let dossier = station.desk().dossier(slip.dossier.clone()).expect("there");
    assert_eq!(dossier.row.code, "KH-2026-000046", "what people use now");
    assert_eq!(dossier.alias, slip.code, "the slip's code stays an alias");
    assert!(!dossier.row.provisional, "no slip any more");
    assert!(
        !dossier.acts.contains(&"set_foreign_code".to_owned()),
        "done"
    );
    for text in ["KH-2026-000046", slip.code.as_str()] {
        assert_eq!(found(&station, text), 1, "found by {text}");
    }
    let again = ReprintRequest {
        request_id: "0197a000-0000-7000-8000-000000000009".to_owned(),
        dossier: slip.dossier.clone(),
        reason: "có mã chính thức".to_owned(),
    };
    station
        .desk()
        .reprint(again)
        .expect("printed under its code");
    let words = printed(&station, "KH-2026-000046 in lại 1");
    assert!(
        words.contains("GIẤY TIẾP NHẬN HỒ SƠ"),
        "a receipt now: {words}"
    );
    assert!(!words.contains("TẠM THỜI"), "and no slip");
    station.wait_sent();
    let at_centre = centre.dossier(&slip.dossier).expect("the centre has it");
    assert_eq!(
        at_centre.assigned_code.as_deref(),
        Some("KH-2026-000046"),
        "there too"
    );
}

#[test]
fn a_dossier_that_waits_for_no_ministry_takes_no_foreign_code() {
    let (_centre, station) = at_work();
    let draft = filled_draft(&station, testkit::social_allowance());
    let received = station.desk().receive(draft).expect("received");
    let request = ForeignCodeRequest {
        dossier: received.dossier.clone(),
        code: "KH-1".to_owned(),
    };
    let error = station
        .desk()
        .set_foreign_code(request)
        .expect_err("it has its code");
    assert_eq!(error.params["reason"], "code_given", "the province's");
    let dossier = station.desk().dossier(received.dossier).expect("there");
    assert!(
        !dossier.acts.contains(&"set_foreign_code".to_owned()),
        "nor is it offered"
    );
}
