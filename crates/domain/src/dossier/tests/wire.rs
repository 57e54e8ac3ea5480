//! Events on the wire, and what may be shown of them.

use super::*;

#[test]
fn the_kind_of_an_event_is_its_tag_on_the_wire() {
    for body in bodies() {
        let json = serde_json::to_value(&body).expect("an event is data");
        assert_eq!(json["kind"], body.kind(), "one name for both");
        assert_eq!(
            serde_json::from_value::<EventBody>(json).ok(),
            Some(body),
            "and back"
        );
    }
}

#[test]
fn a_body_is_read_as_serde_reads_it_wherever_its_kind_stands() {
    for body in bodies() {
        let text = serde_json::to_string(&body).expect("an event is data");
        // sorted: the kind is somewhere in the middle
        let sorted = serde_json::to_value(&body).expect("an event is data");
        for text in [text, sorted.to_string()] {
            assert_eq!(EventBody::read(&text).as_ref(), Some(&body), "{text}");
            let kind = EventBody::kind_of(&text);
            assert_eq!(kind.as_deref(), Some(body.kind()), "its kind");
        }
    }
    for none in [
        "",
        "[]",
        "{}",
        r#"{"kind":"received","#,
        r#"{"kind":"received"}"#,
    ] {
        assert_eq!(EventBody::read(none), None, "{none}");
    }
    let newer = r#"{"kind":"of_tomorrow","a":1}"#;
    assert_eq!(EventBody::read(newer), None, "unknown");
    assert_eq!(
        EventBody::kind_of(newer).as_deref(),
        Some("of_tomorrow"),
        "but named"
    );
}

#[test]
fn an_event_written_before_a_field_existed_still_reads() {
    let story = Story::received();
    let body = EventBody::Received(Box::new(story.state.received.expect("received")));
    let mut json = serde_json::to_value(&body).expect("an event is data");
    let fields = json.as_object_mut().expect("an object");
    fields.remove("fee_context");
    fields.remove("direct_reason");
    assert_eq!(
        serde_json::from_value::<EventBody>(json).ok(),
        Some(body),
        "new fields default"
    );
}

#[test]
fn debug_shows_no_personal_data() {
    let story = Story::received_with(official(1), |form| {
        form.delivery = ResultDelivery::Post {
            address: "12 Lê Lợi".to_owned(),
        };
        form.note = "con ông Bình".to_owned();
    });
    let act = Act::ReturnOutcome {
        collector: "Đặng Thị Ánh".to_owned(),
        all_present: true,
    };
    let shown = format!("{:?} {:?} {:?} {:?}", story.state, intake(), act, bodies());
    for secret in ["Ánh", "Lê Lợi", "Bình", "0912"] {
        assert!(!shown.contains(secret), "{secret} is personal");
    }
}

#[test]
fn every_field_reason_has_its_own_stable_code() {
    let mut codes = FieldReason::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes.len(),
        FieldReason::CODES.len(),
        "no two reasons share a code"
    );
    assert!(
        FieldReason::CODES.contains(&FieldReason::PartyMissing(PartyRole::Wife).code()),
        "all"
    );
}
