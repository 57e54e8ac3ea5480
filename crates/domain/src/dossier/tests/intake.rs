//! The rules of reception, one by one.

use super::*;

#[test]
fn a_good_form_becomes_a_reception_with_promise_and_charges() {
    let site = Site::new();
    let checked = site.check(|_| {}).expect("a good form");
    assert_eq!(checked.due().at, at("2026-12-07 09:45"), "10 working days");
    assert_eq!(checked.charges()[0].amount, Some(Dong(20_000)), "the levy");
    let day = CivilDate::new(2026, 11, 20).expect("a day");
    let need = CodeNeed::Official {
        agency: agency("H42.17"),
        day,
    };
    assert_eq!(
        checked.need(),
        &need,
        "a number of the resolving agency and the day of reception"
    );
    assert_eq!(
        checked.versions(),
        PinnedVersions {
            procedure: 4,
            calendar: 1,
            policy: 1
        },
        "what it was decided under"
    );
    let Ok(EventBody::Received(received)) = checked.receive(official(131)) else {
        panic!("a reception")
    };
    assert_eq!(
        received.code.to_string(),
        "H42.17-261120-0131",
        "the drawn number"
    );
    assert_eq!(received.received_at, at("2026-11-20 09:41"), "now");
    assert_eq!(
        received.procedure_name, "Trợ cấp xã hội hằng tháng",
        "its name that day"
    );
}

#[test]
fn an_empty_form_tells_all_its_errors_at_once() {
    let wrong = Site::new().wrong(|form| {
        form.procedure = None;
        form.parties.clear();
        form.papers.clear();
        form.sets = 0;
        form.submitter.capacity = SubmitterCapacity::Referred;
        form.delivery = ResultDelivery::Post {
            address: " ".to_owned(),
        };
    });
    let expected = [
        ("parties.0.name", "name_missing"),
        ("procedure", "procedure_missing"),
        ("submitter.name", "submitter_missing"),
        ("sets", "sets_wrong"),
        ("delivery.address", "address_missing"),
    ];
    let expected: Vec<_> = expected
        .map(|(path, code)| (path.to_owned(), code))
        .to_vec();
    assert_eq!(
        wrong, expected,
        "in the order of the form, not only the first"
    );
}

#[test]
fn a_procedure_unknown_or_not_in_force_today_is_refused() {
    let mut site = Site::new();
    let late = Site::new().at("2027-01-04 09:00");
    assert_eq!(
        late.wrong(|_| {}),
        path("procedure", "procedure_not_in_force"),
        "abolished"
    );
    site.procedure = None;
    assert_eq!(
        site.wrong(|_| {}),
        path("procedure", "procedure_unknown"),
        "not in the catalogue"
    );
    let other = Site::with(|p| p.code = ProcedureCode::parse("1.000001").expect("a code"));
    assert_eq!(
        other.wrong(|_| {}),
        path("procedure", "procedure_unknown"),
        "not the one chosen"
    );
}

#[test]
fn an_unclear_limit_needs_a_moment_set_by_a_person() {
    let unclear = Limit::Unclear {
        source_text: "0 OTHER".to_owned(),
    };
    let site = Site::with(|p| p.methods = vec![method(unclear)]);
    assert_eq!(
        site.wrong(|_| {}),
        path("due", "limit_unclear"),
        "never guessed"
    );
    let wish = |ground: &str| {
        let ground = ground.to_owned();
        Some(DueWish {
            at: at("2026-12-01 10:00"),
            ground,
            approver: "Trưởng bộ phận".to_owned(),
        })
    };
    let without = site.wrong(|form| form.due_wish = wish(""));
    assert_eq!(
        without,
        path("due", "due_without_ground"),
        "a ground is required"
    );
    let with = site
        .check(|form| form.due_wish = wish("Điều 9"))
        .expect("with a ground");
    assert_eq!(with.due().at, at("2026-12-01 10:00"), "as approved");
}

#[test]
fn the_limit_for_verification_is_chosen_by_the_officer() {
    let checked = Site::new().check(|form| form.limit = LimitChoice::Verification);
    assert_eq!(
        checked.expect("a good form").due().at,
        at("2026-11-26 09:45"),
        "3 working days"
    );
    let without = Site::with(|p| p.methods[0].verification_limit = None);
    let wrong = without.wrong(|form| form.limit = LimitChoice::Verification);
    assert_eq!(
        wrong,
        path("limit", "no_verification_limit"),
        "the procedure has none"
    );
}

#[test]
fn a_form_without_judged_papers_or_with_a_missing_one_is_not_received() {
    let site = Site::new();
    let none = site.wrong(|form| form.papers.clear());
    assert_eq!(
        none,
        path("papers", "no_paper_judged"),
        "nothing was judged"
    );
    let not_applicable = site.wrong(|form| {
        form.papers
            .iter_mut()
            .for_each(|p| p.state = PaperState::NotApplicable);
    });
    assert_eq!(
        not_applicable,
        path("papers", "no_paper_judged"),
        "nothing was handed in"
    );
    for state in [PaperState::Missing, PaperState::Incorrect] {
        let wrong = site.wrong(|form| form.papers[1].state = state);
        assert_eq!(
            wrong,
            path("papers.1.state", "paper_not_in_order"),
            "{state:?}"
        );
    }
    let no_papers = Site::with(|p| p.cases[0].components.clear());
    assert!(
        no_papers.wrong(|form| form.papers.clear()).is_empty(),
        "nothing is asked for"
    );
}

#[test]
fn a_procedure_without_paper_is_received_directly_only_with_a_reason() {
    let mut site = Site::with(|p| p.flags.takes_paper = false);
    assert_eq!(
        site.wrong(|_| {}),
        path("direct_reason", "takes_no_paper"),
        "online only"
    );
    let no_account = |form: &mut Intake| form.direct_reason = Some(DirectReason::NoAccount);
    assert!(
        site.wrong(no_account).is_empty(),
        "with a reason, never a dead end"
    );
    let silent = site.wrong(|form| {
        form.direct_reason = Some(DirectReason::PortalDown {
            incident: String::new(),
        });
    });
    assert_eq!(
        silent,
        path("direct_reason.incident", "incident_missing"),
        "which incident"
    );
    site.policy.direct_exception_needs_lead = true;
    assert_eq!(
        site.wrong(no_account),
        path("direct_reason", "direct_needs_lead"),
        "by policy"
    );
    assert!(site.lead().wrong(no_account).is_empty(), "the lead may");
}

#[test]
fn authority_follows_the_flags_of_the_procedure() {
    use SubmitterCapacity as C;
    let codes = |rule, capacity| {
        let site = Site::with(|p| p.flags.authority = rule);
        let wrong = site.wrong(|form| form.submitter = submitter(capacity));
        wrong.first().map(|(_, code)| *code)
    };
    let forbidden = Some("authority_forbidden");
    let certified = Some("authority_must_be_certified");
    assert_eq!(
        codes(AuthorityRule::Allowed, C::RelativeWithAuthority),
        None,
        "ordinary"
    );
    assert_eq!(
        codes(AuthorityRule::MustBeCertified, C::CertifiedAuthority),
        None,
        "certified"
    );
    assert_eq!(
        codes(AuthorityRule::MustBeCertified, C::ParentOrGuardian),
        None,
        "by law"
    );
    assert_eq!(
        codes(AuthorityRule::MustBeCertified, C::RelativeWithAuthority),
        certified,
        "not"
    );
    assert_eq!(
        codes(AuthorityRule::Forbidden, C::Owner),
        None,
        "the owner may"
    );
    assert_eq!(
        codes(AuthorityRule::Forbidden, C::CertifiedAuthority),
        forbidden,
        "nobody else"
    );
    assert_eq!(
        codes(AuthorityRule::Forbidden, C::LegalRepresentative),
        forbidden,
        "of a person"
    );
    let site = Site::with(|p| p.flags.authority = AuthorityRule::Forbidden);
    let company = site.wrong(|form| {
        form.parties = vec![organisation("Công ty An Bình")];
        form.submitter = submitter(C::LegalRepresentative);
    });
    assert!(
        company.is_empty(),
        "an organisation acts through its representative"
    );
}

#[test]
fn a_marriage_wants_two_and_a_birth_may_lack_the_father() {
    use PartyRole as R;
    let marriage = Site::with(|p| p.parties = vec![R::Husband, R::Wife]);
    let one = marriage.wrong(|form| form.parties = vec![person(R::Husband, "Lê Nam")]);
    assert_eq!(
        one,
        path("parties", "party_missing"),
        "the bride is missing"
    );
    let twice = marriage.wrong(|form| {
        form.parties = vec![person(R::Husband, "Lê Nam"), person(R::Husband, "Lê Ba")];
    });
    let expected = [
        path("parties.1.role", "party_twice"),
        path("parties", "party_missing"),
    ];
    assert_eq!(twice, expected.concat(), "two grooms");
    let stranger = marriage.wrong(|form| {
        form.parties.push(person(R::Husband, "Lê Nam"));
        form.parties.push(person(R::Wife, "Y"));
    });
    assert_eq!(
        stranger,
        path("parties.0.role", "party_unexpected"),
        "an applicant has no place"
    );
    let birth = Site::with(|p| p.parties = vec![R::Requester, R::Child, R::Father, R::Mother]);
    let no_father = birth.wrong(|form| {
        form.parties = vec![person(R::Child, "An"), person(R::Requester, "Đỗ Mai")];
    });
    assert!(
        no_father.is_empty(),
        "a name of one word, and no father known"
    );
}

#[test]
fn the_owner_stands_first_whatever_the_order_of_typing() {
    use PartyRole as R;
    let mut site = Site::with(|p| {
        p.parties = vec![R::Requester, R::Child];
        p.owner_role = Some(R::Child);
    });
    let both = |form: &mut Intake| {
        form.parties = vec![person(R::Requester, "Đỗ Mai"), person(R::Child, "Đỗ An")];
    };
    let first = |site: &Site| {
        let checked = site.check(both).expect("a good form");
        let Ok(EventBody::Received(received)) = checked.receive(official(1)) else {
            panic!("it")
        };
        received.parties[0].role
    };
    assert_eq!(first(&site), R::Child, "the role that owns on the wire");
    site.procedure.as_mut().expect("a procedure").owner_role = None;
    assert_eq!(
        first(&site),
        R::Requester,
        "else the first of the procedure"
    );
}

#[test]
fn co_owners_are_as_many_as_there_are() {
    use PartyRole as R;
    let land = Site::with(|p| p.parties = vec![R::Applicant, R::CoOwner]);
    let three = land.wrong(|form| {
        form.parties
            .extend([person(R::CoOwner, "B"), person(R::CoOwner, "C")]);
    });
    assert!(three.is_empty(), "đồng chủ sử dụng");
}

#[test]
fn names_and_births_are_checked() {
    let site = Site::new();
    let named =
        |name: &str| site.wrong(|form| form.parties[0] = person(PartyRole::Applicant, name));
    assert_eq!(
        named("  "),
        path("parties.0.name", "name_missing"),
        "spaces are no name"
    );
    assert_eq!(
        named("A\u{7}B"),
        path("parties.0.name", "name_unreadable"),
        "a bell"
    );
    assert_eq!(
        named(&"a".repeat(501)),
        path("parties.0.name", "too_long"),
        "501 letters"
    );
    assert!(named("Y Ƀlơ Niê").is_empty(), "ethnic names are names");
    let unborn = site.wrong(|form| {
        let PartyBody::Person(person) = &mut form.parties[0].body else {
            return;
        };
        person.birth = BirthDate::parse("21/11/2026").ok();
    });
    assert_eq!(
        unborn,
        path("parties.0.birth", "birth_in_future"),
        "born tomorrow"
    );
}

#[test]
fn a_ministry_numbers_its_own_procedures() {
    let site = Site::with(|p| p.code_issuer = CodeIssuer::Ministry);
    assert_eq!(
        site.wrong(|_| {}),
        path("foreign_code", "foreign_code_missing"),
        "no lease here"
    );
    let typed =
        |code: &'static str| move |form: &mut Intake| form.foreign_code = Some(code.to_owned());
    let checked = site
        .check(typed(" h15.50-261008-1800123 "))
        .expect("a good form");
    let code = "H15.50-261008-1800123".to_owned();
    assert_eq!(
        checked.need(),
        &CodeNeed::Foreign { code: code.clone() },
        "seven digits, tidied"
    );
    assert!(
        checked.receive(ReceivedCode::Foreign { code }).is_ok(),
        "the slip bears it"
    );
    assert!(
        site.check(typed("03706/2026/07906")).is_ok(),
        "social insurance has its own shape"
    );
    let broken = site.wrong(typed("mã đây"));
    assert_eq!(
        broken,
        path("foreign_code", "foreign_code_wrong"),
        "not printable as a code"
    );
    let down = site
        .check(|form| form.is_foreign_system_down = true)
        .expect("a temporary slip");
    assert!(
        matches!(down.need(), CodeNeed::Provisional { .. }),
        "their system is down"
    );
    let province = Site::new().wrong(typed("H15.50-261008-1800123"));
    assert_eq!(
        province,
        path("foreign_code", "foreign_code_unexpected"),
        "the desk numbers"
    );
}

#[test]
fn a_code_of_another_agency_day_or_kind_is_not_taken() {
    let checked = Site::new().check(|_| {}).expect("a good form");
    let take = |code| checked.clone().receive(code).map(|_| ());
    assert_eq!(take(official(1)), Ok(()), "the right one");
    assert_eq!(take(provisional()), Ok(()), "no lease: a temporary slip");
    let other = |text: &str| ReceivedCode::Official {
        code: DossierCode::parse(text).expect("a code"),
        lease: LeaseId(Uuid::from_u128(9)),
    };
    assert_eq!(
        take(other("H42.18-261120-0001")),
        Err(Refusal::CodeMismatch),
        "another agency"
    );
    assert_eq!(
        take(other("H42.17-261121-0001")),
        Err(Refusal::CodeMismatch),
        "another day"
    );
    let foreign = ReceivedCode::Foreign {
        code: "X".to_owned(),
    };
    assert_eq!(take(foreign), Err(Refusal::CodeMismatch), "another kind");
}

#[test]
fn a_dossier_for_another_agency_is_numbered_by_it_and_provisional() {
    let site = Site::with(|p| p.competent_agency = Some(agency("H42.05")));
    let checked = site.check(|_| {}).expect("a good form");
    let CodeNeed::Official {
        agency: numbered_by,
        ..
    } = checked.need()
    else {
        panic!("official")
    };
    assert_eq!(numbered_by, &agency("H42.05"), "the agency that resolves");
    assert!(checked.due().provisional, "until it confirms");
    let before = site
        .at("2026-08-04 09:41")
        .check(|_| {})
        .expect("a good form");
    assert!(!before.due().provisional, "the rule began on 5 August 2026");
}

#[test]
fn the_moment_of_reception_lies_neither_ahead_nor_far_behind() {
    let site = Site::new();
    let received =
        |moment: &'static str| move |form: &mut Intake| form.received_at = Some(at(moment));
    let ahead = site.wrong(received("2026-11-20 09:42"));
    assert_eq!(
        ahead,
        path("received_at", "received_in_future"),
        "a minute ahead"
    );
    let behind = site.wrong(received("2026-10-19 09:00"));
    assert_eq!(behind, path("received_at", "received_long_ago"), "32 days");
    let post = site
        .check(received("2026-11-19 15:00"))
        .expect("yesterday's post");
    assert_eq!(
        post.received_at(),
        at("2026-11-19 15:00"),
        "the clock starts there"
    );
    let CodeNeed::Official { day, .. } = post.need() else {
        panic!("official")
    };
    assert_eq!(day.to_string(), "2026-11-19", "and so does the code");
}

#[test]
fn fields_that_need_bounds_have_them() {
    let site = Site::new();
    let many = site.wrong(|form| form.papers = vec![paper("A", PaperState::Complete); 101]);
    assert_eq!(many, path("papers", "too_many"), "101 papers");
    let parties = site.wrong(|form| {
        let co_owner = person(PartyRole::CoOwner, "B");
        form.parties
            .extend(std::iter::repeat_n(co_owner, PARTIES_MAX));
    });
    assert!(
        parties.contains(&("parties".to_owned(), "too_many")),
        "21 parties"
    );
    let note = site.wrong(|form| form.note = "ă".repeat(2_001));
    assert_eq!(
        note,
        path("note", "too_long"),
        "counted in letters, not bytes"
    );
    let unbound = site.wrong(|form| form.attachments = vec![attachment(1, "Z")]);
    assert_eq!(
        unbound,
        path("attachments.0.component", "attachment_unbound"),
        "no such paper"
    );
    let channel = site.wrong(|form| form.channel = Channel::Postal);
    assert_eq!(
        channel,
        path("channel", "channel_not_offered"),
        "not by post"
    );
    let exempt = site.wrong(|form| form.fee_context.exemption = Some("quên".to_owned()));
    assert_eq!(
        exempt,
        path("fee_context.exemption", "exemption_unknown"),
        "not in the rules"
    );
    let case = site.wrong(|form| form.case = 1);
    assert_eq!(case, path("case", "case_unknown"), "only one case");
}

#[test]
fn an_officer_never_chooses_online_but_assists() {
    let site = Site::with(|p| p.methods[0].channel = Channel::Online);
    let wrong = site.wrong(|form| form.channel = Channel::Online);
    assert_eq!(
        wrong,
        path("channel", "online_not_assisted"),
        "figures stay honest"
    );
    let assisted = site.wrong(|form| {
        form.channel = Channel::Online;
        form.assisted = true;
    });
    assert!(
        assisted.is_empty(),
        "the citizen submits, the officer helps"
    );
}

#[test]
fn a_notice_needs_no_more_than_a_name() {
    let mut site = Site::new();
    site.procedure = None;
    let mut form = intake();
    form.procedure = None;
    form.papers.clear();
    form.conclusion = Conclusion::AskForSupplement;
    let refused = check_notice(&form, &site.context()).expect_err("nothing to ask for");
    assert_eq!(
        refused.fields()[0].code(),
        "nothing_to_ask",
        "one complete list"
    );
    form.papers = vec![
        paper("A", PaperState::Missing),
        paper("B", PaperState::Complete),
    ];
    form.papers[0].note = "bản chính".to_owned();
    let notice = check_notice(&form, &site.context()).expect("Mẫu 02");
    assert_eq!(
        notice.items,
        ["Giấy A: bản chính"],
        "what is missing fills the form by itself"
    );
    form.conclusion = Conclusion::Refuse;
    let refused = check_notice(&form, &site.context()).expect_err("no reason");
    assert_eq!(
        refused.fields()[0].code(),
        "reason_missing",
        "a refusal has a legal reason"
    );
    form.reason = "Không thuộc thẩm quyền".to_owned();
    let notice = Box::new(check_notice(&form, &site.context()).expect("Mẫu 03"));
    let mut story = Story {
        state: Dossier::new(ID),
    };
    story.done(&site, Act::IssueNotice { notice });
    assert_eq!(
        story.state.status,
        BusinessStatus::Refused,
        "ends at 3, without a code"
    );
    let intake = Box::new(Site::new().check(|_| {}).expect("a good form"));
    let act = Act::Receive {
        intake,
        code: official(1),
    };
    let again = story.act(&site, act).expect_err("ended");
    assert_eq!(
        again,
        Refusal::Status {
            status: BusinessStatus::Refused
        },
        "3 is final"
    );
}
