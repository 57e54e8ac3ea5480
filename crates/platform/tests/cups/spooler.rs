//! A CUPS spooler of the test's own: own folders, own port, one queue whose backend does as it is told.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use platform::print::{IppPrinter, JobId, Spooler};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads its mode from a file; the words and exit codes are those of CUPS backends (backend(7)).
const BACKEND: &str = r#"#!/bin/sh
[ $# -eq 0 ] && { echo 'direct sim "Unknown" "Simulated printer"'; exit 0; }
folder=${DEVICE_URI#sim:}
case $(cat "$folder/mode") in
  ok) echo 'STATE: -media-jam-error,media-empty-error,media-needed,cover-open-error' >&2
      cat ${6:+"$6"} > "$folder/sheet.new" && mv "$folder/sheet.new" "$folder/printed/$1-$(date +%s%N)"; exit 0;;
  jam) echo 'STATE: +media-jam-error' >&2; echo 'ERROR: Paper jam in tray 1' >&2; exit 4;;
  out) echo 'STATE: +media-empty-error,media-needed' >&2; echo 'ERROR: Out of paper' >&2; exit 3;;
  cover) echo 'STATE: +cover-open-error' >&2; echo 'ERROR: Cover open' >&2; exit 4;;
  off) echo 'ERROR: Printer offline' >&2; exit 4;;
  *) exit 4;;
esac
"#;

const POLICY: &str = "
Browsing No
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Send-Document Send-URI Hold-Job Release-Job Restart-Job Cancel-Job Close-Job Set-Job-Attributes>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
";

/// A running spooler; ends with the test.
pub(crate) struct Cups {
    folder: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl Cups {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        open_to_all(root);
        for name in [
            "etc",
            "spool",
            "spool/tmp",
            "cache",
            "state",
            "server",
            "server/backend",
            "printer",
            "printer/printed",
        ] {
            fs::create_dir(root.join(name)).expect("a folder");
        }
        for part in [
            "cgi-bin", "daemon", "driver", "filter", "monitor", "notifier",
        ] {
            symlink(
                Path::new("/usr/lib/cups").join(part),
                root.join("server").join(part),
            )
            .expect("a link");
        }
        let port = free_port();
        write(&root.join("server/backend/sim"), BACKEND, 0o700);
        write(&root.join("printer/mode"), "ok", 0o644);
        write(
            &root.join("etc/cupsd.conf"),
            &format!("Listen 127.0.0.1:{port}\n{POLICY}"),
            0o644,
        );
        write(&root.join("etc/cups-files.conf"), &files_conf(root), 0o644);
        let child = Command::new("/usr/sbin/cupsd")
            .args(["-f", "-c"])
            .arg(root.join("etc/cupsd.conf"))
            .arg("-s")
            .arg(root.join("etc/cups-files.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|cause| panic!("cupsd cannot run ({cause}): apt-get install cups"));
        let cups = Self {
            folder,
            port,
            child,
        };
        assert!(
            until(|| TcpStream::connect(("127.0.0.1", port)).is_ok()),
            "cupsd answers; it must be started as root\n{}",
            cups.log()
        );
        let device = format!("sim:{}", cups.path("printer").display());
        cups.command(
            "lpadmin",
            &["-p", "receipts", "-E", "-v", &device, "-m", "raw"],
        );
        cups
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("state/error_log")).unwrap_or_default()
    }

    fn command(&self, program: &str, arguments: &[&str]) {
        let output = Command::new(program)
            .arg("-h")
            .arg(self.address())
            .args(arguments)
            .output();
        let output = output.unwrap_or_else(|cause| {
            panic!("{program} cannot run ({cause}): apt-get install cups-client")
        });
        assert!(
            output.status.success(),
            "{program}: {}\n{}",
            String::from_utf8_lossy(&output.stderr),
            self.log()
        );
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn spooler(&self) -> Spooler {
        Spooler::at(self.address())
    }

    pub(crate) fn printer(&self) -> IppPrinter {
        self.spooler().printer("receipts").expect("a possible name")
    }

    /// Puts the printer into a mode.
    pub(crate) fn set(&self, mode: &str) {
        write(&self.path("printer/mode"), mode, 0o644);
    }

    /// Lets the queue go on, as an officer does after clearing a jam.
    pub(crate) fn enable(&self) {
        self.command("cupsenable", &["receipts"]);
    }

    /// What came out, sheet by sheet.
    pub(crate) fn sheets(&self) -> Vec<Vec<u8>> {
        let sheets = fs::read_dir(self.path("printer/printed")).expect("the sink");
        sheets
            .map(|sheet| fs::read(sheet.expect("a sheet").path()).expect("readable"))
            .collect()
    }

    /// A desk that loses power while it sends a document.
    pub(crate) fn cut_off_a_document(&self, job: JobId) {
        let mut line = TcpStream::connect(("127.0.0.1", self.port)).expect("cupsd answers");
        let body = send_document_request(self.port, job);
        let head = format!(
            "POST /printers/receipts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\n\r\n",
            body.len() + 1_000_000
        );
        line.write_all(head.as_bytes())
            .and_then(|()| line.write_all(&body))
            .expect("a part is sent");
        line.write_all(&[b'x'; 10_000])
            .expect("and some of the document");
        line.shutdown(Shutdown::Write).expect("the power goes");
        line.set_read_timeout(Some(Duration::from_secs(5)))
            .expect("a limit");
        // Until cupsd has noticed and hung up.
        line.read_to_end(&mut Vec::new()).ok();
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The attributes of a Send-Document, by hand: the client library sends whole documents only.
fn send_document_request(port: u16, job: JobId) -> Vec<u8> {
    let mut bytes = vec![1, 1, 0, 6, 0, 0, 0, 1, 1];
    let mut attribute = |tag: u8, name: &str, value: &[u8]| {
        bytes.push(tag);
        for part in [name.as_bytes(), value] {
            bytes.extend(u16::try_from(part.len()).expect("short").to_be_bytes());
            bytes.extend(part);
        }
    };
    attribute(0x47, "attributes-charset", b"utf-8");
    attribute(0x48, "attributes-natural-language", b"en");
    attribute(
        0x45,
        "printer-uri",
        format!("ipp://127.0.0.1:{port}/printers/receipts").as_bytes(),
    );
    attribute(0x21, "job-id", &job.0.to_be_bytes());
    attribute(0x42, "requesting-user-name", b"motcua-desk");
    attribute(0x49, "document-format", b"application/pdf");
    attribute(0x22, "last-document", &[1]);
    bytes.push(3);
    bytes
}

fn files_conf(root: &Path) -> String {
    let at = |name: &str| root.join(name).display().to_string();
    format!(
        "User lp\nGroup lp\nSystemGroup root\nServerRoot {}\nServerBin {}\nDataDir /usr/share/cups\nDocumentRoot {}\n\
         RequestRoot {}\nTempDir {}\nCacheDir {}\nStateDir {}\nErrorLog {}\nAccessLog {}\nPageLog {}\nPrintcap\n\
         Sandboxing Relaxed\n",
        at("etc"),
        at("server"),
        at("cache"),
        at("spool"),
        at("spool/tmp"),
        at("cache"),
        at("state"),
        at("state/error_log"),
        at("state/access_log"),
        at("state/page_log"),
    )
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("our own folder");
}

fn write(path: &Path, text: &str, mode: u32) {
    let mut options = OpenOptions::new();
    let mut file = options
        .create(true)
        .write(true)
        .truncate(true)
        .mode(mode)
        .open(path)
        .expect("a file");
    file.write_all(text.as_bytes()).expect("written");
}

/// Waits until `is_so`, looking ten times a second; false when patience ends.
pub(crate) fn until(mut is_so: impl FnMut() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if is_so() {
            return true;
        }
        std::thread::park_timeout(Duration::from_millis(100));
    }
    false
}

/// A port nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port()
}

/// A server that answers every request with a web page; lives as long as the test process.
pub(crate) fn rubbish_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    std::thread::spawn(move || {
        for line in listener.incoming().flatten() {
            answer_with_a_page(line);
        }
    });
    port
}

fn answer_with_a_page(mut line: TcpStream) {
    let mut request = [0; 1];
    line.read_exact(&mut request).ok();
    let page = "<html>not a spooler</html>";
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    line.write_all(answer.as_bytes()).ok();
}
