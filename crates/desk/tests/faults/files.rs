//! Files that are no pages: refused by what they are, whatever they are called; the pages that were
//! there stay.

use testkit::{jpeg_page, pdf_page};

use crate::world::{World, told};

/// A PDF whose standard security handler opens to no empty password.
fn locked_pdf() -> Vec<u8> {
    let plain = String::from_utf8(pdf_page()).expect("plain text");
    let (objects, _table) = plain.split_once("xref").expect("a table");
    let hash = "5a".repeat(32);
    let handler = format!("<</Filter/Standard/V 1/R 2/P -4/O<{hash}>/U<{hash}>>>");
    let mut pdf = format!("{objects}4 0 obj{handler}endobj\n");
    let offsets: Vec<usize> = pdf.match_indices(" 0 obj").map(|(at, _)| at - 1).collect();
    let table = pdf.len();
    pdf.push_str("xref\n0 5\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    let id = "00112233445566778899aabbccddeeff";
    pdf.push_str(&format!(
        "trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<{id}><{id}>]>>startxref\n{table}\n%%EOF"
    ));
    pdf.into_bytes()
}

#[test]
fn what_is_no_page_is_refused_by_its_own_reason_and_the_good_pages_stay() {
    let mut world = World::at_work();
    let draft = world.typed();
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    let attach = |name: &str, bytes: &[u8]| world.desk().attach(&target, &component, name, bytes);
    attach("giấy khai sinh.jpg", &jpeg_page(3)).expect("a page");

    let whole = jpeg_page(7);
    let bad: [(&str, &[u8], &str); 9] = [
        ("ảnh thẻ.pdf", b"GIF89a......", "file.not_supported"),
        (
            "đơn.pdf",
            b"PK\x03\x04 a word document",
            "file.not_supported",
        ),
        ("giấy.jpg", b"MZ\x90 a program", "file.not_supported"),
        ("trang.html.png", b"<html>", "file.not_supported"),
        ("trống.pdf", b"", "file.empty"),
        ("cụt.jpg", &whole[..whole.len() / 2], "file.damaged"),
        ("đầu thôi.pdf", b"%PDF-1.7\nrubbish", "file.damaged"),
        ("khóa.pdf", &locked_pdf(), "file.password"),
        ("quá lớn.pdf", &vec![0; 300 << 20], "file.too_large"),
    ];
    for (name, bytes, code) in bad {
        let error = attach(name, bytes).expect_err(name);
        assert_eq!(error.code, code, "{name}");
        told(&error);
    }
    let listed = world.desk().attachments(target.clone()).expect("listed");
    assert_eq!(
        listed.len(),
        1,
        "the good page is there, and nothing of the bad ones"
    );
    attach("đúng.pdf", &pdf_page()).expect("the next good one is taken");
    let received = world.desk().receive(draft).expect("received");
    let dossier = world.desk().dossier(received.dossier).expect("the dossier");
    assert_eq!(dossier.attachments.len(), 2, "with both good pages");
    assert_eq!(world.sound(), 1, "one event");
}

#[test]
fn a_page_for_a_paper_or_form_that_is_not_there_goes_nowhere() {
    let world = World::at_work();
    let draft = world.typed();
    let page = jpeg_page(1);
    let target = format!("draft:{}", draft.request_id);
    let error = world
        .desk()
        .attach(&target, "  ", "trang.jpg", &page)
        .expect_err("no paper");
    assert_eq!(error.code, "attachment.component", "no paper was named");
    told(&error);
    let error = world
        .desk()
        .attach("draft:none", "x", "trang.jpg", &page)
        .expect_err("no form");
    assert_eq!(error.code, "draft.unknown", "no such form");
    told(&error);
    let received = world.desk().receive(draft).expect("received");
    let dossier = format!("dossier:{}", received.dossier);
    for target in [target, dossier.clone()] {
        let error = world
            .desk()
            .attach(&target, "x", "trang.jpg", &page)
            .expect_err("no such paper");
        assert_eq!(
            error.code, "attachment.component",
            "a paper the dossier does not have"
        );
    }
    assert_eq!(
        world.desk().attachments(dossier).expect("listed"),
        [],
        "nothing was bound"
    );
}
