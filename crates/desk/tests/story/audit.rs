//! The journal for who audits it: read, computed again, written into a file; not for everybody.

use domain::journal::{ChainHead, Envelope};
use protocol::view::AuditWish;
use serde_json::Value;
use testkit::{HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, social_allowance};

use crate::main_job::dossier_when;

pub(crate) fn wish() -> AuditWish {
    AuditWish {
        before: None,
        officer: String::new(),
        code: String::new(),
        from: String::new(),
        until: String::new(),
    }
}

/// Computes the chain again from the lines of a file, as anybody can who has it.
fn is_chain(lines: &[Value]) -> bool {
    let mut head = ChainHead::default();
    lines.iter().all(|line| {
        let envelope: Envelope = serde_json::from_value(line["envelope"].clone()).expect("reads");
        let body = line["body_hash"].as_str().expect("a hash");
        let body = ChainHead::from_hex(body).expect("64 digits");
        head = head.after_hash(&envelope, body.0);
        line["head"] == head.hex()
    })
}

#[test]
fn a_lead_reads_the_journal_and_takes_it_along_and_an_officer_of_the_counter_does_not() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let counter = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let lead = Station::at_work(&centre, &clock, "Quầy 1", LAN);
    let draft = filled_draft(&counter, social_allowance());
    let theirs = counter.desk().receive(draft).expect("received");
    counter.wait_sent();
    dossier_when(&lead, &theirs.dossier, "the dossier", |_| true);
    for _ in 0..2 {
        let draft = filled_draft(&lead, social_allowance());
        lead.desk().receive(draft).expect("received");
    }
    let refused = counter
        .desk()
        .audit_page(wish())
        .expect_err("not for the counter");
    assert_eq!(refused.code, "app.not_allowed", "said so");
    let page = lead.desk().audit_page(wish()).expect("the journal");
    let desks: Vec<_> = page.entries.iter().map(|e| e.entry.desk.as_str()).collect();
    assert_eq!(
        desks,
        ["Quầy 1", "Quầy 1", "Quầy 3"],
        "newest first, of every desk"
    );
    assert!(!page.more, "that is all");
    let one = AuditWish {
        code: theirs.code.clone(),
        ..wish()
    };
    let found = lead.desk().audit_page(one).expect("by code").entries;
    assert_eq!(
        (found.len(), &found[0].dossier),
        (1, &theirs.dossier),
        "one"
    );
    let before = AuditWish {
        until: "2020-01-01".into(),
        ..wish()
    };
    assert_eq!(lead.desk().audit_page(before).expect("by day").entries, []);
    let check = lead.desk().audit_check(()).expect("computed");
    assert_eq!((check.sound, check.broken_at), (2, None), "its own chain");
    let own = AuditWish {
        officer: LAN.login.into(),
        ..wish()
    };
    let file = lead.desk().audit_export(own).expect("written");
    let text = std::fs::read_to_string(lead.documents().join(file)).expect("the file");
    let name = lead
        .desk()
        .dossier(theirs.dossier)
        .expect("here")
        .row
        .person;
    assert!(!text.contains(&name), "it names no citizen");
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let mut lines: Vec<Value> = lines.collect();
    lines.reverse();
    assert_eq!(lines.len(), 2, "what the lead did");
    assert!(is_chain(&lines), "and it proves itself");
    lines[0]["envelope"]["officer"] = "nt.huong".into();
    assert!(!is_chain(&lines), "a changed line is seen");
}
