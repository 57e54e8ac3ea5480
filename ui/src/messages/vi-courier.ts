/** What is carried to the centre on a stick. */

type Params = Record<string, string>;

export const viCourier = {
  title: "Chuyển bằng USB",
  lead: "Khi mất kết nối nhiều ngày: chép việc đang chờ ra USB, đem đến Trung tâm, rồi nhập tệp phản hồi mang về. Tệp đã mã hóa, chỉ Trung tâm mở được. Có kết nối lại lúc nào cũng không sao: mỗi việc vẫn chỉ vào một lần.",
  copyOpen: "Chép ra USB…",
  answerOpen: "Nhập phản hồi…",
  copyTitle: "Chép ra USB",
  answerTitle: "Nhập phản hồi của Trung tâm",
  copied: (at: string) => `Đã chép ra USB lúc ${at}, chờ phản hồi của Trung tâm`,
  bundle: "Gói",
  madeAt: "Chép lúc",
  content: "Nội dung",
  contentOf: (events: string, files: string) => `${events} việc, ${files} tệp`,
  place: "Nơi chép, tên tệp",
  state: "Tình trạng",
  states: {
    waiting: "Chờ phản hồi",
    answered: "Trung tâm đã nhận",
    partly: "Trung tâm nhận một phần",
    arrived: "Đã gửi qua mạng",
    unfinished: "Chép dở, không dùng được",
  } as Params,
  waiting: (events: string, files: string, size: string) =>
    `Đang chờ: ${events} việc, ${files} tệp, khoảng ${size}.`,
  nothing: "Không có việc nào đang chờ: mọi thứ đã ở Trung tâm.",
  waitingCopied: (files: string) =>
    `${files} tệp đã nằm trong gói chờ phản hồi; gói mới chép tệp khác trước.`,
  unsealed: (events: string) =>
    `${events} việc ghi sau khi khôi phục dữ liệu phải chờ có kết nối, chưa chép được.`,
  to: "Chép vào",
  stick: (name: string, free: string) => `${name}, còn trống ${free}`,
  documents: "Thư mục Tài liệu trên máy này",
  otherFolder: "Thư mục khác",
  folder: "Đường dẫn thư mục",
  size: "Cỡ tệp",
  sizes: { all: "Nhiều nhất có thể", gigabyte: "Tối đa 1 GB", small: "Tối đa 100 MB" },
  copy: "Chép",
  copying: "Đang chép và đọc lại…",
  keepIn: "Đừng rút USB: chép xong, phần mềm đọc lại cả tệp rồi mới báo.",
  done: (number: string, events: string, files: string) =>
    `Đã chép gói số ${number}: ${events} việc, ${files} tệp. Đã đọc lại, đúng nguyên vẹn.`,
  doneNext: "Rút USB an toàn rồi đem tệp này đến Trung tâm:",
  leftEvents: (n: string) => `${n} việc`,
  leftFiles: (n: string) => `${n} tệp`,
  left: (what: string) => `Còn ${what} chưa vào gói này. Chép thêm một gói nữa, cùng USB hoặc USB khác.`,
  answer: "Tệp phản hồi",
  answerNone: "Chưa thấy tệp phản hồi nào trên USB. Cắm USB mang từ Trung tâm về, hoặc gõ đường dẫn.",
  otherFile: "Tệp khác",
  path: "Đường dẫn tệp",
  take: "Nhập",
  taking: "Đang nhập…",
  taken: (number: string, events: string, files: string) =>
    `Trung tâm đã nhận gói số ${number}: thêm ${events} việc, ${files} tệp được xác nhận.`,
  already: (number: string) => `Phản hồi của gói số ${number} đã nhập trước đó; không có gì thay đổi.`,
  issues: (n: string) => `${n} việc cần người quyết định, xem ở đầu màn hình Đồng bộ.`,
  outcomes: {
    set_aside: "Máy này đã bị thu hồi quyền: Trung tâm để riêng các việc, chờ quản trị. Báo quản trị.",
    gap: "Trung tâm thiếu các việc trước đó (có thể vừa khôi phục dữ liệu). Chép thêm một gói và đem đến.",
    fork: "Nhật ký ở Trung tâm khác nhật ký trên máy này. Máy tạm ngừng cấp mã; báo quản trị.",
  } as Params,
};
