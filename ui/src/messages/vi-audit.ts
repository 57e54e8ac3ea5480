/** The journal for who audits it. */
export const viAudit = {
  code: "Mã hồ sơ",
  officer: "Cán bộ",
  everybody: "Mọi cán bộ",
  span: "Khoảng thời gian",
  spans: { today: "Hôm nay", week: "7 ngày", month: "30 ngày", all: "Từ đầu" } as Record<string, string>,
  at: "Lúc",
  desk: "Quầy",
  act: "Việc",
  dossier: "Hồ sơ",
  noCode: "chưa có mã",
  place: "Vị trí trong sổ",
  shown: (n: string) => `${n} việc`,
  more: "– còn việc cũ hơn ở cuối danh sách",
  empty: "Không có việc nào khớp. Có thể việc ở trước khoảng thời gian này, hoặc của cán bộ, hồ sơ khác.",
  emptyEver:
    "Chưa có việc nào được ghi ở máy này. Mỗi lần tiếp nhận, chuyển, in lại, trả kết quả… sẽ hiện ở đây.",
  all: "Xem mọi việc từ đầu",
  older: "Xem việc cũ hơn",
  check: "Kiểm tra sổ",
  checking: "Đang kiểm tra…",
  sound: (n: string) => `Sổ nguyên vẹn: ${n} việc đều khớp chuỗi.`,
  broken: (n: string) =>
    `Sổ không khớp từ việc số ${n}. Dừng cấp mã ở máy này và báo quản trị; dữ liệu ở Trung tâm vẫn còn.`,
  export: "Xuất ra tệp",
  exported: (file: string) => `Đã lưu ${file} trong thư mục Tài liệu. Tệp không có thông tin người dân.`,
};
