//! Receipts of the kinds a counter prints. The people are invented.

use domain::money::Dong;
use domain::time::{CivilDate, CivilDateTime};
use forms::{
    Copy, CopyNumber, FeeLine, FeeLines, FormSet, OfficerLine, PaperLine, PartyLine, ProcedureLine,
    ReceiptSnapshot, RegisterEntry, ResultBy, SubmitterLine,
};

pub(crate) const GIVEN: Copy = Copy {
    number: CopyNumber::Given,
    reprint_no: 0,
};
pub(crate) const KEPT: Copy = Copy {
    number: CopyNumber::Kept,
    reprint_no: 0,
};

pub(crate) const QR: &str = "https://dichvucong.gov.vn/tra-cuu-ho-so#H42.15.08-261120-0131.7c41e09b5d2a.k3.\
    MEUCIQDk3Jq0v5m1oT8yWn2zR7xUe4bGhLp9sAfXcV6iQdYwtAIgT1rE0nKjMuZoPaSbDvCxFgHlNq2W5y8B7e4R3t6";

fn at(month: u32, day: u32, hour: u32, minute: u32) -> CivilDateTime {
    CivilDate::new(2026, month, day)
        .and_then(|d| d.at(hour, minute))
        .expect("a real moment")
}

pub(crate) fn paper(
    name: &str,
    originals: u16,
    certified_copies: u16,
    photocopies: u16,
) -> PaperLine {
    PaperLine {
        name: name.into(),
        originals,
        certified_copies,
        photocopies,
        note: String::new(),
    }
}

fn party(name: &str, id_label: &str, id_number: &str) -> PartyLine {
    PartyLine {
        name: name.into(),
        id_label: id_label.into(),
        id_number: id_number.into(),
    }
}

/// An ordinary walk-in.
pub(crate) fn short() -> ReceiptSnapshot {
    ReceiptSnapshot {
        form_set: FormSet::Circular03Of2025,
        title: String::new(),
        agency_parent: "Ủy ban nhân dân phường Hoa Lư".into(),
        agency_name: "Trung tâm Phục vụ hành chính công".into(),
        office_name: "Trung tâm Phục vụ hành chính công phường Hoa Lư – Quầy số 3".into(),
        place: "Hoa Lư".into(),
        code: "H42.15.08-261120-0131".into(),
        look_up_qr: QR.into(),
        received_at: at(11, 20, 9, 41),
        due_at: at(12, 7, 9, 45),
        due_note: String::new(),
        second_stage: None,
        owner: party("Nguyễn Thị Hường", "Số định danh cá nhân", "037185000123"),
        co_owners: Vec::new(),
        submitter: None,
        address_on_card: "Thôn Đông, xã Ninh Nhất, thành phố Ninh Bình, tỉnh Ninh Bình".into(),
        address_now: "Thôn Đông, phường Hoa Lư, tỉnh Ninh Bình".into(),
        phone: "0912 345 678".into(),
        email: "nguyenhuong@example.vn".into(),
        procedure: ProcedureLine {
            code: "1.001776".into(),
            name: "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng, hỗ trợ kinh phí chăm sóc, nuôi dưỡng \
                   hằng tháng"
                .into(),
        },
        papers: vec![
            paper("Tờ khai đề nghị trợ giúp xã hội", 1, 0, 0),
            paper("Giấy khai sinh của trẻ em", 0, 1, 0),
            paper("Giấy xác nhận khuyết tật", 0, 1, 1),
        ],
        sets: 1,
        processing_time: "10 ngày làm việc".into(),
        fee: FeeLines { lines: Vec::new(), total: Dong(0), payment: String::new() },
        result_by: ResultBy {
            method: "Tại Trung tâm".into(),
            address: "Trung tâm Phục vụ hành chính công phường Hoa Lư".into(),
        },
        register: None,
        officer: OfficerLine { name: "Đinh Quốc Khánh".into(), phone: "0229 3871 234".into() },
        hotline: "0229 3888 999".into(),
        notes: Vec::new(),
        demo: false,
    }
}

/// Long names, two owners, a submitter, fees, a provisional promise, a register entry, notes.
pub(crate) fn full() -> ReceiptSnapshot {
    let mut snapshot = short();
    snapshot.owner = party(
        "Hồ Y Krông Ê̆ban Ƀuôn Yă Čư M’gar Ŏi",
        "Số định danh cá nhân",
        "066099004321",
    );
    snapshot.co_owners = vec![party(
        "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN THƯƠNG MẠI DỊCH VỤ XUẤT NHẬP KHẨU NÔNG SẢN ƯỚC NGUYỆN TRƯỜNG THỊNH",
        "Mã số thuế",
        "2700123456-001",
    )];
    snapshot.submitter = Some(SubmitterLine {
        party: party(
            "Nguyễn Phước Bảo Quỳnh Công Tằng Tôn Nữ Ỷ Lan",
            "Hộ chiếu số",
            "C1234567",
        ),
        capacity: "được ủy quyền có chứng thực".into(),
    });
    snapshot.due_note = "tạm tính".into();
    snapshot.received_at = at(2, 3, 15, 0);
    snapshot.fee = FeeLines {
        lines: vec![
            FeeLine {
                label: "Lệ phí đăng ký".into(),
                amount: Dong(8_000),
            },
            FeeLine {
                label: "Cấp bản sao trích lục (2 bản)".into(),
                amount: Dong(16_000),
            },
        ],
        total: Dong(24_000),
        payment: "Chưa thanh toán – thu khi trả".into(),
    };
    snapshot.register = Some(RegisterEntry {
        book: "02/2026".into(),
        number: "0417".into(),
    });
    snapshot.papers = vec![
        paper(
            "Tờ khai cấp bản sao trích lục hộ tịch theo mẫu, có xác nhận của Ủy ban nhân dân nơi cư trú trước đây",
            1,
            0,
            0,
        ),
        PaperLine {
            note: "đã đối chiếu".into(),
            ..paper("Thẻ căn cước của người được ủy quyền", 0, 0, 1)
        },
        PaperLine {
            note: "nộp bổ sung bản dịch có chứng thực".into(),
            ..paper("Văn bản ủy quyền được chứng thực", 1, 2, 12)
        },
    ];
    snapshot.notes = vec![
        "Hồ sơ nhận cho cơ quan khác giải quyết: ngày hẹn trả tính từ khi cơ quan đó nhận hồ sơ."
            .into(),
    ];
    snapshot
}

/// A dossier of `count` papers.
pub(crate) fn with_papers(count: u16) -> ReceiptSnapshot {
    let mut snapshot = short();
    let kinds = [
        "Đơn đăng ký đất đai, tài sản gắn liền với đất theo Mẫu số 15 ban hành kèm theo Nghị định",
        "Bản vẽ",
        "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất đã cấp qua các thời kỳ, kể cả giấy tờ \
         do chế độ cũ cấp cho người sử dụng đất",
        "Biên lai thu thuế",
    ];
    snapshot.papers = (1..=count)
        .zip(kinds.iter().cycle())
        .map(|(n, kind)| paper(&format!("{kind} [{n}]"), n % 3, n % 2, n % 5))
        .collect();
    snapshot
}
