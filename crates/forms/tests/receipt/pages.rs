//! Page breaks, sizes, fonts and the file itself.

use forms::{PAPERS_MAX, RenderError, can_render, render};

use crate::sample::{GIVEN, full, paper, short, with_papers};
use crate::tools::File;

fn file(papers: u16) -> File {
    File::new(&render(&with_papers(papers), GIVEN).expect("a receipt"))
}

fn page_count(file: &File) -> usize {
    let info = file.info();
    let line = info
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .expect("pdfinfo counts pages");
    line.trim().parse().expect("a number")
}

#[test]
fn an_ordinary_receipt_is_one_sheet() {
    assert_eq!(
        page_count(&File::new(&render(&short(), GIVEN).expect("a receipt"))),
        1,
        "one page"
    );
}

#[test]
fn three_hundred_papers_break_over_pages_with_the_header_on_each() {
    let file = file(300);
    let pages = page_count(&file);
    assert!(pages > 8, "{pages} pages");
    let text = file.text();
    for (number, page) in text.split('\u{c}').take(pages).enumerate().skip(1) {
        assert!(
            page.contains("H42.15.08-261120-0131"),
            "page {} names its dossier",
            number + 1
        );
        let has_rows = page.contains("Biên lai thu thuế");
        assert!(
            !has_rows || page.contains("Tên giấy tờ"),
            "page {} repeats the header",
            number + 1
        );
        assert!(
            page.contains(&format!("Trang {}/{pages}", number + 1)),
            "page {} is numbered",
            number + 1
        );
    }
    for n in 1..=300 {
        assert_eq!(
            text.matches(&format!("[{n}]")).count(),
            1,
            "paper {n} stands there once"
        );
    }
}

#[test]
fn every_number_of_papers_around_a_page_end_keeps_all_rows_and_both_signatures() {
    for papers in 1..=24 {
        let text = file(papers).text();
        assert!(
            (1..=papers).all(|n| text.contains(&format!("[{n}]"))),
            "{papers} papers"
        );
        let left = text.matches("NGƯỜI NỘP HỒ SƠ").count();
        let right = text.matches("NGƯỜI TIẾP NHẬN HỒ SƠ").count();
        assert_eq!((left, right), (1, 1), "{papers} papers: signatures");
    }
}

#[test]
fn what_cannot_fit_is_refused_and_never_cut_off() {
    let mut snapshot = short();
    snapshot.papers = vec![paper("Tờ khai", 1, 0, 0); PAPERS_MAX + 1];
    let refusal = RenderError::TooManyPapers {
        found: PAPERS_MAX + 1,
        max: PAPERS_MAX,
    };
    assert_eq!(can_render(&snapshot), Err(refusal), "too many papers");

    let mut snapshot = short();
    snapshot.address_now = "Thôn ".repeat(4_000);
    assert_eq!(
        can_render(&snapshot),
        Err(RenderError::Overflow { part: "block" }),
        "an address longer than a page"
    );

    let mut snapshot = short();
    snapshot.code = "H42.15.08-261120-0131".repeat(3);
    assert_eq!(
        can_render(&snapshot),
        Err(RenderError::BarCode),
        "bars too thin to read"
    );

    let mut snapshot = short();
    snapshot.look_up_qr = "x".repeat(2_000);
    assert_eq!(
        can_render(&snapshot),
        Err(RenderError::QrCode),
        "modules too small to read"
    );
}

#[test]
fn a_paper_described_over_more_than_a_page_is_printed_whole() {
    let mut snapshot = short();
    let words: Vec<_> = (0..3_000).map(|n| format!("chữ{n}")).collect();
    snapshot.papers[1].name = words.join(" ");
    let text = File::new(&render(&snapshot, GIVEN).expect("a receipt")).text();
    assert!(words.iter().all(|word| text.contains(word)), "every word");
}

#[test]
fn the_file_is_a_sound_pdf_1_7_on_a4_with_embedded_named_fonts() {
    let file = File::new(&render(&full(), GIVEN).expect("a receipt"));
    let info = file.info();
    for expected in [
        "PDF version:     1.7",
        "(A4)",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H42.15.08-261120-0131",
    ] {
        assert!(info.contains(expected), "{expected:?} in {info}");
    }
    assert!(
        file.check()
            .contains("No syntax or stream encoding errors found"),
        "qpdf finds no fault"
    );
    let fonts = file.fonts();
    let rows: Vec<_> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 3, "regular, bold, italic: {fonts}");
    for row in rows {
        assert!(row.contains("+MotcuaSerif-"), "a real name: {row}");
        assert!(
            row.contains("yes yes yes"),
            "embedded, subset, with text: {row}"
        );
    }
    let metadata = file.metadata();
    for expected in [
        "<xmp:CreateDate>2026-02-03T15:00:00+07:00",
        "vi-VN",
        "blake3:",
    ] {
        assert!(
            metadata.contains(expected),
            "{expected:?} in the XMP packet"
        );
    }
    assert!(
        !metadata.contains("Nguyễn") && !info.contains("Krông"),
        "no personal data in the metadata"
    );
}
