import { viAudit } from "./vi-audit";
import { viCourier } from "./vi-courier";
import { viDossier, viDossiers, viForward, viPrinting } from "./vi-dossiers";
import { viErrorOther, viErrors } from "./vi-errors";
import { viEventNames, viEvents } from "./vi-events";
import { viIntake, viPages } from "./vi-intake";
import { viLinkReason, viSync } from "./vi-sync";

type Params = Record<string, string>;

/** Every text an officer reads. Words of the counter only. */
export const vi = {
  product: "Một Cửa Desk",
  weekdays: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
  span: {
    minutes: (n: number) => `${n} phút`,
    hours: (n: number) => `${n} giờ`,
    days: (n: number) => `${n} ngày`,
  },
  errors: viErrors,
  errorOther: viErrorOther,
  events: viEvents,
  eventNames: viEventNames,

  common: {
    cancel: "Hủy",
    close: "Đóng",
    back: "Quay lại",
    choose: "Chọn",
    edit: "Sửa",
    notYet: "Chưa có",
    trace: (id: string) => `Mã lỗi: ${id}`,
    more: "Việc khác",
  },

  enrol: {
    title: "Ghi danh máy quầy",
    lead: "Máy này chưa thuộc Trung tâm nào. Nhập mã ghi danh do quản trị của Trung tâm cấp; mã chỉ dùng được một lần.",
    wiped: (at: string) =>
      `Dữ liệu của quầy trên máy này đã được xóa lúc ${at} theo lệnh của Trung tâm. Mọi việc đã ghi đều đã ở Trung tâm trước khi xóa.`,
    code: "Mã ghi danh",
    codeHint: "Dán nguyên văn, kể cả dấu gạch.",
    label: "Tên quầy",
    labelHint: "In trên giấy tiếp nhận, ví dụ “Quầy 3”.",
    submit: "Ghi danh",
    working: "Đang hỏi Trung tâm…",
  },
  /** In place of the words of enrolment, for a desk whose keys are lost. */
  recovery: {
    enter: "Nhập mã khôi phục",
    title: "Khôi phục khóa của máy",
    lead: "Khóa của máy không còn trong kho khóa của hệ điều hành. Nhập mã khôi phục do quản trị cấp cho đúng máy này: máy nhận khóa mới, hồ sơ và biểu mẫu đang nhập vẫn nguyên.",
    code: "Mã khôi phục",
    submit: "Khôi phục",
    done: "Máy đã có khóa mới. Lần đăng nhập này cần có kết nối với Trung tâm.",
  },

  signIn: {
    title: "Đăng nhập",
    locked: "Màn hình đang khóa",
    lockedNote: "Việc gửi về Trung tâm vẫn chạy. Nhập mật khẩu để làm tiếp.",
    waiting: "Máy chỉ gửi hồ sơ về Trung tâm khi đã có người đăng nhập.",
    officers: "Cán bộ tại quầy này",
    other: "Cán bộ khác…",
    login: "Tên đăng nhập",
    password: "Mật khẩu",
    submit: "Đăng nhập",
    unlock: "Mở khóa",
    firstTime: "Lần đầu đăng nhập trên máy này cần có kết nối với Trung tâm.",
    demo: "DEMO – số liệu không có giá trị, mật khẩu công khai",
    demoFillShort: "Điền",
    demoFill: (name: string) => `Điền tài khoản của ${name}`,
    insecure: "Khóa của máy đang để trong tệp, không phải trong kho khóa của hệ điều hành. Chỉ dùng để thử.",
    warnings: "Lưu ý",
    switchOfficer: "Đổi cán bộ",
  },

  broken: { title: "Chưa mở được dữ liệu của quầy", retry: "Thử mở lại" },

  screens: {
    intake: "Tiếp nhận",
    intakeTitle: "Tiếp nhận hồ sơ",
    parked: "Đang gác",
    to_digitise: "Chờ số hóa",
    to_forward: "Cần chuyển",
    dossiers: "Hồ sơ",
    sync: "Đồng bộ",
    audit: "Nhật ký",
    settings: "Cài đặt",
    dossier: "Hồ sơ",
  },

  frame: {
    navigation: "Mục chính",
    work: "Nơi làm việc",
    strip: "Tình trạng",
    find: "Tìm hồ sơ, người, mã…",
    /** What is said of a receipt whose QR was scanned into the search. */
    receipt: {
      genuine: (desk: string) => `Giấy thật, do ${desk} cấp`,
      unverified: () => "Chưa xác minh được nơi cấp giấy này",
      altered: (desk: string) => `Chữ ký không phải của ${desk}: đối chiếu giấy với hồ sơ`,
      foreign: () => "",
    },
    receiptNothing: "Máy này chưa có hồ sơ đó",
    findNothing:
      "Không có hồ sơ nào khớp. Thử họ tên không dấu, số định danh, số điện thoại hoặc bốn số cuối của mã.",
    lock: "Khóa màn hình",
    signOut: "Đăng xuất",
    officerMenu: (name: string) => `Cán bộ: ${name}`,
    keysTitle: "Phím tắt",
    keysNote:
      "Tab đi theo thứ tự làm việc: thẻ → điện thoại → tư cách → thủ tục → giấy tờ → hẹn trả → kết luận; Enter cũng sang ô kế tiếp. Trong danh sách: ↑↓ chọn dòng, Enter mở. Khi xem trang: ←→ lật trang, + − phóng to, thu nhỏ. Esc đóng hộp thoại, không làm mất chữ đã gõ.",
    palette: "Bảng lệnh",
    paletteField: "Gõ tên việc cần làm…",
    paletteNothing: "Không có việc nào tên như vậy.",
    role: {
      counter: "Cán bộ tiếp nhận",
      lead: "Phụ trách",
      department: "Phòng chuyên môn",
      administrator: "Quản trị",
      auditor: "Kiểm tra",
    } as Params,
  },

  keys: {
    keys: "Phím tắt",
    intake: "Tiếp nhận hồ sơ",
    find: "Tìm hồ sơ",
    scan: "Quét giấy tờ đang chọn",
    region: "Sang vùng kế tiếp",
    forward: "Chuyển hồ sơ",
    print: "In lại giấy tiếp nhận",
    park: "Tạm gác hồ sơ",
    column1: "Chủ hồ sơ, người nộp",
    column2: "Thủ tục, thành phần hồ sơ",
    column3: "Hẹn trả, phí, lệ phí",
    palette: "Bảng lệnh",
    conclude: "Tiếp nhận, cấp mã hồ sơ",
    lock: "Khóa màn hình",
  },

  strip: {
    online: "Đã kết nối",
    update: "Cần cập nhật phần mềm",
    connecting: "Đang kết nối…",
    offline: (since: string) => (since ? `Mất kết nối từ ${since}` : "Mất kết nối"),
    wipe: "Có lệnh xóa dữ liệu, còn",
    wipeTitle: "Trung tâm yêu cầu xóa dữ liệu trên máy này",
    wipeLeft: "Còn ở máy này",
    wipeEvents: (n: string) => `${n} việc Trung tâm chưa sao lưu`,
    wipeFiles: (n: string) => `${n} tệp Trung tâm chưa nhận`,
    wipeParked: (n: string) => `${n} hồ sơ đang gác`,
    wipeTyped: (n: string) => `${n} hồ sơ đang nhập dở`,
    wipeNow: "Mọi thứ đã ở Trung tâm, dữ liệu trên máy này sắp bị xóa",
    wipeNote:
      "Máy này đã bị thu hồi. Dữ liệu chỉ bị xóa khi mọi việc đã nằm trong bản sao lưu của Trung tâm, mọi tệp đã ở Trung tâm, không còn bản chờ in, hồ sơ đang gác hay đang nhập dở. Báo quản trị nếu số còn lại không giảm.",
    unsent: (n: string) => `${n} hồ sơ chờ gửi`,
    unsentFiles: (n: string) => `${n} tệp chờ gửi`,
    allSent: "Đã gửi hết",
    codesLeft: (n: string) => `còn ${n} mã hồ sơ`,
    noCodes: "Hết mã – sẽ cấp giấy biên nhận tạm",
    numbering: {
      clock: "Không cấp mã: giờ máy sai",
      clock_before: "Không cấp mã: ngày của máy chậm",
      clock_after: "Không cấp mã: cần xác nhận ngày",
      restored: "Không cấp mã: dữ liệu vừa khôi phục",
      older: "Không cấp mã: dữ liệu trên máy là bản cũ",
      moved: "Không cấp mã: dữ liệu chép từ nơi khác",
      frozen: "Không cấp mã: Trung tâm đang giữ lại để kiểm tra",
      twin: "Không cấp mã: có máy khác chạy cùng dữ liệu này",
    } as Params,
    numberingNote: {
      clock:
        "Giờ của máy chậm hơn giờ của việc đã ghi. Chỉnh lại giờ, hoặc xác nhận ngày cùng phụ trách. Trong lúc đó vẫn tiếp nhận được bằng giấy biên nhận tạm.",
      clock_before:
        "Máy đang ở ngày trước ngày Trung tâm đã báo. Chỉnh lại giờ. Trong lúc đó vẫn tiếp nhận được bằng giấy biên nhận tạm.",
      clock_after:
        "Đã hơn một ngày làm việc chưa gặp Trung tâm nên chưa chắc hôm nay đúng là ngày trên máy. Xác nhận ngày cùng phụ trách để cấp mã chính thức tiếp; trong lúc đó cấp giấy biên nhận tạm.",
      restored:
        "Các số cấp trước hết hiệu lực. Vẫn tiếp nhận được bằng giấy biên nhận tạm; mã chính thức có lại khi Trung tâm trả lời.",
      older:
        "Dữ liệu cũ hơn những gì máy này đã ghi, có thể ai đó đã chép bản cũ đè lên. Các số cấp trước hết hiệu lực. Vẫn tiếp nhận được bằng giấy biên nhận tạm; mã chính thức có lại khi Trung tâm trả lời. Báo quản trị nếu không ai cố ý làm.",
      moved:
        "Dữ liệu đang nằm ở máy hay thư mục khác với nơi đã ghi danh. Các số cấp trước hết hiệu lực. Vẫn tiếp nhận được bằng giấy biên nhận tạm; mã chính thức có lại khi Trung tâm trả lời. Bản ở nơi cũ không được dùng nữa: báo quản trị.",
      frozen:
        "Sổ của máy này và sổ ở Trung tâm không khớp. Vẫn tiếp nhận được bằng giấy biên nhận tạm. Phụ trách hoặc quản trị xem lại và cho làm tiếp ở mục Đồng bộ.",
      twin: "Một máy khác đang làm việc bằng bản chép dữ liệu của máy này. Việc ghi ở đây vẫn gửi về Trung tâm; vẫn tiếp nhận được bằng giấy biên nhận tạm. Phụ trách hoặc quản trị tắt máy kia rồi cho làm tiếp ở mục Đồng bộ.",
    } as Params,
    printer: "Máy in",
    scanner: "Máy quét",
    device: { ready: "sẵn sàng", absent: "chưa có", trouble: "trục trặc", unknown: "chưa rõ" } as Params,
    trouble: {
      paper_out: "hết giấy",
      jam: "kẹt giấy",
      cover_open: "nắp mở",
      offline: "không trả lời",
      unknown: "trục trặc",
    } as Params,
    printWaiting: (n: string) => `${n} bản chờ in`,
    disk: (days: string) => `Chỗ chứa trang quét còn khoảng ${days} ngày`,
    diskTight: "Sắp hết chỗ chứa trang quét",
    diskFull: "Hết chỗ chứa trang quét",
    diskNote:
      "Trang của hồ sơ đã chuyển tự rời khỏi máy khi Trung tâm đã sao lưu; khi cần vẫn mở lại được. Trang chờ gửi thì ở lại, không mất. Kết nối lại để gửi đi, hoặc báo quản trị.",
    clockOk: "Giờ máy đúng",
    clockWrong: "Giờ máy sai",
    clockWrongNote:
      "Chưa cấp mã hồ sơ chính thức cho đến khi giờ được chỉnh lại, hoặc ngày được xác nhận cùng phụ trách. Vẫn cấp được giấy biên nhận tạm.",
    today: "Hôm nay",
  },

  day: {
    open: "Xác nhận ngày…",
    title: "Xác nhận ngày trên máy này",
    now: "Máy đang chỉ",
    lastAct: "Việc ghi gần nhất",
    heard: "Trung tâm báo giờ lần cuối",
    wrongHow: "Nếu ngày giờ trên không đúng, đừng xác nhận: chỉnh lại giờ máy.",
    lead: "Phụ trách có mặt tại quầy",
    who: "Phụ trách",
    password: "Mật khẩu của phụ trách",
    here: "Phụ trách xác nhận",
    elsewhere: "Phụ trách ở nơi khác",
    telephone: "Gọi điện, đọc dãy số này, rồi ghi mã phụ trách đọc lại.",
    code: "Mã phụ trách đọc",
    byTelephone: "Xác nhận bằng mã",
    noWay:
      "Chưa xác nhận được ở máy này: chưa phụ trách nào từng đăng nhập ở đây, và đơn vị chưa dùng cách xác nhận qua điện thoại. Chỉnh lại giờ máy, hoặc kết nối lại với Trung tâm; trong lúc chờ vẫn tiếp nhận được bằng giấy biên nhận tạm.",
    forOthers: "Xác nhận ngày cho quầy khác qua điện thoại",
    forOthersHow:
      "Hỏi cán bộ xem máy đang chỉ ngày nào. Đúng là hôm nay thì ghi dãy số họ đọc và đọc lại mã; mã chỉ đúng cho ngày hôm nay.",
    otherChallenge: "Dãy số cán bộ đọc",
    make: "Lấy mã để đọc",
    tell: "Đọc cho cán bộ:",
  },
  linkReason: viLinkReason,
  intake: viIntake,
  pages: viPages,
  closing: {
    saved: "Đã lưu nháp. Đóng?",
    savedNote: "Hồ sơ đang nhập còn nguyên khi mở lại phần mềm.",
    unsaved: "Chưa lưu được nháp. Vẫn đóng?",
    unsavedNote: "Phần vừa nhập sẽ mất nếu đóng lúc này.",
    stay: "Ở lại",
    close: "Đóng phần mềm",
  },
  parked: {
    title: "Đang gác",
    empty: "Không có hồ sơ nào đang gác.",
    emptyHow:
      "Khi người dân cần đi sao chụp hay lấy thêm giấy, bấm F12 ở màn hình Tiếp nhận: mọi thứ đã nhập được giữ nguyên.",
    resume: "Làm tiếp",
    unnamed: "Chưa có tên",
    noProcedure: "Chưa chọn thủ tục",
    since: (at: string) => `từ ${at}`,
  },

  dossiers: viDossiers,
  dossier: viDossier,
  forward: viForward,
  printing: viPrinting,
  sync: viSync,
  courier: viCourier,
  audit: viAudit,
  settings: {
    title: "Cài đặt",
    devices: "Thiết bị",
    printer: "Máy in giấy tiếp nhận",
    noPrinter: "Chưa chọn máy in",
    folder: "Lưu PDF vào thư mục, không in",
    scanner: "Máy quét",
    noScanner: "Chưa chọn máy quét",
    find: "Tìm lại thiết bị",
    finding: "Đang tìm…",
    found: (printers: number, scanners: number) => `Thấy ${printers} máy in, ${scanners} máy quét`,
    printJobs: "Bản in đang chờ",
    look: "Giao diện",
    theme: "Màu nền",
    themes: { system: "Theo máy", light: "Sáng", dark: "Tối" } as Params,
    textSize: "Cỡ chữ",
    language: "Ngôn ngữ",
    languages: { vi: "Tiếng Việt", en: "English" } as Params,
    data: "Dữ liệu",
    dataDir: "Nơi lưu trên máy này",
    backup: "Sao lưu ngay",
    backingUp: "Đang sao lưu…",
    lastBackup: "Sao lưu lần cuối",
    never: "Chưa sao lưu lần nào",
    backupDone: (where: string) => `Đã sao lưu vào ${where}`,
    rebuild: "Dựng lại danh sách và tìm kiếm",
    rebuilt: "Đã dựng lại từ nhật ký; không hồ sơ nào thay đổi",
    restore: "Khôi phục từ bản sao lưu…",
    restoreWho:
      "Khôi phục từ bản sao lưu và dựng lại danh sách: nhờ phụ trách hoặc quản trị đăng nhập tại máy này.",
    restoreTitle: "Khôi phục từ bản sao lưu",
    restoreNote:
      "Dữ liệu hiện có được cất sang một bên, không bị xóa. Mã hồ sơ đã được cấp trước cho máy này mất hiệu lực; quầy chỉ cấp mã chính thức trở lại sau khi Trung tâm trả lời.",
    restoreFolder: "Thư mục của bản sao lưu",
    restoreYes: "Khôi phục",
    restoreConfirm: "Tôi hiểu các mã đã cấp trước sẽ mất hiệu lực",
    desk: "Quầy",
    office: "Trung tâm",
    centre: "Địa chỉ máy chủ",
    agency: "Mã cơ quan",
    version: "Phiên bản",
  },
};

export type Messages = typeof vi;
