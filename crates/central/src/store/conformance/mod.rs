//! One suite for every implementation of [`CentralStore`]: `run` it with a function that makes an
//! empty store. Each case gets a store of its own with two offices in it.

mod blobs;
mod held;
mod journal;
mod leases;
mod people;
mod published;

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;

use domain::ids::{DeskId, OfficeId, OfficerId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::{
    Caller, CentralStore, DataKind, DeskStanding, EnrolCodeRecord, Enrolment, NewSession,
    SessionProof,
};
use crate::admit::{Push, PushOutcome, PushStanding};
use crate::fixture::{self, Journal};
use crate::site::Site;

type Store = Arc<dyn CentralStore>;
type Running = Pin<Box<dyn Future<Output = ()>>>;
type Case = (&'static str, fn(World) -> Running);

macro_rules! cases {
    ($($module:ident :: $case:ident),* $(,)?) => {
        [$((stringify!($case), (|world| Box::pin($module::$case(world))) as fn(World) -> Running)),*]
    };
}

const CASES: [Case; 42] = cases![
    people::data_are_of_one_kind_for_ever,
    people::a_code_enrols_one_desk_and_the_same_key_is_the_same_desk,
    people::a_desk_whose_secrets_are_lost_stays_itself_under_a_new_key,
    people::a_reusable_code_replaces_the_last_one,
    people::five_wrong_passwords_lock_and_a_right_one_clears,
    people::a_nonce_is_used_once_by_its_desk_within_its_time,
    people::a_session_ends_with_its_time_and_knows_the_journal,
    people::a_session_is_renewed_by_its_secret_unless_the_officer_left,
    people::a_role_away_from_the_counter_ends_what_the_officer_records,
    people::a_new_incarnation_thaws_and_keeps_the_token,
    journal::events_come_out_of_the_feed_as_they_went_in,
    journal::a_repeated_push_is_counted_and_told_its_issues_again,
    journal::a_gap_and_a_fork_write_nothing_and_the_fork_freezes,
    journal::a_revoked_desk_is_set_aside_each_event_once,
    journal::a_poison_event_at_place_1_of_500_stops_none_of_the_499_behind_it,
    journal::what_was_set_aside_is_listed_and_released_as_if_it_had_just_come,
    journal::the_state_is_the_fold_of_the_feed,
    journal::a_late_feed_gets_the_history_first,
    journal::desks_at_once_leave_gapless_feeds,
    journal::a_dossier_received_at_two_desks_at_once_begins_once,
    journal::five_hundred_events_fit_one_push_and_pages_are_bounded,
    journal::an_old_life_is_continued_and_its_fork_freezes_nothing,
    journal::journals_are_read_as_they_were_kept_and_every_chain_verifies,
    journal::durable_never_passes_what_is_held,
    held::what_an_officer_out_of_service_did_is_let_in_with_who_when_and_why,
    held::a_released_event_stands_where_it_took_effect_in_every_feed,
    held::what_is_refused_never_takes_effect_and_is_decided_over_once,
    held::a_refusal_is_told_once_in_the_feed_of_the_desk_that_recorded_the_event,
    held::one_event_of_a_desk_out_of_service_is_let_in_and_the_chain_stays_whole,
    held::an_administrator_decides_over_the_desks_of_every_office,
    leases::blocks_of_all_desks_are_disjoint_and_repeats_burn_nothing,
    leases::a_new_incarnation_never_gets_the_old_numbers,
    leases::wishes_for_strange_days_agencies_or_lives_are_refused,
    leases::an_office_sets_the_ranges_of_its_agency,
    leases::a_restored_centre_gives_an_agency_it_does_not_know_numbers_nobody_can_have,
    leases::what_nobody_drew_goes_back_once_and_another_desk_gets_it,
    leases::only_the_desk_itself_in_its_present_life_gives_back_what_is_on_no_paper,
    blobs::a_blob_is_seen_only_by_offices_whose_dossiers_name_it,
    published::versions_rise_only_with_changes,
    published::a_policy_is_written_from_its_offices_rows,
    published::only_changes_wake_the_waiting,
    published::an_oddity_is_kept_once,
];

/// Runs every case on stores that `make` makes.
pub(crate) async fn run(mut make: impl AsyncFnMut() -> Store) {
    for (name, case) in CASES {
        let store = make().await;
        println!("case {name}");
        case(World::new(Arc::clone(&store)).await).await;
        store.close().await.expect("closes");
    }
}

/// A store with two offices, `nam-hoa-lu` and `elsewhere`.
struct World {
    store: Store,
    desks: Cell<u8>,
}

const ELSEWHERE: &str = "elsewhere";

fn elsewhere() -> OfficeId {
    OfficeId::parse(ELSEWHERE).expect("a name")
}

impl World {
    async fn new(store: Store) -> Self {
        let site = crate::demo::site().expect("the demo's site reads");
        store.claim_kind(DataKind::Demo).await.expect("a kind");
        store
            .apply_site(without_passwords(site.clone()), now())
            .await
            .expect("an office");
        let other = at_elsewhere(without_passwords(site));
        store
            .apply_site(other, now())
            .await
            .expect("another office");
        Self {
            store,
            desks: Cell::new(0),
        }
    }

    async fn code(&self, secret: &str, office: &OfficeId, reusable: bool) -> bool {
        let code = EnrolCodeRecord {
            reusable,
            ..one_time(secret, office)
        };
        self.store.add_enrol_code(code).await.expect("answers")
    }

    /// A code that gives a desk of the demo's office a new key.
    async fn code_again(&self, secret: &str, desk: DeskId) {
        let code = EnrolCodeRecord {
            again: Some(desk),
            ..one_time(secret, &fixture::office())
        };
        let kept = self.store.add_enrol_code(code).await;
        assert!(kept.expect("answers"), "the office is known");
    }

    /// An enrolled desk of `office`.
    async fn desk_of(&self, office: &OfficeId) -> DeskId {
        self.desks.set(self.desks.get() + 1);
        let secret = format!("secret {}", self.desks.get());
        assert!(
            self.code(&secret, office, false).await,
            "the office is known"
        );
        let wish = enrolment(&secret, self.desks.get());
        self.store
            .enrol(wish)
            .await
            .expect("answers")
            .expect("enrolled")
            .desk
    }

    async fn desk(&self) -> DeskId {
        self.desk_of(&fixture::office()).await
    }

    /// A signed-in officer at `desk`.
    async fn caller(&self, desk: DeskId) -> Caller {
        let record = self
            .store
            .desk(desk)
            .await
            .expect("answers")
            .expect("a desk");
        let officer = if record.office == elsewhere() {
            "e.nt.huong"
        } else {
            fixture::OFFICER
        };
        let token = *blake3::hash(Uuid::now_v7().as_bytes()).as_bytes();
        let opened = self.store.open_session(NewSession {
            token,
            desk,
            incarnation: record.incarnation,
            officer: OfficerId::parse(officer).expect("a name"),
            proof: SessionProof::Password(token, now().plus_ms(10_000)),
            until: now().plus_ms(10_000),
            sealed_key: None,
            now: now(),
        });
        opened.await.expect("answers").expect("opened");
        self.store
            .caller(token, now())
            .await
            .expect("answers")
            .expect("a caller")
    }

    async fn push(&self, request: protocol::wire::PushRequest, desk: DeskId) -> PushOutcome {
        let push = Push::read(desk, request).expect("a piece of a journal");
        self.store.push(push, now()).await.expect("answers")
    }

    async fn admitted(&self, journal: &Journal) -> PushStanding {
        let outcome = self.push(journal.whole(), journal.desk).await;
        let PushOutcome::Admitted(standing) = outcome else {
            panic!("not admitted: {outcome:?}")
        };
        standing
    }

    async fn standing(&self, desk: DeskId) -> DeskStanding {
        self.store
            .desk(desk)
            .await
            .expect("answers")
            .expect("a desk")
            .standing
    }
}

/// The same office once more under another name.
fn at_elsewhere(mut site: super::SiteRecord) -> super::SiteRecord {
    site.office.id = elsewhere();
    for (officer, _) in &mut site.officers {
        officer.login = OfficerId::parse(&format!("e.{}", officer.login)).expect("a name");
    }
    site
}

fn without_passwords(site: Site) -> super::SiteRecord {
    let mut site = site;
    for officer in &mut site.officers {
        officer.password = None;
    }
    site.record().expect("nothing to hash")
}

fn digest(text: &str) -> super::Digest {
    *blake3::hash(text.as_bytes()).as_bytes()
}

fn now() -> Timestamp {
    fixture::morning()
}

fn one_time(secret: &str, office: &OfficeId) -> EnrolCodeRecord {
    EnrolCodeRecord {
        secret: digest(secret),
        office: office.clone(),
        label: "Quầy".into(),
        again: None,
        reusable: false,
        until: now().plus_ms(1000),
    }
}

fn enrolment(secret: &str, key: u8) -> Enrolment {
    Enrolment {
        secret: digest(secret),
        desk: DeskId(Uuid::now_v7()),
        key: [key; 32],
        machine: String::new(),
        label: String::new(),
        now: now(),
    }
}

#[tokio::test]
async fn the_embedded_store_conforms() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut count = 0;
    run(async || {
        count += 1;
        let path = folder.path().join(format!("{count}.sqlite"));
        Arc::new(super::SqliteStore::open(&path).expect("opens")) as Store
    })
    .await;
    assert_eq!(count, CASES.len(), "every case ran");
}

#[tokio::test]
async fn the_postgres_store_conforms() {
    let cluster = pgcluster::Cluster::start().expect("PostgreSQL starts");
    let mut count = 0;
    run(async || {
        count += 1;
        let url = cluster.database().expect("a database");
        let store = super::PostgresStore::connect(&url).await;
        Arc::new(store.expect("connects")) as Store
    })
    .await;
    assert_eq!(count, CASES.len(), "every case ran");
}
