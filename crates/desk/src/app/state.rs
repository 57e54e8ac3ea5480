//! Which screen the window must show, and for whom.

use domain::policy::SitePolicy;
use protocol::view::{
    AppState, DemoInfo, DemoOfficer, DeskInfo, ErrorView, OfficerChoice, SessionView, Stage,
};
use protocol::wire::Role;
use store::keys::KeyFile;

use crate::desk::{Desk, SignedIn, State};
use crate::enrolment::Enrolment;
use crate::errors::{chain, view};
use crate::open::lock;

impl Desk {
    /// Stage and session.
    ///
    /// # Errors
    /// An [`ErrorView`] when the file of officers cannot be read.
    pub fn app_state(&self, (): ()) -> Result<AppState, ErrorView> {
        if let Err(fault) = self.carry_out_wipe() {
            self.update(|state| state.problem = Some(view(fault)));
        }
        if let Err(fault) = self.send_off() {
            tracing::warn!(error = %chain(&fault), "an officer out of service keeps a key slot");
        }
        let keys = KeyFile::load(&self.paths).map_err(|error| view(error.into()))?;
        let officers = keys.map(|keys| choices(&keys)).unwrap_or_default();
        let mut state = lock(&self.state);
        state.lock_after_sleep(self.config.clock.slept());
        let open = state.open.clone();
        let officer = state.officer.clone();
        let mut app = AppState {
            stage: stage(&state),
            version: self.config.version.clone(),
            desk: state.enrolment.as_deref().map(desk_info),
            officers,
            session: None,
            demo: state.enrolment.as_deref().and_then(demo),
            insecure_keyring: self.config.insecure_keyring,
            problem: state.problem.clone(),
            wiped: state.wiped.as_ref().map(|wiped| wiped.at.0),
        };
        drop(state); // what was published is read without it
        let rules = open
            .and_then(|open| open.books().ok())
            .map(|books| books.policy.rules.clone())
            .unwrap_or_default();
        app.session = officer.map(|officer| session(&officer, &rules));
        Ok(app)
    }
}

fn stage(state: &State) -> Stage {
    if state.problem.is_some() {
        return Stage::Broken;
    }
    match (&state.enrolment, &state.officer, state.locked) {
        (None, _, _) => Stage::Unenrolled,
        (Some(_), None, _) => Stage::SignedOut,
        (Some(_), Some(_), true) => Stage::Locked,
        (Some(_), Some(_), false) => Stage::SignedIn,
    }
}

fn choices(keys: &KeyFile) -> Vec<OfficerChoice> {
    let choice = |officer: store::keys::SlotOfficer| OfficerChoice {
        login: officer.login.to_string(),
        name: officer.name,
    };
    keys.officers().into_iter().map(choice).collect()
}

fn desk_info(enrolment: &Enrolment) -> DeskInfo {
    DeskInfo {
        label: enrolment.label.clone(),
        office_name: enrolment.office_name.clone(),
        agency: enrolment.agency.to_string(),
        centre: enrolment.centre_url.clone(),
    }
}

fn session(officer: &SignedIn, rules: &SitePolicy) -> SessionView {
    SessionView {
        login: officer.login.to_string(),
        name: officer.name.clone(),
        role: role_name(officer.role).to_owned(),
        idle_lock_minutes: rules.idle_lock_minutes,
    }
}

/// The role as the window reads it.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Counter => "counter",
        Role::Lead => "lead",
        Role::Department => "department",
        Role::Administrator => "administrator",
        Role::Auditor => "auditor",
    }
}

fn demo(enrolment: &Enrolment) -> Option<DemoInfo> {
    let officers = enrolment.demo.as_ref()?.officers.iter();
    let officers = officers.map(|officer| DemoOfficer {
        login: officer.login.to_string(),
        name: officer.name.clone(),
        password: officer.password.clone(),
    });
    Some(DemoInfo {
        officers: officers.collect(),
    })
}
