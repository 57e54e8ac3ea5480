//! A real centre on a real PostgreSQL that syncs to the disk, in this process, with offices and desks
//! that are enrolled and signed in as at a counter: what `sync` and `central` measure on.
//!
//! The clock stands at the end of the seeded day, so that no session ends while it is measured.

mod enrolled;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use central::store::SiteRecord;
use central::{Limits, Officer, Rows, RunningServer, Server, ServerConfig, Storage};
use domain::ids::DepartmentId;
use domain::policy::SitePolicy;
use domain::time::Timestamp;
use pgcluster::Cluster;
use protocol::Spoken;
use protocol::wire::{EnrolCode, OfficeInfo, Role};
use sync::{Https, Link, Transport};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::Failure;
use crate::seeded::{Site, measured_day};

pub(crate) use enrolled::Enrolled;
pub(crate) use testkit::{Counter, Counts, Door};

/// Threads of the centre, one for each core of the smallest machine that is worth a centre.
const CENTRE_THREADS: usize = 2;
/// Of every officer here.
const PASSWORD: &str = "motcua-bench";
/// When everything happens: after the seeded day's last intake.
const HOUR: u32 = 17;

/// The centre and its offices.
pub(crate) struct Province {
    running: Option<RunningServer>,
    runtime: Runtime,
    link: Link,
    ca: Vec<u8>,
    now: Timestamp,
    database: String,
    _data: TempDir,
    cluster: Cluster,
}

impl Province {
    /// Starts a centre with these offices; the catalogue is the bundled one.
    pub(crate) fn start(sites: &[Site]) -> Result<Self, Failure> {
        let now = now()?;
        let (cluster, data) = (Cluster::start()?, tempfile::tempdir()?);
        let database = cluster.database()?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(CENTRE_THREADS)
            .thread_name("motcua-central")
            .enable_all()
            .build()?;
        let config = ServerConfig {
            data_dir: data.path().to_owned(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            url: None,
            demo: true,
            clock: Arc::new(move || now),
            limits: Limits::default(),
            speaks: Spoken::OURS,
        };
        let storage = Storage {
            rows: Rows::Postgres(database.clone()),
            pages: None,
        };
        let running = runtime.block_on(Server::start_in(config, &storage))?;
        runtime.block_on(add_offices(&running, sites, now))?;
        let link = Link::start()?;
        let code = runtime.block_on(running.enrol_code())?;
        let ca = link.fetch_ca(&read_code(&code)?)?;
        Ok(Self {
            running: Some(running),
            runtime,
            link,
            ca,
            now,
            database,
            _data: data,
            cluster,
        })
    }

    fn running(&self) -> Result<&RunningServer, Failure> {
        Ok(self.running.as_ref().ok_or("the centre has ended")?)
    }

    /// The moment everything happens.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) const fn link(&self) -> &Link {
        &self.link
    }

    /// The server under the centre, for what is measured beside it.
    pub(crate) const fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Where the centre listens.
    pub(crate) fn address(&self) -> Result<SocketAddr, Failure> {
        Ok(self.running()?.url.trim_start_matches("https://").parse()?)
    }

    /// A connection of a desk's own, to the centre or to whatever stands before it.
    pub(crate) fn transport(&self, address: SocketAddr) -> Result<Arc<dyn Transport>, Failure> {
        let https = Https::pinned(&format!("https://{address}"), &self.ca)?;
        Ok(Arc::new(https))
    }

    /// How many events the centre has, and how many of them it found something wrong with.
    pub(crate) fn events(&self) -> Result<(u64, u64), Failure> {
        let address = self.database.split('?').next().unwrap_or_default();
        let name = address.rsplit('/').next().unwrap_or_default();
        let sql = "SELECT count(*), count(*) FILTER (WHERE issue <> '') FROM event";
        let told = self.cluster.sql(name, sql)?;
        let (all, odd) = told.trim().split_once('|').ok_or("no counts")?;
        Ok((all.parse()?, odd.parse()?))
    }
}

impl Drop for Province {
    fn drop(&mut self) {
        if let Some(running) = self.running.take()
            && let Err(error) = self.runtime.block_on(running.shutdown())
        {
            crate::complain(&format!("the centre ended badly: {error}"));
        }
    }
}

fn now() -> Result<Timestamp, Failure> {
    let evening = measured_day().and_then(|day| day.at(HOUR, 0));
    Ok(evening.ok_or("five o'clock")?.instant())
}

/// `motcua1.<base64url of JSON>`.
fn read_code(text: &str) -> Result<EnrolCode, Failure> {
    let (_, code) = text.split_once('.').ok_or("no enrolment code")?;
    Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(code)?)?)
}

async fn add_offices(
    running: &RunningServer,
    sites: &[Site],
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(first) = sites.first() else {
        return Ok(());
    };
    // the password is hashed once
    let template = office(first).record()?;
    for site in sites {
        let mut record: SiteRecord = template.clone();
        record.office = info(site);
        for (officer, _) in &mut record.officers {
            officer.login = site.officer.clone();
        }
        running.centre.store.apply_site(record, now).await?;
    }
    Ok(running.centre.publish_policies(now).await?)
}

fn office(site: &Site) -> central::Site {
    central::Site {
        office: info(site),
        departments: DepartmentId::parse("kt-ht-dt")
            .into_iter()
            .map(|id| central::Department {
                id,
                name: "Phòng Kinh tế, Hạ tầng và Đô thị".to_owned(),
            })
            .collect(),
        officers: vec![Officer {
            login: site.officer.clone(),
            name: "Nguyễn Thị Hường".to_owned(),
            phone: String::new(),
            role: Role::Counter,
            password: Some(PASSWORD.to_owned()),
        }],
        look_up_url: "https://127.0.0.1/tra-cuu".to_owned(),
        rules: SitePolicy::default(),
        offline_days: 7,
    }
}

fn info(site: &Site) -> OfficeInfo {
    OfficeInfo {
        id: site.office.clone(),
        superior: "Ủy ban nhân dân xã".to_owned(),
        name: "Trung tâm Phục vụ hành chính công xã".to_owned(),
        reception_point: "Quầy tiếp nhận và trả kết quả".to_owned(),
        place: "Ninh Bình".to_owned(),
        address: String::new(),
        hotline: "1900 0000".to_owned(),
        agencies: vec![site.agency.clone()],
    }
}
