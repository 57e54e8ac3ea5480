//! The four state machines and ownership, by table.

use super::*;

#[test]
fn a_double_enter_receives_once() {
    let mut story = Story::received();
    let intake = Box::new(Site::new().check(|_| {}).expect("the same form"));
    let again = story.act(
        &Site::new(),
        Act::Receive {
            intake,
            code: official(131),
        },
    );
    assert_eq!(again, Ok(0), "the same request is a no-op");
    let intake = Box::new(
        Site::new()
            .check(|form| form.request = request(2))
            .expect("another"),
    );
    let other = story.act(
        &Site::new(),
        Act::Receive {
            intake,
            code: official(132),
        },
    );
    assert_eq!(
        other,
        Err(Refusal::AlreadyReceived),
        "another request is refused"
    );
}

#[test]
fn reception_sets_owner_promise_money_and_digitisation() {
    let story = Story::received();
    let state = &story.state;
    assert_eq!(
        state.status,
        BusinessStatus::Received,
        "a walk-in starts at 2"
    );
    assert_eq!(
        state.owner,
        Some(office("tt-hoalu")),
        "the office that received"
    );
    assert_eq!(state.own_epoch, 0, "reception is no hand-over");
    assert_eq!(state.money, MoneyStatus::Due, "20.000 đ to pay");
    assert_eq!(
        state.digitisation,
        DigitisationStatus::None,
        "nothing scanned yet"
    );
    assert_eq!(state.versions.procedure, 4, "the version is pinned");
    assert_eq!(
        state.code().as_deref(),
        Some("H42.17-261120-0131"),
        "the printed code"
    );
}

#[test]
fn only_the_owner_forwards_and_the_same_request_twice_is_harmless() {
    let mut story = Story::received();
    let forward = |n| Act::Forward {
        to: department(),
        request: request(n),
    };
    let stranger = Site::new().acting_for(office("tt-khac"));
    assert_eq!(
        story.act(&stranger, forward(5)),
        Err(Refusal::NotOwner),
        "not theirs"
    );
    assert_eq!(story.act(&Site::new(), forward(5)), Ok(1), "handed over");
    assert_eq!(story.act(&Site::new(), forward(5)), Ok(0), "a second press");
    assert_eq!(
        story.act(&Site::new(), forward(6)),
        Err(Refusal::AlreadyForwarded),
        "pending"
    );
    assert_eq!(story.state.own_epoch, 0, "not accepted yet");
    let theirs = Site::new().acting_for(department());
    assert_eq!(
        story.act(&Site::new(), Act::Accept),
        Err(Refusal::NotForwardedHere),
        "not to us"
    );
    story.done(&theirs, Act::Accept);
    assert_eq!(
        (&story.state.owner, story.state.own_epoch),
        (&Some(department()), 1),
        "theirs"
    );
    assert_eq!(
        story.act(&Site::new(), forward(5)),
        Ok(0),
        "still harmless after acceptance"
    );
    let same = story.act(&theirs, forward(7));
    assert_eq!(same, Err(Refusal::SameOwner), "not to oneself");
    let reason = reason();
    story.done(&theirs, Act::SendBack { reason });
    assert_eq!(
        story.state.owner,
        Some(office("tt-hoalu")),
        "back at the counter"
    );
    assert_eq!(story.state.own_epoch, 2, "a hand-over as well");
}

#[test]
fn sending_back_what_was_not_accepted_is_no_hand_over() {
    let mut story = Story::received();
    let home = story.act(&Site::new(), Act::SendBack { reason: reason() });
    assert_eq!(home, Err(Refusal::NotForwardedHere), "it is here already");
    story.done(
        &Site::new(),
        Act::Forward {
            to: department(),
            request: request(5),
        },
    );
    let theirs = Site::new().acting_for(department());
    let silent = story.act(
        &theirs,
        Act::SendBack {
            reason: " ".to_owned(),
        },
    );
    assert_eq!(silent, Err(Refusal::ReasonMissing), "why?");
    story.done(&theirs, Act::SendBack { reason: reason() });
    assert_eq!(story.state.forwarded_to, None, "nothing pending");
    assert_eq!(
        (&story.state.owner, story.state.own_epoch),
        (&Some(office("tt-hoalu")), 0),
        "same"
    );
}

#[test]
fn a_supplement_pauses_the_clock_and_the_second_needs_the_lead() {
    let mut story = Story::processing();
    story.done(&Site::new().at("2026-11-25 09:00"), ask("Giấy khai sinh"));
    assert_eq!(story.state.status, BusinessStatus::SupplementRequested, "5");
    assert!(story.state.paused_since.is_some(), "the clock stands");
    story.done(&Site::new().at("2026-11-26 09:30"), Act::ReceiveSupplement);
    let due = story.state.due.clone().expect("a promise");
    assert_eq!(
        due.unrounded,
        at("2026-12-08 10:11"),
        "8 h 30 min later than 09:41"
    );
    assert_eq!(due.at, at("2026-12-08 10:15"), "rounded once");
    assert_eq!(
        (story.state.paused_since, story.state.supplement_requests),
        (None, 1),
        "runs"
    );
    let again = story.act(&Site::new().at("2026-11-27 09:00"), ask("Ảnh"));
    assert_eq!(again, Err(Refusal::NeedsLead), "the second counts as late");
    story.done(&Site::new().at("2026-11-27 09:00").lead(), ask("Ảnh"));
    assert_eq!(story.state.supplement_requests, 2, "the lead may");
    let twice = story.act(&Site::new().lead(), ask("Ảnh"));
    assert!(
        matches!(twice, Err(Refusal::Status { .. })),
        "one at a time"
    );
}

#[test]
fn a_financial_obligation_pauses_the_clock_too() {
    let mut story = Story::processing();
    let note = "Thuế trước bạ".to_owned();
    story.done(
        &Site::new().at("2026-11-25 09:00"),
        Act::RequestObligation { note },
    );
    assert_eq!(story.state.status, BusinessStatus::ObligationRequested, "6");
    story.done(&Site::new().at("2026-11-25 10:00"), Act::MeetObligation);
    let due = story.state.due.clone().expect("a promise");
    assert_eq!(due.at, at("2026-12-07 10:45"), "one hour later");
    assert_eq!(
        story.state.supplement_requests, 0,
        "not a request for papers"
    );
}

fn completed(decision: &str) -> Act {
    Act::Complete {
        decision: decision.to_owned(),
    }
}

fn reopened(reason: &str) -> Act {
    Act::Reopen {
        reason: reason.to_owned(),
    }
}

fn returned(collector: &str) -> Act {
    Act::ReturnOutcome {
        collector: collector.to_owned(),
        all_present: true,
    }
}

#[test]
fn a_wrong_outcome_goes_back_for_correction_with_a_reason() {
    let mut story = Story::received();
    let site = Site::new();
    let decided = story.act(&site, completed("12/QĐ"));
    assert_eq!(decided, Ok(2), "2→4→9");
    let delivery = story.state.delivery;
    assert_eq!(delivery, DeliveryStatus::Waiting, "waits for the citizen");
    let silent = story.act(&site, reopened(" "));
    assert_eq!(silent, Err(Refusal::ReasonMissing), "9→4 needs a reason");
    story.done(&site, reopened("sai họ tên"));
    assert_eq!(story.state.status, BusinessStatus::Processing, "9→4");
    let delivery = story.state.delivery;
    assert_eq!(delivery, DeliveryStatus::NotReady, "no outcome any more");
    assert_eq!(story.act(&site, completed("13/QĐ")), Ok(1), "4→9 again");
}

#[test]
fn a_returned_outcome_is_final() {
    let mut story = Story::received();
    let site = Site::new();
    let early = story.act(&site, returned("Chủ hồ sơ"));
    assert!(matches!(early, Err(Refusal::Status { .. })), "nothing yet");
    story.done(&site, completed("12/QĐ"));
    let nobody = story.act(&site, returned(" "));
    assert_eq!(nobody, Err(Refusal::CollectorMissing), "who took it?");
    story.done(&site, returned("Chủ hồ sơ"));
    assert_eq!(story.state.status.national_code(), 10, "returned");
    let to = department();
    let request = request(8);
    for act in [
        reopened("theo đơn"),
        completed("14/QĐ"),
        returned("Chủ hồ sơ"),
        Act::Withdraw { reason: reason() },
        Act::Forward { to, request },
        Act::StartProcessing,
    ] {
        let name = format!("{act:?}");
        assert!(story.act(&site, act).is_err(), "10 is final: {name}");
    }
    let attachments = vec![attachment(1, "A")];
    let scans = story.act(&site, Act::AddAttachments { attachments });
    assert_eq!(scans, Ok(1), "scanning later is another machine");
}

#[test]
fn both_must_be_present_where_the_procedure_says_so() {
    let mut story = Story::received();
    let site = Site::with(|p| p.flags.all_present_at_return = true);
    story.done(
        &site,
        Act::Complete {
            decision: String::new(),
        },
    );
    let take = |all_present| Act::ReturnOutcome {
        collector: "Hai bên".to_owned(),
        all_present,
    };
    assert_eq!(
        story.act(&site, take(false)),
        Err(Refusal::AllMustBePresent),
        "one came"
    );
    assert_eq!(story.act(&site, take(true)), Ok(1), "both came");
}

#[test]
fn a_withdrawal_is_possible_only_while_no_decision_exists() {
    let site = Site::new();
    let withdraw = || Act::Withdraw { reason: reason() };
    let mut story = Story::received();
    assert_eq!(story.act(&site, withdraw()), Ok(1), "from 2");
    let mut story = Story::processing();
    story.done(&site, ask("Ảnh"));
    assert_eq!(story.act(&site, withdraw()), Ok(1), "from 5");
    assert_eq!(story.state.paused_since, None, "the clock has ended");
    let mut story = Story::received();
    story.done(
        &site,
        Act::Complete {
            decision: String::new(),
        },
    );
    assert!(
        matches!(story.act(&site, withdraw()), Err(Refusal::Status { .. })),
        "decided"
    );
}

#[test]
fn a_slip_of_an_outage_of_the_ministry_takes_the_ministrys_code_and_no_other() {
    let mut story = Story::received_with(provisional(), |_| {});
    let site = Site::new();
    let foreign = |code: &str| Act::AssignForeignCode {
        code: code.to_owned(),
    };
    let refused = story.act(&site, foreign("KH-1"));
    assert_eq!(
        refused,
        Err(Refusal::CodeMismatch),
        "this one waits for a lease"
    );
    let received = story.state.received.as_mut();
    received.expect("received").awaits_foreign_code = true;
    let official = Act::AssignCode {
        code: DossierCode::parse("H42.17-261120-5001").expect("a code"),
    };
    assert_eq!(
        story.act(&site, official),
        Err(Refusal::CodeMismatch),
        "the province does not number it"
    );
    for none in ["", "có dấu", "TAM-Q3-261120-00100077"] {
        let refused = story.act(&site, foreign(none));
        assert_eq!(refused, Err(Refusal::CodeMismatch), "{none:?} is no code");
    }
    assert_eq!(story.act(&site, foreign("KH-1")), Ok(1), "put in");
    assert_eq!(story.state.code().as_deref(), Some("KH-1"), "in use");
    assert_eq!(story.act(&site, foreign("KH-1")), Ok(0), "once");
    let other = story.act(&site, foreign("KH-2"));
    assert_eq!(other, Err(Refusal::CodeGiven), "it never changes");
}

#[test]
fn the_official_code_comes_once_and_the_temporary_one_stays() {
    let mut story = Story::received_with(provisional(), |_| {});
    let site = Site::new();
    let assign = |text: &str| Act::AssignCode {
        code: DossierCode::parse(text).expect("a code"),
    };
    assert_eq!(
        story.state.code().as_deref(),
        Some("TAM-Q3-261120-00100077"),
        "temporary"
    );
    let other_day = story.act(&site, assign("H42.17-261123-0001"));
    assert_eq!(
        other_day,
        Err(Refusal::CodeMismatch),
        "the day of reception, not of sync"
    );
    assert_eq!(
        story.act(&site, assign("H42.17-261120-5001")),
        Ok(1),
        "official"
    );
    assert_eq!(
        story.state.code().as_deref(),
        Some("H42.17-261120-5001"),
        "what people use"
    );
    let alias = story.state.received.as_ref().map(|r| r.code.to_string());
    assert_eq!(
        alias.as_deref(),
        Some("TAM-Q3-261120-00100077"),
        "an alias for ever"
    );
    assert_eq!(
        story.act(&site, assign("H42.17-261120-5001")),
        Ok(0),
        "again: harmless"
    );
    let second = story.act(&site, assign("H42.17-261120-5002"));
    assert_eq!(second, Err(Refusal::CodeGiven), "a code never changes");
    let official = Story::received().act(&site, assign("H42.17-261120-5001"));
    assert_eq!(official, Err(Refusal::CodeGiven), "nor an official one");
}

#[test]
fn the_competent_agency_confirms_two_days_later_and_the_clock_runs_from_there() {
    let site = Site::with(|p| p.competent_agency = Some(agency("H42.05"))).at("2026-11-16 09:41");
    let intake = Box::new(site.check(|_| {}).expect("a good form"));
    let day = CivilDate::new(2026, 11, 16).expect("a day");
    let code = CodePattern::default()
        .code(&agency("H42.05"), day, 3)
        .expect("a code");
    let code = ReceivedCode::Official {
        code,
        lease: LeaseId(Uuid::from_u128(9)),
    };
    let mut story = Story {
        state: Dossier::new(ID),
    };
    story.done(&site, Act::Receive { intake, code });
    let promised = story.state.due.clone().expect("a promise");
    assert!(promised.provisional, "dự kiến");
    let received_at = at("2026-11-18 14:02");
    let confirm = Act::ConfirmCompetentReception { received_at };
    story.done(&site, confirm.clone());
    let due = story.state.due.clone().expect("a promise");
    assert_eq!(
        due.at,
        at("2026-12-03 14:15"),
        "10 working days from Wednesday afternoon"
    );
    assert!(!due.provisional && promised.at < due.at, "final now");
    assert_eq!(
        story.state.competent_received_at,
        Some(received_at),
        "both times are kept"
    );
    assert_eq!(story.act(&site, confirm), Err(Refusal::NotAwaited), "once");
    let own = Story::received().act(&site, Act::ConfirmCompetentReception { received_at });
    assert_eq!(
        own,
        Err(Refusal::NotAwaited),
        "our own dossiers wait for nobody"
    );
}

#[test]
fn money_is_due_until_all_of_it_is_paid() {
    let mut story = Story::received();
    let site = Site::new();
    let pay = |amount| Act::Pay {
        amount: Dong(amount),
        method: "cash".to_owned(),
    };
    for amount in [0, -20_000] {
        assert_eq!(
            story.act(&site, pay(amount)),
            Err(Refusal::AmountWrong),
            "{amount} is none"
        );
    }
    story.done(&site, pay(5_000));
    assert_eq!(story.state.money, MoneyStatus::Due, "part of it");
    story.done(&site, pay(15_000));
    assert_eq!(story.state.money, MoneyStatus::Paid, "all of it");
    assert_eq!(
        story.act(&site, pay(i64::MAX)),
        Err(Refusal::AmountWrong),
        "no overflow"
    );
    let free = Story::received_with(official(1), |_| {}).state;
    let mut received = free.received.expect("received");
    received.charges.clear();
    let body = EventBody::Received(Box::new(received));
    let state = apply(Dossier::new(ID), &envelope(1, Timestamp(0)), &body);
    assert_eq!(state.money, MoneyStatus::NoCharge, "nothing to pay");
}

#[test]
fn digitisation_follows_the_papers_that_must_be_scanned() {
    let mut story = Story::received_with(official(1), |form| {
        form.papers.push(Paper {
            shown_only: true,
            ..paper("C", PaperState::Complete)
        });
        form.papers.push(paper("D", PaperState::NotApplicable));
    });
    let site = Site::new();
    let add = |n, code: &str| Act::AddAttachments {
        attachments: vec![attachment(n, code)],
    };
    story.done(&site, add(1, "A"));
    assert_eq!(
        story.state.digitisation,
        DigitisationStatus::Partial,
        "B is still paper"
    );
    story.done(&site, add(2, "B"));
    assert_eq!(
        story.state.digitisation,
        DigitisationStatus::Complete,
        "C is only shown"
    );
    assert_eq!(
        story.act(&site, add(2, "B")),
        Err(Refusal::AttachmentTwice),
        "the same page"
    );
    let remove = |n: u128| Act::RemoveAttachment {
        attachment: AttachmentId(Uuid::from_u128(n)),
        reason: "mờ".to_owned(),
    };
    story.done(&site, remove(2));
    assert_eq!(
        story.state.digitisation,
        DigitisationStatus::Partial,
        "taken out again"
    );
    assert_eq!(
        story.act(&site, remove(2)),
        Err(Refusal::AttachmentUnknown),
        "not there"
    );
    let shown = Story::received_with(official(1), |form| {
        form.papers.iter_mut().for_each(|p| p.shown_only = true);
    });
    assert_eq!(
        shown.state.digitisation,
        DigitisationStatus::NotNeeded,
        "nothing to scan"
    );
}

#[test]
fn a_reprint_is_counted_and_needs_a_reason() {
    let mut story = Story::received();
    let site = Site::new();
    let silent = story.act(
        &site,
        Act::ReprintReceipt {
            reason: String::new(),
        },
    );
    assert_eq!(silent, Err(Refusal::ReasonMissing), "why?");
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let act = Act::ReprintReceipt {
            reason: "rách".to_owned(),
        };
        let events = decide(&story.state, act.clone(), &site.context()).expect("possible");
        let [EventBody::ReceiptReprinted { reprint_no, .. }] = events.as_slice() else {
            panic!("one event")
        };
        numbers.push(*reprint_no);
        story.done(&site, act);
    }
    assert_eq!(
        (numbers, story.state.reprints),
        (vec![1, 2], 2),
        "In lại 1, In lại 2"
    );
}

#[test]
fn only_an_office_receives_and_returns() {
    let theirs = Site::new().acting_for(department());
    assert_eq!(
        theirs.check(|_| {}).err(),
        Some(Refusal::NotAnOffice),
        "no reception"
    );
    let other = Site::new().check(|form| form.conclusion = Conclusion::Refuse);
    assert_eq!(
        other.err(),
        Some(Refusal::OtherConclusion),
        "concluded otherwise"
    );
    let mut story = Story::received();
    story.done(
        &Site::new(),
        Act::Complete {
            decision: String::new(),
        },
    );
    let act = Act::ReturnOutcome {
        collector: "A".to_owned(),
        all_present: true,
    };
    assert_eq!(
        story.act(&theirs, act),
        Err(Refusal::NotAnOffice),
        "no return"
    );
    let empty = Dossier::new(ID);
    let nothing = decide(&empty, Act::Accept, &Site::new().context());
    assert_eq!(
        nothing,
        Err(Refusal::NotReceived),
        "nothing before reception"
    );
}

#[test]
fn a_pause_of_the_past_changes_nothing() {
    let story = Story::received();
    let due = story.state.due.expect("a promise");
    let site = Site::new();
    let backwards = Pause {
        from: Timestamp(2_000_000_000_000),
        to: Timestamp(0),
    };
    let extended = crate::due::extend(&due, backwards, &site.calendar, &site.policy);
    assert_eq!(extended, Ok(due), "a clock set back takes no time away");
}
