type Params = Record<string, string>;

const why = ({ reason }: Params) => (reason ? `: ${reason}` : "");

const decisions: Params = {
  standing: "giữ việc đang có hiệu lực",
  other: "công nhận việc bị vướng",
  both: "ghi nhận cả hai",
};

/** The journal in sentences: what follows "09:41 Quầy 3". */
export const viEvents: Record<string, (params: Params) => string> = {
  received: ({ code }) => (code ? `tiếp nhận hồ sơ, cấp mã ${code}` : "tiếp nhận hồ sơ"),
  notice_issued: (params) => `ra thông báo${why(params)}`,
  competent_agency_received: ({ due }) => `cơ quan có thẩm quyền đã nhận${due ? `, hẹn trả ${due}` : ""}`,
  code_assigned: ({ code }) => `nhận mã chính thức ${code ?? ""}`,
  foreign_code_assigned: ({ code }) => `ghi mã hệ thống của Bộ đã cấp ${code ?? ""}`,
  attachments_added: ({ files, count, pages }) =>
    `thêm ${files ?? count ?? ""} tệp${pages ? `, ${pages} trang` : ""}`.replace("  ", " "),
  attachment_removed: (params) => `bỏ một trang${why(params)}`,
  receipt_reprinted: (params) =>
    `in lại giấy tiếp nhận${params.reprintNo ? ` lần ${params.reprintNo}` : ""}${why(params)}`,
  forwarded: ({ to }) => `chuyển hồ sơ đến ${to ?? "nơi giải quyết"}`,
  code_corrected: ({ code }) => `thay giấy tiếp nhận, mã mới ${code ?? ""}`,
  recalled: (params) => `thu hồi việc chuyển${why(params)}`,
  claimed: ({ to }) => `${to || "quầy khác"} nhận giữ hồ sơ`,
  conflict_settled: ({ decision, ...params }) =>
    `quyết định về hai việc không khớp: ${decisions[decision ?? ""] ?? ""}${why(params)}`,
  accepted: ({ by }) => `${by ?? "nơi nhận"} đã nhận hồ sơ`,
  sent_back: (params) => `bị trả lại${why(params)}`,
  processing_started: () => "bắt đầu xử lý",
  supplement_requested: (params) => `yêu cầu bổ sung, tạm dừng tính hạn${why(params)}`,
  supplement_received: ({ due }) => `nhận đủ giấy tờ bổ sung${due ? `, hẹn trả ${due}` : ""}`,
  obligation_requested: ({ note }) => `yêu cầu thực hiện nghĩa vụ tài chính${note ? `: ${note}` : ""}`,
  obligation_met: ({ due }) => `đã thực hiện nghĩa vụ tài chính${due ? `, hẹn trả ${due}` : ""}`,
  withdrawn: (params) => `người dân rút hồ sơ${why(params)}`,
  stopped: (params) => `dừng xử lý${why(params)}`,
  completed: ({ decision }) => `có kết quả${decision ? `, số ${decision}` : ""}`,
  reopened: (params) => `chuyển lại để sửa kết quả${why(params)}`,
  outcome_returned: ({ collector }) => `trả kết quả${collector ? ` cho ${collector}` : ""}`,
  paid: ({ amount }) => `thu ${amount ?? "tiền"}`,
};

/** Short names of events, for lists. */
export const viEventNames: Params = {
  received: "Tiếp nhận",
  notice_issued: "Ra thông báo",
  competent_agency_received: "Cơ quan có thẩm quyền nhận",
  code_assigned: "Cấp mã chính thức",
  foreign_code_assigned: "Ghi mã hệ thống Bộ",
  attachments_added: "Thêm trang, tệp",
  attachment_removed: "Bỏ trang",
  receipt_reprinted: "In lại giấy tiếp nhận",
  forwarded: "Chuyển hồ sơ",
  code_corrected: "Thay mã, giấy tiếp nhận",
  recalled: "Thu hồi việc chuyển",
  claimed: "Nhận giữ hồ sơ",
  conflict_settled: "Quyết định xung đột",
  accepted: "Nhận hồ sơ",
  sent_back: "Trả lại",
  processing_started: "Bắt đầu xử lý",
  supplement_requested: "Yêu cầu bổ sung",
  supplement_received: "Nhận bổ sung",
  obligation_requested: "Nghĩa vụ tài chính",
  obligation_met: "Đã nộp nghĩa vụ tài chính",
  withdrawn: "Rút hồ sơ",
  stopped: "Dừng xử lý",
  completed: "Có kết quả",
  reopened: "Sửa kết quả",
  outcome_returned: "Trả kết quả",
  paid: "Thu tiền",
};
