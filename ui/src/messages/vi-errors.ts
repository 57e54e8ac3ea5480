type Params = Record<string, string>;
type Words = (params: Params) => string;

const say =
  (text: string): Words =>
  () =>
    text;

/** Words for each code of a refused command: what is safe, and what to do. */
const commands: Record<string, Words> = {
  "window.unreachable": say(
    "Phần mềm không trả lời. Chữ đã gõ vẫn còn; nếu tiếp diễn, đóng rồi mở lại cửa sổ.",
  ),
  "app.internal": say(
    "Phần mềm gặp lỗi. Những gì đã ghi vẫn còn nguyên. Thử lại; nếu tiếp diễn, báo quản trị kèm mã lỗi.",
  ),
  "app.unenrolled": say("Máy này chưa được ghi danh."),
  "app.signed_out": say("Chưa có ai đăng nhập."),
  "app.locked": say("Màn hình đang khóa. Mở khóa rồi làm tiếp; bản nháp vẫn còn."),
  "thaw.reason": ({ max }) => `Ghi đã kiểm tra những gì${max ? `, nhiều nhất ${max} chữ` : ""}.`,
  "app.not_allowed": say("Vai trò của bạn không được làm việc này."),
  "app.officer_removed": say(
    "Tài khoản của bạn không còn trong danh sách cán bộ của đơn vị. Hồ sơ đã ghi và bản nháp vẫn còn; báo phụ trách.",
  ),

  "enrol.code": say("Mã ghi danh không đúng. Dán lại nguyên văn mã quản trị đã cấp."),
  "enrol.used": say("Mã này đã dùng hoặc đã hết hạn. Xin quản trị cấp mã mới."),
  "enrol.fingerprint": say(
    "Máy chủ ở địa chỉ này không phải Trung tâm ghi trong mã. Không ghi danh; báo quản trị.",
  ),
  "enrol.label": ({ max }) => `Tên quầy không được để trống${max ? `, dài nhất ${max} chữ` : ""}.`,
  "enrol.already": say("Máy này đã được ghi danh."),
  "enrol.recovery": say(
    "Mã này không phải mã khôi phục của máy này. Xin quản trị cấp mã khôi phục cho đúng máy; dữ liệu trên máy vẫn còn.",
  ),

  "sign_in.password": ({ left }) => `Mật khẩu chưa đúng.${left ? ` Còn ${left} lần thử.` : ""}`,
  "sign_in.wait": ({ seconds }) => `Vừa nhập sai. Chờ ${seconds ?? "ít"} giây rồi thử lại.`,
  "sign_in.locked": ({ minutes }) =>
    `Sai 5 lần, tài khoản tạm khóa trên máy này${minutes ? ` ${minutes} phút` : ""}. Hồ sơ và bản nháp vẫn còn nguyên.`,
  "sign_in.offline": say(
    "Lần đầu đăng nhập trên máy này cần có kết nối với Trung tâm. Kiểm tra mạng rồi thử lại.",
  ),
  "sign_in.offline_too_long": ({ days }) =>
    `Máy này đã quá ${days ?? ""} ngày chưa liên lạc được với Trung tâm, nên cần có kết nối để đăng nhập. Hồ sơ và bản nháp vẫn còn; kiểm tra mạng rồi thử lại.`,
  "sign_in.unknown": say("Không có cán bộ nào với tên đăng nhập này."),
  "sign_in.no_key": say("Trung tâm không giữ khóa của máy này. Báo quản trị."),

  "link.refused": say("Không kết nối được tới Trung tâm. Việc ở quầy vẫn làm được; thử lại sau."),
  "link.timeout": say("Trung tâm không trả lời kịp. Việc ở quầy vẫn làm được; thử lại sau."),
  "link.certificate": say("Chứng thư của máy chủ không phải của Trung tâm. Không gửi gì đi; báo quản trị."),
  "link.garbled": say(
    "Trung tâm trả lời không hiểu được, có thể mạng chặn giữa đường. Báo quản trị nếu tiếp diễn.",
  ),
  "link.revoked": say("Máy này hoặc tài khoản đã bị thu hồi quyền. Báo quản trị; dữ liệu trên máy vẫn còn."),
  "link.protocol": say("Máy chủ của Trung tâm khác phiên bản. Báo quản trị cập nhật phần mềm."),
  "link.sign_in": say("Trung tâm cần mật khẩu một lần nữa. Khóa màn hình (Ctrl+L) rồi mở lại."),

  "keyring.absent": say("Hệ điều hành không có kho khóa dùng được, nên không mở được dữ liệu. Báo quản trị."),
  "keyring.lost": say(
    "Khóa của máy này không còn trong kho khóa. Dữ liệu vẫn còn: xin quản trị cấp mã khôi phục rồi nhập ở đây.",
  ),

  "store.full": say("Đĩa đã đầy, chưa ghi được. Những gì đã ghi vẫn còn; dọn đĩa rồi thử lại."),
  "store.corrupt": ({ file }) =>
    `Dữ liệu trên máy bị hỏng và đã được cất sang một bên${file ? ` (${file})` : ""}, không bị xóa. Khôi phục từ bản sao lưu hoặc báo quản trị.`,
  "store.newer": say("Dữ liệu do bản phần mềm mới hơn tạo ra. Cập nhật phần mềm; dữ liệu vẫn còn nguyên."),
  "store.busy": say("Dữ liệu đang bận, chưa ghi được gì. Bấm lại."),
  "store.missing": say("Máy này chưa có dữ liệu. Đăng nhập khi có kết nối để lấy lại từ Trung tâm."),
  "store.folder": ({ what }) =>
    `Không đọc hoặc ghi được thư mục dữ liệu${what ? ` (${what})` : ""}. Kiểm tra quyền của thư mục.`,

  "card.not_a_card": say("Đây không phải mã trên thẻ căn cước. Quét lại, hoặc gõ số định danh."),
  "card.damaged": say("Đọc thẻ bị đứt hoặc chồng lên nhau. Quét lại."),
  "card.garbled": say("Bộ gõ tiếng Việt làm sai chữ trên thẻ. Tắt bộ gõ rồi quét lại."),
  "card.vneid": say("Mã QR của VNeID không đọc được ở đây. Hỏi số định danh rồi gõ vào."),
  "card.number": say("Số định danh trên thẻ không đúng. Đối chiếu với thẻ rồi gõ vào."),

  "catalogue.absent": say("Máy này chưa có danh mục thủ tục. Danh mục sẽ về khi có kết nối với Trung tâm."),
  "procedure.unknown": say("Không có thủ tục này trong danh mục."),

  "draft.unknown": say("Bản nháp này không còn: đã được tiếp nhận, gác lại hoặc bỏ."),
  "draft.too_large": say("Bản nháp quá lớn. Rút ngắn ghi chú."),
  "draft.unreadable": say("Bản nháp do phiên bản khác ghi, không đọc được."),
  "draft.too_many": ({ max }) => `Đã gác ${max ?? "quá nhiều"} hồ sơ. Làm tiếp hoặc bỏ bớt rồi gác thêm.`,

  "intake.fields": say("Chưa tiếp nhận được. Xem các chỗ tô đỏ; chưa có mã hồ sơ nào được cấp."),
  "intake.refused": say("Quy định không cho tiếp nhận hồ sơ này. Chưa có mã hồ sơ nào được cấp."),
  "intake.clock": say(
    "Giờ của máy chậm hơn giờ của việc đã ghi. Chỉnh giờ cho đúng, hoặc bấm vào giờ ở đáy màn hình để xác nhận ngày; chữ đã nhập vẫn còn.",
  ),
  "day.centre": say("Không cần hoặc không xác nhận được: Trung tâm đang báo giờ khác. Chỉnh lại giờ máy."),
  "day.lead": say("Người này không phải phụ trách của đơn vị. Chọn phụ trách khác hoặc gọi điện."),
  "day.no_slot": say(
    "Phụ trách chưa từng đăng nhập máy này nên không kiểm tra được mật khẩu. Gọi điện lấy mã.",
  ),
  "day.code": say("Mã không đúng với dãy số và ngày trên máy này. Đã có dãy số mới: đọc lại cho phụ trách."),
  "day.no_key": say("Máy này chưa nhận được khóa để xác nhận qua điện thoại. Nhờ phụ trách đến quầy."),
  "intake.glyph": ({ codePoint }) =>
    `Có chữ không in được${codePoint ? ` (${codePoint})` : ""}. Gõ lại tên; chưa có mã hồ sơ nào được cấp.`,
  "intake.form": say("Nội dung dài quá khuôn của giấy tiếp nhận. Rút ngắn ghi chú hoặc tên giấy tờ."),
  "intake.disk": say(
    "Đĩa sắp đầy, không nhận thêm hồ sơ để khỏi mất dữ liệu. Dọn đĩa hoặc báo quản trị; bản nháp vẫn còn.",
  ),
  "intake.offline_too_long": ({ days }) =>
    `Máy đã quá ${days ?? "nhiều"} ngày không gặp Trung tâm nên không được tiếp nhận thêm. Kết nối lại; bản nháp vẫn còn.`,

  "dossier.unknown": say(
    "Máy này chưa có hồ sơ đó. Tìm lại bằng mã hoặc tên (F3); hồ sơ của quầy khác về khi có kết nối.",
  ),
  "dossier.refused": ({ reason }) => refusals[reason ?? ""] ?? "Việc này không làm được với hồ sơ lúc này.",
  "list.too_many": ({ max }) => `Mỗi lần nhiều nhất ${max ?? "200"} hồ sơ.`,
  "forward.target": say("Không còn nơi nhận này trong danh mục. Chọn nơi khác."),

  "claim.offline": say(
    "Quầy khác đang giữ hồ sơ, cần kết nối mới nhận về được. Nhận giấy bổ sung và trả kết quả thì vẫn làm được.",
  ),
  "claim.moved": ({ desk }) =>
    `Hồ sơ vừa đổi quầy giữ${desk ? ` (trước là ${desk})` : ""}. Chờ đồng bộ rồi thử lại.`,
  "task.unknown": say("Việc này đã được quyết định."),
  "task.choice": say("Không quyết định như vậy được lúc này. Mở lại để xem."),
  "task.no_code": say("Không còn mã của ngày tiếp nhận hồ sơ này. Kết nối để Trung tâm cấp, rồi thử lại."),
  "task.folder": say("Không ghi được tệp vào thư mục Tài liệu. Kiểm tra chỗ trống và quyền của thư mục."),

  "courier.nothing": say("Không có việc nào chờ để chép."),
  "courier.folder": say(
    "Không ghi được vào thư mục này. Kiểm tra USB đã cắm và không bị khóa ghi, rồi chọn lại.",
  ),
  "courier.full": say("Nơi chép không đủ chỗ trống cho việc nào. Dùng USB khác, hoặc chọn cỡ tệp lớn hơn."),
  "courier.gone": say("USB bị rút ra khi đang chép. Gói này không tính; cắm lại rồi chép lại."),
  "courier.read_back": say(
    "Đọc lại thì tệp không giống lúc ghi: USB có thể hỏng. Gói này không tính; dùng USB khác.",
  ),
  "courier.answer_missing": say("Không đọc được tệp ở đường dẫn này. Kiểm tra USB đã cắm, rồi chọn lại."),
  "courier.answer_file": say(
    "Tệp này không phải phản hồi của Trung tâm, hoặc đã hỏng. Xin Trung tâm chép lại; chưa có gì thay đổi.",
  ),
  "courier.answer_newer": say(
    "Phản hồi do phiên bản mới hơn tạo ra. Báo quản trị cập nhật phần mềm; chưa có gì thay đổi.",
  ),
  "courier.answer_centre": say(
    "Phản hồi bị sửa, bị cắt cụt, hoặc của một trung tâm khác. Không nhập; chưa có gì thay đổi.",
  ),
  "courier.answer_other": say("Phản hồi này dành cho máy khác. Nhập ở đúng máy đã chép gói."),
  "courier.answer_unknown": say(
    "Máy này không chép gói mà phản hồi nói đến, có thể do đã khôi phục dữ liệu. Việc đang chờ vẫn chờ.",
  ),
  "courier.answer_stale": say(
    "Trung tâm đã khôi phục dữ liệu sau phản hồi này nên nó không còn đúng. Chép gói mới; việc đang chờ vẫn chờ.",
  ),

  "attachment.unknown": say("Không có trang này."),
  "attachment.component": say("Không có giấy tờ này trong hồ sơ."),
  "page.offline": say("Tệp đang ở Trung tâm; có kết nối thì mở được."),
  "page.no_picture": say("Không hiện được hình của tệp này."),
  "file.too_large": ({ name }) => `${quoted(name)} lớn hơn 64 MB. Chia nhỏ hoặc quét lại ở chế độ thường.`,
  "file.empty": ({ name }) => `${quoted(name)} là tệp rỗng.`,
  "file.not_supported": ({ name }) => `${quoted(name)} không phải PDF, JPEG hay PNG, dù tên tệp ghi vậy.`,
  "file.password": ({ name }) => `${quoted(name)} có mật khẩu. Xin bản không khóa.`,
  "file.damaged": ({ name }) => `${quoted(name)} bị hỏng, không mở được. Xin lại tệp hoặc quét giấy.`,
  "file.too_many_pages": ({ name }) => `${quoted(name)} có quá nhiều trang. Chia nhỏ rồi thêm lại.`,

  "scan.none": say("Chưa chọn máy quét. Chọn trong Cài đặt."),
  "scan.running": say("Đang quét dở. Chờ xong hoặc bấm Dừng quét."),
  "scan.no_backend": say("Máy này chưa cài phần mềm quét. Báo quản trị. Tệp có sẵn vẫn thả vào được."),
  "scan.device": say("Không mở được máy quét. Kiểm tra nguồn và dây, rồi Tìm lại thiết bị trong Cài đặt."),
  "scan.gone": say("Máy quét vừa mất kết nối. Các trang đã quét vẫn còn; cắm lại rồi quét tiếp."),
  "scan.hung": say(
    "Máy quét không trả lời. Các trang đã quét vẫn còn. Quét tiếp; vẫn vậy thì tắt máy quét hoặc rút dây, cắm lại rồi quét tiếp.",
  ),
  "scan.driver": say(
    "Phần mềm của máy quét gặp lỗi và đã dừng. Các trang đã quét vẫn còn. Quét tiếp; vẫn vậy thì báo quản trị. Tệp có sẵn vẫn thả vào được.",
  ),
  "scan.busy": say("Máy quét đang bận việc khác. Chờ rồi quét lại."),
  "scan.denied": say("Không có quyền dùng máy quét. Báo quản trị."),
  "scan.jammed": say("Máy quét kẹt giấy. Các trang đã quét vẫn còn; gỡ giấy rồi quét tiếp."),
  "scan.cover_open": say("Nắp máy quét đang mở. Đóng nắp rồi quét tiếp."),
  "scan.no_paper": say("Khay nạp không có giấy. Đặt giấy vào, hoặc quét mặt kính."),
  "scan.cancelled": say("Đã dừng quét. Các trang đã quét vẫn còn."),
  "scan.bad_picture": say("Ảnh từ máy quét bị hỏng. Quét lại trang đó."),
  "scan.too_many_sheets": say(
    "Quá nhiều tờ trong một lần quét. Các trang đã quét vẫn còn; chia làm nhiều lần.",
  ),
  "scan.not_kept": say("Trang vừa quét chưa ghi được. Kiểm tra chỗ trống trên đĩa rồi quét lại trang đó."),
  "scan.folder": say("Không đọc được thư mục của máy quét."),

  "print.unknown": say("Không còn bản in này."),
  "print.none": say("Chưa chọn máy in. Hồ sơ vẫn an toàn; chọn máy in trong Cài đặt hoặc lưu PDF."),
  "print.not_now": say("Bản in này không in tiếp được lúc này."),
  "print.folder": say("Không ghi được PDF vào thư mục Tài liệu. Kiểm tra chỗ trống và quyền của thư mục."),

  "settings.value": say("Giá trị này không dùng được."),
  "backup.failed": say("Chưa sao lưu được. Dữ liệu vẫn còn nguyên; kiểm tra chỗ trống trên đĩa."),
  "restore.backup": say("Thư mục này không phải bản sao lưu của máy này. Dữ liệu hiện có vẫn còn nguyên."),
};

/** Why an act on a dossier is refused. */
const refusals: Params = {
  already_received: "Hồ sơ này đã được tiếp nhận.",
  not_received: "Hồ sơ này chưa được tiếp nhận.",
  not_an_office: "Chỉ Trung tâm mới làm được việc này.",
  not_owner: "Hồ sơ đang ở nơi khác, quầy này không làm được.",
  status: "Tình trạng của hồ sơ không cho làm việc này.",
  needs_lead: "Việc này cần phụ trách.",
  reason_missing: "Phải ghi lý do.",
  already_forwarded: "Hồ sơ đã được chuyển, đang chờ nơi nhận.",
  same_owner: "Hồ sơ đang ở chính nơi đó.",
  not_forwarded: "Nơi nhận đã nhận hồ sơ, không thu hồi được nữa.",
  not_holder: "Quầy khác đang giữ hồ sơ. Nhận về quầy này trước.",
  collector_missing: "Phải ghi người nhận kết quả.",
  all_must_be_present: "Thủ tục này cần các bên cùng có mặt.",
  nothing_listed: "Phải ghi giấy tờ cần bổ sung.",
  attachment_unknown: "Không có trang này.",
  attachment_twice: "Trang này đã có trong hồ sơ.",
  too_long: "Nội dung quá dài.",
};

/** Words for the error of one field. */
const fields: Record<string, Words> = {
  name_missing: say("Chưa có tên."),
  name_unreadable: say("Tên có ký tự lạ. Gõ lại."),
  name_garbled: say("Tên bị lỗi chữ. Gõ lại."),
  text_card: say("Dữ liệu thẻ rơi vào ô này. Xóa đi rồi quét lại."),
  too_long: say("Dài quá."),
  too_many: say("Nhiều quá."),
  number_wrong: say("Không phải số giấy tờ tùy thân."),
  number_digits: ({ count }) =>
    `Có ${count ?? "chưa đủ"} chữ số; số định danh có 12, chứng minh nhân dân có 9.`,
  number_origin: say("Không có nơi nào mang mã 000."),
  phone_wrong: say("Không phải số điện thoại."),
  phone_digits: ({ count }) => `Có ${count ?? "chưa đủ"} chữ số; di động có 10, cố định có 11.`,
  email_wrong: say("Không phải địa chỉ thư điện tử."),
  tax_code_wrong: say("Mã số thuế không đúng."),
  birth_wrong: say("Không phải ngày có thật."),
  birth_in_future: say("Ngày sinh ở sau hôm nay."),
  role_unknown: say("Vai trò này không có trong thủ tục."),
  procedure_missing: say("Chưa chọn thủ tục."),
  procedure_unknown: say("Không có thủ tục này trong danh mục."),
  procedure_not_in_force: say("Thủ tục không có hiệu lực hôm nay."),
  case_unknown: say("Chọn lại trường hợp."),
  channel_not_offered: say("Thủ tục này không nhận trực tiếp."),
  online_not_assisted: say("Hồ sơ trực tuyến tại quầy phải là hồ sơ được hỗ trợ nộp."),
  takes_no_paper: say("Thủ tục này chỉ nhận trực tuyến. Muốn nhận trực tiếp phải có lý do."),
  incident_missing: say("Ghi rõ sự cố của cổng."),
  direct_needs_lead: say("Nhận trực tiếp thủ tục này cần phụ trách đồng ý."),
  no_verification_limit: say("Thủ tục này không có thời hạn riêng khi xác minh."),
  limit_unclear: say("Thời hạn chưa rõ. Hẹn theo căn cứ khác, hoặc chờ quản trị xác nhận."),
  due_not_computed: say("Không tính được ngày hẹn."),
  due_in_past: say("Ngày hẹn phải ở sau lúc tiếp nhận."),
  due_outside_hours: say("Ngày hẹn nằm ngoài giờ làm việc."),
  due_without_ground: say("Hẹn khác thời hạn phải có căn cứ và người duyệt."),
  due_wrong: say("Gõ ngày và giờ, ví dụ 07122026 0945."),
  party_missing: say("Thủ tục này còn thiếu một bên."),
  party_unexpected: say("Thủ tục này không có bên này."),
  party_twice: say("Chỉ một người giữ vai trò này."),
  authority_forbidden: say("Thủ tục này phải do chính chủ nộp."),
  authority_must_be_certified: say("Ủy quyền phải được chứng thực."),
  submitter_missing: say("Chưa có tên người nộp."),
  capacity_unknown: say("Chọn tư cách người nộp."),
  no_paper_judged: say("Chưa xem giấy tờ nào."),
  paper_not_in_order: say("Thiếu hoặc chưa đúng, nên chưa tiếp nhận được."),
  paper_state_unknown: say("Chọn trạng thái của giấy tờ."),
  attachment_unbound: say("Trang này không thuộc giấy tờ nào của hồ sơ."),
  foreign_code_missing: say("Ghi mã do hệ thống đó cấp."),
  foreign_code_wrong: say("Không phải mã hồ sơ."),
  foreign_code_unexpected: say("Thủ tục này do tỉnh cấp mã."),
  received_in_future: say("Giờ tiếp nhận ở sau bây giờ."),
  received_long_ago: say("Giờ tiếp nhận đã quá lâu."),
  sets_wrong: say("Số bộ không đúng."),
  address_missing: say("Ghi địa chỉ nhận."),
  delivery_unknown: say("Chọn cách nhận kết quả."),
  exemption_unknown: say("Không có diện miễn, giảm này."),
  fee_wrong: say("Chưa tính được phí. Xem lại số trang, số bản."),
  reason_missing: say("Phải ghi lý do."),
  nothing_to_ask: say("Không có giấy tờ nào thiếu hoặc chưa đúng."),
};

/** All words, by code. */
export const viErrors: Record<string, Words> = { ...commands, ...fields };

/** When a code has no words of its own. */
export const viErrorOther = (code: string): string =>
  `Chưa làm được (${code}). Những gì đã ghi vẫn còn nguyên. Thử lại; nếu tiếp diễn, báo quản trị kèm mã này.`;

function quoted(name: string | undefined): string {
  return name ? `“${name}”` : "Tệp này";
}
