//! What the officer's hands do at the window, and what the desk behind it has to say.

use std::path::Path;

use protocol::view::{DossierRow, DossierView, SyncView};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::Officer;

use crate::drive::Window;

const ENTER: &str = "\u{E007}";

/// What the page shows of the pages of the paper at hand: those whose picture has been drawn.
const PICTURES: &str = "return [...document.querySelectorAll('img')].filter(image =>
    image.src.startsWith('page:') && image.complete && image.naturalWidth > 0).length;";

/// The state of every paper in the form.
const JUDGED: &str = "return [...document.querySelectorAll('[data-papers] [data-row]')]
    .map(row => row.querySelector('[data-cell=\"0\"]').textContent.trim());";

/// The code in the strip *Vừa tiếp nhận*.
const LAST_CODE: &str = "[data-testid=last-received] [translate=no]";

/// An officer at a window.
pub(crate) struct Counter<'a>(pub(crate) &'a Window);

impl Counter<'_> {
    /// Types name and password, and waits until the officer is in.
    pub(crate) fn sign_in(&self, officer: Officer) {
        self.try_sign_in(officer.login, officer.password);
        self.0.wait_for("footer");
    }

    /// The same with whatever password.
    pub(crate) fn try_sign_in(&self, login: &str, password: &str) {
        let window = self.0;
        window.wait_for("input[name=password]");
        if window
            .value("input[name=login]")
            .is_some_and(|typed| typed.is_empty())
        {
            window.type_text("input[name=login]", login);
        }
        window.type_text("input[name=password]", &format!("{password}{ENTER}"));
    }

    /// Signs in and makes the desk ready: numbers, catalogue, receipts saved as PDF.
    pub(crate) fn begin_work(&self, officer: Officer) {
        self.begin_without_printer(officer);
        self.0.ask(
            "change_setting",
            json!({"key": "printer", "value": "folder:"}),
        );
    }

    /// The same without a printer.
    pub(crate) fn begin_without_printer(&self, officer: Officer) {
        self.sign_in(officer);
        let has_codes = |strip: &Value| (strip["codesLeft"].as_u64()? > 0).then_some(());
        self.0
            .ask_until("leased numbers", ("strip", Value::Null), has_codes);
        let has_targets = |found: &Value| (!found.as_array()?.is_empty()).then_some(());
        self.0
            .ask_until("policy", ("forward_targets", Value::Null), has_targets);
    }

    /// Chooses the first scanner that is found.
    pub(crate) fn choose_scanner(&self) {
        let settings = self.0.ask("find_devices", Value::Null);
        let id = settings["scanners"][0]["id"]
            .as_str()
            .expect("SANE's test device is found");
        self.0
            .ask("change_setting", json!({"key": "scanner", "value": id}));
    }

    /// F2, and the card reader types the QR at once.
    pub(crate) fn read_card(&self, card: &str) {
        self.0.press("F2");
        self.0.wait_for("input[name=first]");
        self.0.type_at_focus(&format!("{card}{ENTER}"));
    }

    /// Words of the errand; the first one found is taken.
    pub(crate) fn choose_procedure(&self, words: &str, code: &str) {
        self.0.type_text("[data-procedure-search] input", words);
        self.0.wait_for_text("[role=listbox] [role=option]", code);
        self.0.press("Enter");
        self.0.wait_for("[data-papers] [data-row]");
    }

    /// Enter on each paper: it is there.
    pub(crate) fn judge_papers(&self) {
        let papers = self.0.script(JUDGED, &[]);
        let count = papers
            .as_array()
            .expect("the papers of the procedure")
            .len();
        self.0.script(
            "document.querySelector('[data-papers] [data-cell=\"0\"]').focus()",
            &[],
        );
        for _ in 0..count {
            self.0.press("Enter");
        }
        let judged = self.0.script(JUDGED, &[]);
        let judged = judged.as_array().expect("the papers of the procedure");
        let is_there = |state: &Value| state == "Đủ" || state == "Đã đối chiếu";
        assert!(
            judged.iter().all(is_there),
            "each paper is marked: {judged:?}"
        );
    }

    /// Goes back to a paper: its pages are shown, files and scans go into it.
    pub(crate) fn take_up_paper(&self, index: u32) {
        let focus =
            "document.querySelector(`[data-row='${arguments[0]}'] [data-cell='0']`).focus()";
        self.0.script(focus, &[index.into()]);
        self.0
            .wait_for(&format!("[data-row='{index}'] [data-cell='0']:focus"));
    }

    /// The promise as the form shows it: `09:45 thứ Hai 07/12`.
    pub(crate) fn promise(&self) -> String {
        self.0.wait_for("[data-testid=due-text]");
        let shown = self
            .0
            .text("[data-testid=due-text]")
            .expect("it was just there");
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Puts a file into the paper at hand and waits for its picture.
    pub(crate) fn attach(&self, path: &Path) {
        let before = self.pictures();
        self.0.choose_file("input[type=file]", path);
        self.wait_for_pictures(before + 1);
    }

    /// Waits until so many pages have their picture.
    pub(crate) fn wait_for_pictures(&self, count: u64) {
        let body = format!(
            "{} ",
            PICTURES.replace("length;", "length >= arguments[0];")
        );
        self.0.wait_for_script(
            &format!("{count} pictures of pages"),
            &body,
            &[count.into()],
        );
    }

    /// How many pages the desk holds for the form.
    pub(crate) fn pages_of_draft(&self) -> u64 {
        let draft = self.0.ask("current_draft", Value::Null);
        let request = draft["requestId"].as_str().expect("a form has an id");
        let pages = self.0.ask("attachments", format!("draft:{request}").into());
        u64::try_from(pages.as_array().expect("a list").len()).expect("it fits")
    }

    pub(crate) fn pictures(&self) -> u64 {
        self.0.script(PICTURES, &[]).as_u64().expect("a count")
    }

    /// The whole form of the walk-in of the stories, up to the conclusion.
    pub(crate) fn fill_form(&self) {
        self.read_card(testkit::HUONG_CARD);
        self.0.wait_for_text("[data-who='0']", "Nguyễn Thị Hường");
        self.choose_procedure("tro cap xa hoi", testkit::social_allowance());
        self.judge_papers();
        self.promise();
    }

    /// Ctrl+Enter, and the new code in the strip *Vừa tiếp nhận*.
    pub(crate) fn receive(&self) -> String {
        let before = self.0.text(LAST_CODE);
        self.0.press("Control+Enter");
        self.0.wait_until("a new code", || {
            let shown = self.0.text(LAST_CODE)?;
            (Some(&shown) != before.as_ref()).then_some(shown)
        })
    }

    /// The code of the strip *Vừa tiếp nhận*.
    pub(crate) fn received(&self) -> String {
        self.0.wait_for(LAST_CODE);
        self.0.text(LAST_CODE).expect("it was just there")
    }

    /// Every dossier of the desk that is found by `text`.
    pub(crate) fn rows(&self, text: &str) -> Vec<DossierRow> {
        let query = json!({"text": text, "queue": "all", "scope": "desk"});
        let ids = self.0.ask("dossier_ids", query);
        parsed(self.0.ask("dossier_rows", json!({ "ids": ids["ids"] })))
    }

    pub(crate) fn dossier(&self, id: &str) -> DossierView {
        parsed(self.0.ask("dossier", id.into()))
    }

    /// Waits until nothing waits to be sent.
    pub(crate) fn wait_sent(&self) {
        self.0
            .ask_until("end of sending", ("sync_overview", Value::Null), |view| {
                let sync: SyncView = parsed(view.clone());
                (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
            });
    }
}

fn parsed<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the bridge carries the types of protocol::view")
}
