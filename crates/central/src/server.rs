//! A running centre: listens with TLS, ends cleanly. Several may run in one process, each on its own
//! data folder.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use domain::mutation::Mutation;
use hyper_util::rt::TokioTimer;
use protocol::Spoken;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::api::{self, App, AppParts};
use crate::centre::{Centre, FolderLock};
use crate::clock::Clock;
use crate::error::Error;
use crate::limits::{Limiter, Limits};
use crate::storage::Storage;
use crate::store::DataKind;
use crate::{audit, demo, files};

/// How long requests under way may go on after the end was asked for.
const GRACE: Duration = Duration::from_secs(5);
/// Longest TLS handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest a client may take over the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// Where a demo leaves its enrolment code.
const DEMO_CODE_FILE: &str = "enrolment-code.txt";

/// How a centre is started.
#[derive(Clone)]
pub struct ServerConfig {
    /// Where its data are.
    pub data_dir: PathBuf,
    /// Where it listens. Port 0 means the one this folder used before, or a free one.
    pub listen: SocketAddr,
    /// `https://…` desks reach it by, where that is not the address it listens on.
    pub url: Option<String>,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// What time it is.
    pub clock: Clock,
    /// How much one may ask.
    pub limits: Limits,
    /// What it says it speaks: less than [`Spoken::OURS`] plays an older centre.
    #[doc(hidden)]
    pub speaks: Spoken,
}

/// Starts centres.
#[derive(Debug)]
pub struct Server;

/// A centre that listens. Dropping it stops it without waiting; [`RunningServer::shutdown`] waits.
pub struct RunningServer {
    /// `https://host:port`.
    pub url: String,
    /// The folder and its store.
    pub centre: Centre,
    clock: Clock,
    handle: Handle<SocketAddr>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<std::io::Result<()>>,
    _lock: FolderLock,
}

impl Server {
    /// Opens the data folder and listens; everything is ready when this returns.
    ///
    /// # Errors
    /// [`Error`] says what stood in the way.
    pub async fn start(config: ServerConfig) -> Result<RunningServer, Error> {
        Self::start_in(config, &Storage::default()).await
    }

    /// The same, with its rows and pages where `storage` says: several servers may share a database
    /// if they have the same keys.
    ///
    /// # Errors
    /// [`Error`] says what stood in the way.
    pub async fn start_in(config: ServerConfig, storage: &Storage) -> Result<RunningServer, Error> {
        if config.demo {
            demo::check_address(config.listen)?;
        }
        let lock = FolderLock::take(&config.data_dir)?;
        let centre = Centre::open_in(&config.data_dir, storage, kind(&config)).await?;
        let now = (config.clock)();
        centre.renew_if_restored(now).await?;
        if config.demo {
            centre.prepare_demo(now).await?;
        } else {
            centre.publish_policies(now).await?;
        }
        let listener = listen(&centre, config.listen)?;
        let local = listener.local_addr();
        let local = local.map_err(|source| Error::Listen {
            addr: config.listen,
            source,
        })?;
        let url = config
            .url
            .clone()
            .unwrap_or_else(|| format!("https://{local}"));
        centre.keep_address(local.port(), &url)?;
        if config.demo {
            let code = centre.demo_code(&url, now).await?;
            write_code(&config.data_dir, &code)?;
        }
        serve(centre, &config, (listener, local, url), lock).await
    }
}

/// A centre without a port: whoever holds it carries the requests to it. For the simulator.
/// Dropping it is a crash: nothing is finished, nothing said.
#[doc(hidden)]
pub struct Service {
    /// The folder and its store.
    pub centre: Centre,
    /// Answers requests.
    pub router: Router,
    _stop: watch::Sender<bool>,
    _lock: FolderLock,
}

#[doc(hidden)]
impl Service {
    /// Opens the data folder of a centre that ran before; a guard may be switched off.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn open(config: &ServerConfig, mutation: Mutation) -> Result<Self, Error> {
        let lock = FolderLock::take(&config.data_dir)?;
        let storage = Storage::default();
        let centre = Centre::open_with(&config.data_dir, &storage, kind(config), mutation).await?;
        let now = (config.clock)();
        centre.renew_if_restored(now).await?;
        centre.publish_policies(now).await?;
        let (stop, stopping) = watch::channel(false);
        // nothing is limited: whoever plays a run from its seed plays it faster or slower
        let router = api::router(app(&centre, config, (None, stopping)).await?);
        Ok(Self {
            centre,
            router,
            _stop: stop,
            _lock: lock,
        })
    }
}

const fn kind(config: &ServerConfig) -> DataKind {
    if config.demo {
        DataKind::Demo
    } else {
        DataKind::Real
    }
}

async fn app(
    centre: &Centre,
    config: &ServerConfig,
    (limiter, stopping): (Option<Limiter>, watch::Receiver<bool>),
) -> Result<App, Error> {
    let blobs = centre.storage.blobs(&config.data_dir)?;
    blobs.prepare().await?;
    Ok(App::new(AppParts {
        store: Arc::clone(&centre.store),
        keys: Arc::clone(&centre.keys),
        clock: Arc::clone(&config.clock),
        blobs,
        ca_der: centre.authority.der().to_vec(),
        demo: if config.demo {
            Some(demo::office(&demo::site()?))
        } else {
            None
        },
        limiter,
        speaks: config.speaks,
        stopping,
        chains_bad: audit::look_at_start(&*centre.store).await,
    }))
}

async fn serve(
    centre: Centre,
    config: &ServerConfig,
    (listener, local, url): (TcpListener, SocketAddr, String),
    lock: FolderLock,
) -> Result<RunningServer, Error> {
    let (stop, stopping) = watch::channel(false);
    let limiter = Limiter::new(config.limits);
    let app = app(&centre, config, (Some(limiter), stopping)).await?;
    let tls = centre.authority.server_config(names(local.ip(), &url))?;
    // a small answer does not wait until the desk has confirmed what went before it
    let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(tls))
        .handshake_timeout(HANDSHAKE_TIMEOUT)
        .acceptor(NoDelayAcceptor::new());
    let bad = |source| Error::Listen {
        addr: local,
        source,
    };
    listener.set_nonblocking(true).map_err(bad)?;
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener)
        .map_err(bad)?
        .acceptor(acceptor)
        .handle(handle.clone())
        .http1_only();
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT);
    let mut tasks = JoinSet::new();
    tasks.spawn(server.serve(api::router(app).into_make_service_with_connect_info::<SocketAddr>()));
    handle.listening().await;
    let clock = Arc::clone(&config.clock);
    Ok(RunningServer {
        url,
        centre,
        clock,
        handle,
        stop,
        tasks,
        _lock: lock,
    })
}

impl RunningServer {
    /// A fresh one-time enrolment code for a desk of the first office.
    ///
    /// # Errors
    /// When there is no office, or the store fails.
    pub async fn enrol_code(&self) -> Result<String, Error> {
        let offices = self.centre.store.offices().await?;
        let office = offices.first().ok_or(Error::Unknown { what: "office" })?;
        self.centre
            .enrol_code(&self.url, office, "Quầy", (self.clock)())
            .await
    }

    /// Ends: no new connections, long polls answer at once, requests under way get a few seconds,
    /// then the database is closed.
    ///
    /// # Errors
    /// When the server or the store had failed.
    pub async fn shutdown(mut self) -> Result<(), Error> {
        self.stop.send_replace(true);
        self.handle.graceful_shutdown(Some(GRACE));
        while let Some(ended) = self.tasks.join_next().await {
            if let Ok(Err(error)) = ended {
                tracing::warn!(error = %error, "the server ended badly");
            }
        }
        Ok(self.centre.store.close().await?)
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.handle.shutdown();
    }
}

/// Listens on the wanted port, or the one used before, or a free one.
fn listen(centre: &Centre, wanted: SocketAddr) -> Result<TcpListener, Error> {
    let mut addr = wanted;
    if addr.port() == 0
        && let Some(kept) = centre.kept_port()?
    {
        addr.set_port(kept);
    }
    TcpListener::bind(addr).map_err(|source| Error::Listen { addr, source })
}

/// Names and addresses the certificate is for.
fn names(local: IpAddr, url: &str) -> Vec<String> {
    let host = url
        .strip_prefix("https://")
        .and_then(|rest| rest.rsplit_once(':'));
    let host = host.map(|(host, _)| host.trim_matches(['[', ']']).to_owned());
    let mut names = vec!["localhost".to_owned(), local.to_string()];
    names.extend(host.filter(|host| !host.is_empty() && *host != local.to_string()));
    names
}

fn write_code(data: &Path, code: &str) -> Result<(), Error> {
    files::write_private(&data.join(DEMO_CODE_FILE), format!("{code}\n").as_bytes())
}
