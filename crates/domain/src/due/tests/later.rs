//! What happens to a promise afterwards: pauses, reviews, the competent authority, wishes.

use super::*;

#[test]
fn beyond_the_published_calendar_a_promise_is_provisional_and_reviewed_later() {
    let promise = due(&working(5), "2026-12-28 10:00");
    assert_eq!(
        (promise.at, promise.provisional),
        (at("2027-01-04 10:00"), true),
        "1/1/2027 unknown"
    );
    let published = changed(|data| {
        let (date, name) = (day("2027-01-01"), "Tết Dương lịch".to_owned());
        data.holidays.push(Holiday { date, name });
        data.published_until = day("2027-12-31");
    });
    let Ok(Review::WouldBe(fresh)) = review(&promise, &published, &SitePolicy::default()) else {
        panic!("the holiday moves it");
    };
    assert_eq!(
        (fresh.at, fresh.provisional),
        (at("2027-01-05 10:00"), false),
        "final now"
    );
    assert!(
        !due(&working(3), "2026-12-28 10:00").provisional,
        "31/12/2026 is published"
    );
}

#[test]
fn a_holiday_announced_after_the_slip_was_printed_leaves_the_promise() {
    let promise = due(&working(3), "2026-11-26 09:00");
    assert_eq!(
        review(&promise, &calendar(), &SitePolicy::default()),
        Ok(Review::Stands),
        "same"
    );
    let later = changed(|data| {
        data.holidays.push(Holiday {
            date: day("2026-11-30"),
            name: "bão số 9".to_owned(),
        });
    });
    let Ok(Review::WouldBe(fresh)) = review(&promise, &later, &SitePolicy::default()) else {
        panic!("a review proposes another moment");
    };
    assert_eq!(
        promise.at,
        at("2026-12-01 09:00"),
        "the promise itself did not move"
    );
    assert_eq!(
        fresh.at,
        at("2026-12-02 09:00"),
        "what a new slip would say"
    );
}

fn pause(from: &str, to: &str) -> Pause {
    Pause {
        from: at(from).instant(),
        to: at(to).instant(),
    }
}

fn paused(promise: &DuePromise, from: &str, to: &str) -> DuePromise {
    extend(
        promise,
        pause(from, to),
        &calendar(),
        &SitePolicy::default(),
    )
    .expect("a promise")
}

#[test]
fn a_pause_over_tet_adds_its_working_minutes_to_the_unrounded_moment() {
    let promise = due(&working(10), "2026-02-09 09:41");
    assert_eq!(promise.at, at("2026-03-02 09:45"), "without a pause");
    let later = paused(&promise, "2026-02-13 16:00", "2026-02-23 08:02");
    assert_eq!(
        later.unrounded,
        at("2026-03-02 11:13"),
        "09:41 and 92 working minutes"
    );
    assert_eq!(
        later.at,
        at("2026-03-02 11:15"),
        "rounded once; from 09:45 it would be 11:30"
    );
    assert_eq!(later.explanation.paused_minutes, 92, "kept as data");
    assert!(
        later
            .sentence()
            .contains("cộng 1 giờ 32 phút làm việc tạm dừng"),
        "and said"
    );
}

#[test]
fn two_pauses_are_the_sum_of_both_and_no_day_is_taken_off() {
    let promise = due(&working(3), "2026-11-02 09:10");
    let once = paused(&promise, "2026-11-03 09:00", "2026-11-04 09:00");
    assert_eq!(once.at, at("2026-11-06 09:15"), "one working day, exactly");
    let twice = paused(&once, "2026-11-05 09:00", "2026-11-05 09:10");
    assert_eq!(
        twice.unrounded,
        at("2026-11-06 09:20"),
        "ten minutes on top"
    );
    assert_eq!(twice.explanation.paused_minutes, 490, "both are kept");
    let nothing = paused(&promise, "2026-11-07 08:00", "2026-11-08 20:00");
    assert_eq!(nothing, promise, "a pause over a weekend changes nothing");
}

#[test]
fn a_paused_promise_is_not_moved_by_a_review() {
    let promise = paused(
        &due(&working(3), "2026-11-02 09:10"),
        "2026-11-03 09:00",
        "2026-11-04 09:30",
    );
    assert_eq!(
        review(&promise, &calendar(), &SitePolicy::default()),
        Ok(Review::Stands),
        "a review counts the pauses too"
    );
}

#[test]
fn a_dossier_for_another_authority_is_provisional_since_august_2026() {
    assert!(
        !counts_from_competent_agency(day("2026-08-04")),
        "received under the old rule"
    );
    assert!(
        counts_from_competent_agency(day("2026-08-05")),
        "Decree 309/2026"
    );
    let mut promise = due(&working(3), "2026-11-16 09:10");
    promise.await_competent_agency();
    assert!(
        promise.provisional && promise.sentence().ends_with("(tạm tính)"),
        "dự kiến"
    );
    assert_eq!(
        review(&promise, &calendar(), &SitePolicy::default()),
        Ok(Review::Stands),
        "waiting is no reason for a new slip"
    );
    let confirmed = due(&working(3), "2026-11-18 14:02");
    assert_eq!(
        confirmed.at,
        at("2026-11-23 14:15"),
        "two days later it counts from there"
    );
    assert!(!confirmed.provisional, "and is final");
}

fn wished(limit: &Limit, moment: &str, ground: &str) -> Result<DuePromise, DueError> {
    let approver = if ground.is_empty() {
        ""
    } else {
        "Trưởng bộ phận"
    };
    let wish = DueWish {
        at: at(moment),
        ground: ground.to_owned(),
        approver: approver.to_owned(),
    };
    compute_wished(
        limit,
        at("2026-11-20 09:41"),
        &wish,
        &calendar(),
        &SitePolicy::default(),
    )
}

#[test]
fn an_officer_may_shorten_freely_and_lengthen_only_with_ground_and_approver() {
    let sooner = wished(&working(10), "2026-11-26 10:00", "").expect("sooner is free");
    assert_eq!(sooner.at, at("2026-11-26 10:00"), "as wished");
    assert!(
        sooner
            .sentence()
            .starts_with("Hẹn sớm hơn thời hạn quy định"),
        "and said"
    );
    let later = wished(&working(3), "2026-12-15 10:00", "");
    assert_eq!(
        later,
        Err(DueError::WishWithoutGround),
        "later needs a ground"
    );
    let unclear = Limit::Unclear {
        source_text: "theo quy định".to_owned(),
    };
    assert_eq!(
        wished(&unclear, "2026-12-15 10:00", ""),
        Err(DueError::WishWithoutGround),
        "an unclear limit too"
    );
    let promise = wished(&unclear, "2026-12-15 10:00", "khoản 2 Điều 9").expect("with a ground");
    assert_eq!(
        promise.sentence(),
        "Hẹn khác thời hạn quy định (thời hạn chưa rõ), căn cứ khoản 2 Điều 9, \
         Trưởng bộ phận duyệt, từ 09:41 20/11 → 10:00 thứ Ba 15/12",
        "the ground is on record"
    );
    let none = DuePromise {
        at: at("2026-12-16 10:00"),
        ..promise.clone()
    };
    assert_eq!(
        review(&none, &calendar(), &SitePolicy::default()),
        Ok(Review::Stands),
        "a moment set by a person stands"
    );
}

#[test]
fn a_wished_moment_in_the_past_or_out_of_hours_is_refused() {
    let get = |moment| wished(&working(10), moment, "khoản 2 Điều 9");
    assert_eq!(
        get("2026-11-20 09:00"),
        Err(DueError::WishInPast),
        "before the reception"
    );
    for moment in ["2026-11-24 09:00", "2026-11-26 12:00", "2026-11-28 09:00"] {
        assert_eq!(
            get(moment),
            Err(DueError::WishOutsideHours),
            "{moment} is closed"
        );
    }
}
