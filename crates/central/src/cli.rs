//! The command line: words into a command, a command into calls of the library.

use std::error::Error as StdError;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use central::audit::Verified;
use central::courier::{self, ANSWER_EXTENSION, Imported};
use central::store::{HeldLife, Released, Revocation, Ruled, Ruler, RulingKind};
use central::{
    Centre, Limits, Pages, Server, ServerConfig, Site, Storage, audit, backup, catalogue,
    system_clock,
};
use domain::ids::{DeskId, EventId, OfficeId, OfficerId};
use domain::portal::Import;
use protocol::Spoken;
use thiserror::Error;

type Outcome<T> = Result<T, Box<dyn StdError>>;

const USAGE: &str = "\
motcua-central [--data DIR] [--listen ADDRESS:PORT] [--url https://HOST:PORT] [--demo]
               [--blobs FOLDER|s3://BUCKET/PREFIX]
               [--desk-rate A-SECOND/AT-ONCE] [--address-rate A-SECOND/AT-ONCE]
motcua-central [--data DIR] offices
motcua-central [--data DIR] import-site FILE
motcua-central [--data DIR] import-catalogue FILE
motcua-central [--data DIR] import-rules FILE
motcua-central [--data DIR] enrol-code --office ID [--label TEXT] [--url https://HOST:PORT]
motcua-central [--data DIR] recovery-code DESK [--url https://HOST:PORT]
motcua-central [--data DIR] revoke-desk ID [--wipe]
motcua-central [--data DIR] revoke-officer LOGIN
motcua-central [--data DIR] quarantine list
motcua-central [--data DIR] quarantine release DESK|EVENT --by LOGIN --reason TEXT
motcua-central [--data DIR] quarantine refuse EVENT --by LOGIN --reason TEXT
motcua-central [--data DIR] quarantine decided
motcua-central [--data DIR] courier import FILE [--out FILE]
motcua-central [--data DIR] verify
motcua-central [--data DIR] export-journal [--bodies]
motcua-central [--data DIR] thaws
motcua-central [--data DIR] backup DIR
motcua-central [--data DIR] restored

Rows are in DIR or in the PostgreSQL database that DATABASE_URL names. Pages are in DIR, or where
--blobs or MOTCUA_BLOBS says: in a folder, or in a bucket of an S3 service that AWS_ENDPOINT,
AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ALLOW_HTTP describe.";

/// Most events of the quarantine that are listed.
const QUARANTINE_MAX: usize = 10_000;
/// Most decisions over held events that are listed.
const RULINGS_MAX: usize = 10_000;
/// Most lifted freezes that are listed.
const THAWS_MAX: usize = 1_000;
/// Longest excerpt of the portal's words in the table of oddities, in characters.
const EXCERPT_CHARS: usize = 60;

#[derive(Debug, Error)]
enum UsageError {
    #[error("{0} needs a value\n\n{USAGE}")]
    Value(String),
    #[error("what is {0}?\n\n{USAGE}")]
    Unknown(String),
    #[error("{0} is missing\n\n{USAGE}")]
    Missing(&'static str),
    #[error("no home folder: say --data DIR")]
    NoHome,
}

/// The words of the command line, sorted.
#[derive(Debug, Default)]
struct Words {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    url: Option<String>,
    office: Option<OfficeId>,
    label: String,
    by: Option<OfficerId>,
    reason: String,
    pages: Option<Pages>,
    limits: Limits,
    out: Option<PathBuf>,
    demo: bool,
    bodies: bool,
    wipe: bool,
    help: bool,
    command: Vec<String>,
}

fn read(mut words: impl Iterator<Item = String>) -> Outcome<Words> {
    let mut read = Words::default();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| UsageError::Value(word.clone()));
        match word.as_str() {
            "--data" => read.data = Some(value()?.into()),
            "--listen" => read.listen = Some(value()?.parse()?),
            "--url" => read.url = Some(value()?),
            "--office" => read.office = Some(value()?.parse()?),
            "--label" => read.label = value()?,
            "--by" => read.by = Some(value()?.parse()?),
            "--reason" => read.reason = value()?,
            "--blobs" => read.pages = Some(value()?.into()),
            "--desk-rate" => read.limits.desk = value()?.parse()?,
            "--address-rate" => read.limits.address = value()?.parse()?,
            "--out" => read.out = Some(value()?.into()),
            "--demo" => read.demo = true,
            "--bodies" => read.bodies = true,
            "--wipe" => read.wipe = true,
            "--help" | "-h" => read.help = true,
            flag if flag.starts_with('-') => return Err(UsageError::Unknown(word).into()),
            _ => read.command.push(word),
        }
    }
    Ok(read)
}

/// Does what the words say.
pub(crate) fn run(words: impl Iterator<Item = String>) -> Outcome<()> {
    let words = read(words)?;
    if words.help {
        return say(USAGE);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(dispatch(words))
}

async fn dispatch(words: Words) -> Outcome<()> {
    let parts: Vec<&str> = words.command.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [] => serve(words).await,
        ["offices"] => offices(&words).await,
        ["import-site", file] => import_site(&words, file).await,
        ["import-catalogue", file] => import_catalogue(&words, file).await,
        ["import-rules", file] => import_rules(&words, file).await,
        ["enrol-code"] => enrol_code(&words).await,
        ["recovery-code", desk] => recovery_code(&words, desk.parse()?).await,
        ["revoke-desk", id] if words.wipe => revoke(&words, Revocation::AndWipe(id.parse()?)).await,
        ["revoke-desk", id] => revoke(&words, Revocation::Desk(id.parse()?)).await,
        ["revoke-officer", login] => revoke(&words, Revocation::Officer(login.parse()?)).await,
        ["quarantine", "list"] => list_quarantine(&words).await,
        ["quarantine", "release", id] => release(&words, id).await,
        ["quarantine", "refuse", id] => {
            let centre = open(&words).await?;
            rule(&words, &centre, id.parse()?, RulingKind::Refused).await
        }
        ["quarantine", "decided"] => rulings(&words).await,
        ["courier", "import", file] => import_bundle(&words, file.as_ref()).await,
        ["verify"] => verify(&words).await,
        ["export-journal"] => export_journal(&words).await,
        ["thaws"] => thaws(&words).await,
        ["restored"] => restored(&words).await,
        ["backup", folder] => make_backup(&words, folder).await,
        [other, ..] => Err(UsageError::Unknown((*other).to_owned()).into()),
    }
}

fn say(text: &str) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// The folder said, else one below the account's data folder; a demo's is its own.
fn data_folder(words: &Words) -> Result<PathBuf, UsageError> {
    if let Some(data) = &words.data {
        return Ok(data.clone());
    }
    let base = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| {
            std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local").join("share"))
        });
    let name = if words.demo {
        "motcua-central-demo"
    } else {
        "motcua-central"
    };
    base.map(|base| base.join(name)).ok_or(UsageError::NoHome)
}

async fn open(words: &Words) -> Outcome<Centre> {
    Ok(Centre::open_any(&data_folder(words)?, &storage(words)).await?)
}

/// What the environment says, and the words over it.
fn storage(words: &Words) -> Storage {
    let said = Storage::from_environment();
    Storage {
        pages: words.pages.clone().or(said.pages),
        ..said
    }
}

async fn serve(words: Words) -> Outcome<()> {
    let storage = storage(&words);
    let listen = words
        .listen
        .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
    let config = ServerConfig {
        data_dir: data_folder(&words)?,
        listen,
        url: words.url,
        demo: words.demo,
        clock: system_clock(),
        limits: words.limits,
        speaks: Spoken::OURS,
    };
    let running = Server::start_in(config, &storage).await?;
    // listened for before anyone is told: whoever reads the line may end it at once
    let end = Ending::new()?;
    say(&format!("ready {}", running.url))?;
    end.asked().await?;
    tracing::info!("ending");
    Ok(running.shutdown().await?)
}

/// Waits until the process is asked to end.
struct Ending {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Ending {
    fn new() -> Outcome<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn asked(mut self) -> Outcome<()> {
        tokio::select! {
            _ = self.terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        }
    }

    #[cfg(not(unix))]
    async fn asked(self) -> Outcome<()> {
        Ok(tokio::signal::ctrl_c().await?)
    }
}

async fn offices(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    for office in centre.store.offices().await? {
        say(office.as_str())?;
    }
    Ok(centre.store.close().await?)
}

async fn import_site(words: &Words, file: &str) -> Outcome<()> {
    let centre = open(words).await?;
    let site = Site::from_json(&std::fs::read(file)?)?;
    let office = site.office.id.clone();
    let now = system_clock()();
    centre.store.apply_site(site.record()?, now).await?;
    centre.publish_policies(now).await?;
    say(&format!("{office}"))?;
    Ok(centre.store.close().await?)
}

async fn import_catalogue(words: &Words, file: &str) -> Outcome<()> {
    let centre = open(words).await?;
    let json = std::fs::read(file)?;
    let now = system_clock()();
    let (version, import) = catalogue::import(&*centre.store, &centre.keys, &json, now).await?;
    print_import(&import)?;
    say(&format!("catalogue version {version}"))?;
    Ok(centre.store.close().await?)
}

async fn import_rules(words: &Words, file: &str) -> Outcome<()> {
    let centre = open(words).await?;
    let json = std::fs::read(file)?;
    let (version, count) = catalogue::import_rules(&*centre.store, &centre.keys, &json).await?;
    say(&format!("{count} rules, catalogue version {version}"))?;
    Ok(centre.store.close().await?)
}

fn print_import(import: &Import) -> Outcome<()> {
    for oddity in &import.oddities {
        let source: String = oddity.source.chars().take(EXCERPT_CHARS).collect();
        let source = source.replace(['\n', '\r', '\t'], " ");
        let kind = format!("{:?}", oddity.kind);
        say(&format!(
            "{:<12} {:<24} {:<26} {source}",
            oddity.procedure, oddity.at, kind
        ))?;
    }
    for rejected in &import.rejected {
        say(&format!(
            "record {} {} rejected: {:?}",
            rejected.index, rejected.code, rejected.cause
        ))?;
    }
    say(&format!(
        "{} procedures, {} oddities, {} rejected",
        import.procedures.len(),
        import.oddities.len(),
        import.rejected.len()
    ))
}

async fn enrol_code(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    let office = words
        .office
        .as_ref()
        .ok_or(UsageError::Missing("--office ID"))?;
    let (url, now) = (address(words, &centre)?, system_clock()());
    say(&centre.enrol_code(&url, office, &words.label, now).await?)?;
    Ok(centre.store.close().await?)
}

async fn recovery_code(words: &Words, desk: DeskId) -> Outcome<()> {
    let centre = open(words).await?;
    let (url, now) = (address(words, &centre)?, system_clock()());
    say(&centre.recovery_code(&url, desk, now).await?)?;
    Ok(centre.store.close().await?)
}

/// The centre's address as desks reach it.
fn address(words: &Words, centre: &Centre) -> Outcome<String> {
    match &words.url {
        Some(url) => Ok(url.clone()),
        None => Ok(centre.kept_url()?),
    }
}

async fn revoke(words: &Words, whom: Revocation) -> Outcome<()> {
    let centre = open(words).await?;
    let now = system_clock()();
    if !centre.store.revoke(whom, now).await? {
        return Err(central::Error::Unknown {
            what: "desk or officer",
        }
        .into());
    }
    centre.publish_policies(now).await?;
    say("revoked")?;
    Ok(centre.store.close().await?)
}

/// One line an event: identities and kinds, never what is in it.
async fn list_quarantine(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    let waiting = centre.store.quarantined(QUARANTINE_MAX).await?;
    for event in &waiting {
        say(&format!(
            "{} {} {:<16} {}/{:<6} {} {:<12} {:<24} {:<18} {}",
            event.event,
            event.desk,
            event.label,
            event.incarnation,
            event.seq,
            event.dossier,
            event.officer,
            event.kind,
            event.reason,
            event.at.civil().promise(),
        ))?;
    }
    say(&format!("{} events wait", waiting.len()))?;
    Ok(centre.store.close().await?)
}

/// Who decides over what is held, and why.
fn ruler(words: &Words) -> Outcome<Ruler> {
    let by = words.by.clone();
    let by = by.ok_or(UsageError::Missing("--by LOGIN"))?;
    let ruler = Ruler::new(by, &words.reason, system_clock()());
    Ok(ruler.ok_or(UsageError::Missing("--reason TEXT"))?)
}

/// Lets in all that a desk has sent since it was taken out of service, or one event.
async fn release(words: &Words, id: &str) -> Outcome<()> {
    let centre = open(words).await?;
    let desk: DeskId = id.parse()?;
    if centre.store.desk(desk).await?.is_none() {
        return rule(words, &centre, id.parse()?, RulingKind::Released).await;
    }
    let told = match centre.store.release(desk, ruler(words)?).await? {
        Released::Admitted { events, issues } => {
            format!("{events} events released, {issues} of them need a person")
        }
        Released::Nothing => "nothing of this desk waits".to_owned(),
        Released::Gap { expected } => {
            return Err(central::Error::Unreleasable { expected }.into());
        }
        Released::Fork => return Err(central::Error::ReleasedFork.into()),
        Released::NotAllowed => return Err(central::Error::NotRuler.into()),
    };
    say(&told)?;
    Ok(centre.store.close().await?)
}

/// Decides over one event that waits.
async fn rule(words: &Words, centre: &Centre, id: EventId, kind: RulingKind) -> Outcome<()> {
    let ruled = centre.store.rule(id, kind, ruler(words)?).await?;
    centre.store.close().await?;
    match ruled {
        Ruled::Done { effects: 0 } => say("refused for good"),
        Ruled::Done { effects } => say(&format!(
            "released; {effects} events took effect, it and what had waited for it"
        )),
        Ruled::NotHeld => Err(central::Error::Unknown {
            what: "desk or waiting event",
        }
        .into()),
        Ruled::NotAllowed => Err(central::Error::NotRuler.into()),
        Ruled::Still(issue) => Err(central::Error::StillHeld {
            issue: issue.as_str(),
        }
        .into()),
        Ruled::Gap { expected } => Err(central::Error::Unreleasable { expected }.into()),
        Ruled::Fork => Err(central::Error::ReleasedFork.into()),
    }
}

/// One line a decision over a held event, newest first.
async fn rulings(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    for ruling in centre.store.rulings(RULINGS_MAX).await? {
        let at = ruling.at.civil().promise();
        let kind = ruling.kind.as_str();
        say(&format!(
            "{} {} {}/{:<6} {} {kind} {:<12} {at} {}",
            ruling.event,
            ruling.desk,
            ruling.incarnation,
            ruling.seq,
            ruling.dossier,
            ruling.officer,
            ruling.reason,
        ))?;
    }
    Ok(centre.store.close().await?)
}

/// Takes in what a desk sent by hand, and writes the answer that goes back: beside the bundle if not
/// said otherwise. The answer is written last, so who has it has everything.
async fn import_bundle(words: &Words, file: &Path) -> Outcome<()> {
    let centre = open(words).await?;
    let imported = courier::import(&centre, file, system_clock()()).await;
    centre.store.close().await?;
    let Imported {
        header,
        new_events,
        held_events,
        issues,
        answer,
        file: bytes,
    } = imported?;
    let out = words
        .out
        .clone()
        .unwrap_or_else(|| file.with_extension(ANSWER_EXTENSION));
    courier::write_answer(&out, &bytes)?;
    let (number, desk) = (header.number, header.desk);
    let (files, refused) = (answer.held.len(), answer.refused.len());
    say(&format!(
        "gói {number} của máy {desk}: {new_events} việc mới, {held_events} việc đã có, {issues} việc cần xem, {files} tệp đã nhận, {refused} tệp không nhận"
    ))?;
    say(&format!(
        "bundle {number} of desk {desk}: {new_events} new events, {held_events} held already, {issues} need a person, {files} files held, {refused} files not kept"
    ))?;
    for life in &answer.lives {
        if let Some((vietnamese, english)) = courier::outcome_words(life.outcome) {
            let incarnation = life.incarnation;
            say(&format!("đời {incarnation}: {vietnamese}"))?;
            say(&format!("life {incarnation}: {english}"))?;
        }
    }
    say(&format!("trả lời / answer: {}", out.display()))
}

/// One line a journal; the first bad event of each is named.
async fn verify(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    let journals = audit::verify(&*centre.store).await?;
    let mut broken = 0;
    for Verified { held, sound, fault } in &journals {
        let told = match fault {
            None => "sound".to_owned(),
            Some(fault) => {
                broken += 1;
                let event = fault.event.map(|event| format!(" ({event})"));
                let event = event.unwrap_or_default();
                format!("event {}{event} {}", fault.seq, fault.what.as_str())
            }
        };
        let HeldLife {
            desk,
            label,
            incarnation,
            acked,
            ..
        } = held;
        say(&format!(
            "{desk} {label:<16} {incarnation:>3} {sound:>9} of {acked:>9} {told}"
        ))?;
    }
    centre.store.close().await?;
    if broken > 0 {
        return Err(central::Error::BrokenJournals { count: broken }.into());
    }
    say(&format!("{} journals, every chain sound", journals.len()))
}

/// The journals as lines of JSON in the centre's order. Without `--bodies` no line names a person
/// beside the officer.
async fn export_journal(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    let mut out = std::io::stdout().lock();
    audit::each(&*centre.store, |event| {
        let line = audit::line(event, words.bodies)?;
        writeln!(out, "{line}").map_err(Box::<dyn StdError>::from)
    })
    .await?;
    out.flush()?;
    Ok(centre.store.close().await?)
}

/// One line a freeze that a person lifted after two copies of a desk had worked.
async fn thaws(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    for thaw in centre.store.thaws(THAWS_MAX).await? {
        let at = thaw.at.civil().promise();
        let (desk, life, officer) = (thaw.desk, thaw.incarnation, thaw.officer);
        say(&format!(
            "{desk} {life:>3} {officer:<12} {at} {}",
            thaw.reason
        ))?;
    }
    Ok(centre.store.close().await?)
}

/// Says that the database is an older copy, where it cannot tell by itself.
async fn restored(words: &Words) -> Outcome<()> {
    let centre = open(words).await?;
    centre.declare_restored(system_clock()()).await?;
    say("every desk will read its feed anew and send what this database does not hold")?;
    Ok(centre.store.close().await?)
}

async fn make_backup(words: &Words, folder: &str) -> Outcome<()> {
    let centre = open(words).await?;
    let made = backup::make(&centre, folder.as_ref(), system_clock()()).await?;
    say(&format!(
        "{}: {} journals, {} pages and files, read back",
        made.folder.display(),
        made.lives.len(),
        made.blobs
    ))?;
    Ok(centre.store.close().await?)
}
