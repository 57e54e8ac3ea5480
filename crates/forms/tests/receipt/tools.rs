//! Programs that read PDFs, each run on a file in a folder of its own.

use std::path::PathBuf;
use std::process::{Command, Output};

/// A PDF on disk while a test looks at it.
pub(crate) struct File {
    folder: tempfile::TempDir,
}

impl File {
    pub(crate) fn new(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::io::Write::write_all(
            &mut std::fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .open(folder.path().join("form.pdf"))
                .expect("a new file"),
            pdf,
        )
        .expect("the form is written");
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("form.pdf")
    }

    /// Runs `program`; a missing program is a failure that names its package.
    fn run(&self, program: &str, package: &str, arguments: &[&str]) -> Output {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .output();
        let output = output.unwrap_or_else(|cause| {
            panic!("{program} cannot run ({cause}): apt-get install {package}")
        });
        assert!(
            output.status.success(),
            "{program}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    fn said(&self, program: &str, arguments: &[&str]) -> String {
        String::from_utf8(self.run(program, "poppler-utils", arguments).stdout).expect("UTF-8")
    }

    /// The text as a reader copies it.
    pub(crate) fn text(&self) -> String {
        self.said("pdftotext", &["-enc", "UTF-8", "form.pdf", "-"])
    }

    /// The text in its place on the page.
    pub(crate) fn text_in_place(&self) -> String {
        self.said("pdftotext", &["-enc", "UTF-8", "-layout", "form.pdf", "-"])
    }

    pub(crate) fn info(&self) -> String {
        self.said("pdfinfo", &["form.pdf"])
    }

    pub(crate) fn metadata(&self) -> String {
        self.said("pdfinfo", &["-meta", "form.pdf"])
    }

    pub(crate) fn fonts(&self) -> String {
        self.said("pdffonts", &["form.pdf"])
    }

    /// The verdict of qpdf on the structure of the file.
    pub(crate) fn check(&self) -> String {
        String::from_utf8_lossy(&self.run("qpdf", "qpdf", &["--check", "form.pdf"]).stdout)
            .into_owned()
    }

    /// The first page as a scanner would deliver it.
    pub(crate) fn raster(&self, dots_per_inch: u32) -> image::GrayImage {
        let dots = dots_per_inch.to_string();
        self.run(
            "pdftoppm",
            "poppler-utils",
            &[
                "-png",
                "-gray",
                "-r",
                &dots,
                "-f",
                "1",
                "-l",
                "1",
                "-singlefile",
                "form.pdf",
                "page",
            ],
        );
        image::open(self.path().with_file_name("page.png"))
            .expect("a picture of the page")
            .to_luma8()
    }
}
