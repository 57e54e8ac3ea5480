//! What the paper says is what went in, letter by letter.

use forms::{Copy, CopyNumber, FormSet, ReceiptSnapshot, RenderError, render};
use proptest::prelude::*;

use crate::sample::{GIVEN, KEPT, full, short};
use crate::tools::File;

fn text(snapshot: &ReceiptSnapshot, copy: Copy) -> String {
    File::new(&render(snapshot, copy).expect("a receipt")).text()
}

/// Without spaces and line breaks: lines wrap where the paper says.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn assert_says(text: &str, expected: &str) {
    assert!(
        squeezed(text).contains(&squeezed(expected)),
        "{expected:?} is on the paper"
    );
}

#[test]
fn the_longest_temporary_code_is_on_one_line() {
    for code in [
        "TAM-Q3C4E5-261122-00748213",
        "TAM-BPTNVTE0F7-261122-100048213",
        "TAM-MMMMMMDDDD-261122-100048213",
    ] {
        let snapshot = ReceiptSnapshot {
            code: code.to_owned(),
            ..short()
        };
        let page = text(&snapshot, GIVEN);
        assert!(page.contains(code), "{code} is whole");
    }
}

#[test]
fn a_temporary_slip_has_the_title_of_its_province() {
    let snapshot = ReceiptSnapshot {
        title: "GIẤY BIÊN NHẬN HỒ SƠ TẠM THỜI".to_owned(),
        ..short()
    };
    let text = text(&snapshot, GIVEN);
    assert_says(&text, "GIẤY BIÊN NHẬN HỒ SƠ TẠM THỜI");
    assert!(
        !squeezed(&text).contains(&squeezed("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ")),
        "and is not called a receipt"
    );
}

#[test]
fn every_field_of_a_full_receipt_is_on_the_paper() {
    let snapshot = full();
    let text = text(&snapshot, GIVEN);
    for expected in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN PHƯỜNG HOA LƯ",
        "Hoa Lư, ngày 03 tháng 02 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "(Liên 2: Giao người nộp hồ sơ)",
        "Mã hồ sơ: H42.15.08-261120-0131",
        "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công phường Hoa Lư – Quầy số 3",
        "Tiếp nhận hồ sơ của: Hồ Y Krông Ê̆ban Ƀuôn Yă Čư M’gar Ŏi",
        "Số định danh cá nhân: 066099004321",
        "Mã số thuế: 2700123456-001",
        "Người nộp: Nguyễn Phước Bảo Quỳnh Công Tằng Tôn Nữ Ỷ Lan (được ủy quyền có chứng thực)",
        "Hộ chiếu số: C1234567",
        "Địa chỉ trên giấy tờ: Thôn Đông, xã Ninh Nhất, thành phố Ninh Bình, tỉnh Ninh Bình",
        "Địa chỉ nay: Thôn Đông, phường Hoa Lư, tỉnh Ninh Bình",
        "Số điện thoại: 0912 345 678",
        "Email: nguyenhuong@example.vn",
        "(mã thủ tục 1.001776)",
        "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:",
        "2. Số lượng hồ sơ: 01 (bộ)",
        "3. Thời gian giải quyết hồ sơ theo quy định là: 10 ngày làm việc",
        "4. Thời gian nhận hồ sơ: 15 giờ 00 phút, ngày 03 tháng 02 năm 2026",
        "5. Thời gian trả kết quả giải quyết hồ sơ: 09 giờ 45 phút, ngày 07 tháng 12 năm 2026 (tạm tính)",
        "6. Đăng ký nhận kết quả: Tại Trung tâm – Trung tâm Phục vụ hành chính công phường Hoa Lư",
        "7. Phí, lệ phí (nếu có): Lệ phí đăng ký 8.000 đồng; Cấp bản sao trích lục (2 bản) 16.000 đồng. Tổng cộng \
         24.000 đồng (Hai mươi bốn nghìn đồng). Chưa thanh toán – thu khi trả",
        "Vào Sổ theo dõi hồ sơ, Quyển số: 02/2026 Số thứ tự: 0417",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Đinh Quốc Khánh",
        "Điện thoại: 0229 3871 234",
        "Đường dây nóng: 0229 3888 999",
        "Ban hành kèm theo Thông tư số 03/2025/TT-VPCP ngày 15 tháng 9 năm 2025",
    ] {
        assert_says(&text, expected);
    }
    for words in snapshot
        .papers
        .iter()
        .flat_map(|paper| paper.name.split(' '))
        .chain(snapshot.notes[0].split(' '))
    {
        assert!(text.contains(words), "{words:?} is on the paper");
    }
}

#[test]
fn the_text_layer_is_nfc_even_for_decomposed_input() {
    let mut decomposed = full();
    decomposed.owner.name =
        "Nguye\u{302}\u{303}n Thi\u{323} Hu\u{31B}o\u{31B}\u{300}ng E\u{302}\u{306}ban".into();
    let found = text(&decomposed, GIVEN);
    assert_says(&found, "Nguyễn Thị Hường Ê̆ban");
    let nfc: String = unicode_normalization::UnicodeNormalization::nfc(found.as_str()).collect();
    assert_eq!(
        found, nfc,
        "a search for a name typed on any keyboard finds it"
    );
}

#[test]
fn each_copy_says_which_it_is_and_a_reprint_says_so_too() {
    let first = text(&short(), KEPT);
    assert_says(&first, "(Liên 1: Lưu)");
    assert!(
        !squeezed(&first).contains("BẢNINLẠI"),
        "a first print carries no mark"
    );
    let again = text(
        &short(),
        Copy {
            number: CopyNumber::Given,
            reprint_no: 2,
        },
    );
    assert_says(&again, "(Liên 2: Giao người nộp hồ sơ)");
    assert_says(&again, "BẢN IN LẠI lần 2");
}

#[test]
fn a_paper_of_the_training_mode_says_that_it_is_worth_nothing() {
    let mut snapshot = short();
    snapshot.demo = true;
    assert_says(&text(&snapshot, GIVEN), "BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ");
    assert!(
        !squeezed(&text(&short(), GIVEN)).contains("TẬPHUẤN"),
        "a real receipt does not"
    );
}

#[test]
fn a_receipt_of_an_earlier_year_cites_the_circular_of_its_day() {
    let mut snapshot = short();
    snapshot.form_set = FormSet::Circular01Of2018;
    let found = text(&snapshot, GIVEN);
    assert_says(
        &found,
        "Thông tư số 01/2018/TT-VPCP ngày 23 tháng 11 năm 2018",
    );
}

#[test]
fn a_register_number_not_yet_given_leaves_room_for_the_pen() {
    assert_says(&text(&short(), GIVEN), "Quyển số: …………… Số thứ tự: ……………");
}

#[test]
fn a_letter_without_a_glyph_is_refused_before_printing_and_its_owner_is_not_named() {
    let mut snapshot = short();
    snapshot.owner.name = "Trần Văn 陳".into();
    let refusal =
        forms::can_render(&snapshot).expect_err("a Chinese character is not in the faces");
    assert_eq!(
        refusal,
        RenderError::MissingGlyph { code_point: 0x9673 },
        "the character"
    );
    assert_eq!(
        refusal.to_string(),
        "no glyph for U+9673",
        "and nothing of the name"
    );
    assert_eq!(render(&snapshot, GIVEN), Err(refusal), "render agrees");
    assert!(
        !format!("{snapshot:?}{:?}", snapshot.owner).contains("Trần"),
        "Debug is redacted"
    );
}

#[test]
fn the_layout_of_an_ordinary_receipt_is_as_agreed() {
    let file = File::new(&render(&short(), GIVEN).expect("a receipt"));
    let lines: Vec<_> = file
        .text_in_place()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    insta::assert_snapshot!("ordinary_receipt", lines.join("\n"));
}

/// Names as they occur: Vietnamese syllables, and letters of the minorities.
fn name() -> impl Strategy<Value = String> {
    let letters = "[A-ZĐƀƁČŎĔĬŬÂĂÊÔƠƯa-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵŏĕĭŭčñ'’]";
    // No hyphen at the end of a name: pdftotext takes one at the end of a line for a broken word.
    let syllable = format!("{letters}{{1,7}}(-{letters})?(ê\u{306}|ơ\u{306}|Ư\u{306}|b\u{306})?");
    proptest::string::string_regex(&format!("{syllable}( {syllable}){{0,9}}")).expect("a pattern")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn no_name_ever_loses_a_letter(owner in name(), submitter in name(), paper in name()) {
        let mut snapshot = full();
        snapshot.owner.name.clone_from(&owner);
        snapshot.papers[0].name.clone_from(&paper);
        if let Some(line) = &mut snapshot.submitter {
            line.party.name.clone_from(&submitter);
        }
        let found = squeezed(&text(&snapshot, GIVEN));
        prop_assert!(found.contains(&squeezed(&owner)), "owner {owner:?}");
        prop_assert!(found.contains(&squeezed(&submitter)), "submitter {submitter:?}");
        for syllable in paper.split(' ').filter(|s| s.chars().count() < 12) {
            prop_assert!(found.contains(syllable), "paper {syllable:?} of {paper:?}");
        }
    }
}
