// What each picture shows and how to come there, by the keys an officer would use.

export const cardText =
  "037188004321|164234567|Nguyễn Thị Hường|12051988|Nữ|Xóm 4, Nam Bình, Thành phố Ninh Bình, Ninh Bình|10052021";
const otherCard =
  "001090012345||Trần Văn Đức|31021990|Nam|Số 12, ngõ 34 Hoàng Quốc Việt, Nghĩa Tân, Cầu Giấy, Hà Nội|01012022";
const longCard =
  "001090012345||Công Tằng Tôn Nữ Hoàng Nguyễn Thị Phương Thảo Nguyên Khôi|31021990|Nữ|Số 12, ngách 34/56, ngõ 78 đường Hoàng Quốc Việt kéo dài, tổ dân phố số 9, Nghĩa Tân, Cầu Giấy, Hà Nội|01012022";
const both = ["light", "dark"];

/** The screen is there: its code comes when it is first asked for. */
export async function isReady(page) {
  await page.waitForSelector("main");
  await page.waitForFunction(() => document.querySelector("main").textContent.trim() !== "");
}

async function readCard(page, text = cardText) {
  await page.keyboard.insertText(text);
  await page.waitForTimeout(420);
}

async function choose(page, words) {
  await page.locator("[data-procedure-search] input").fill(words);
  await page.waitForSelector("[role=option][data-key]");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-papers]");
}

async function fillAll(page) {
  await readCard(page);
  await choose(page, "tro cap xa hoi");
  await page.keyboard.press("Enter");
  await page.keyboard.press(" ");
  await page.keyboard.press(" ");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F4");
  await page.waitForTimeout(200);
}

async function openDay(page) {
  await page.getByRole("button", { name: /Giờ máy sai/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Xác nhận ngày…" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Xác nhận ngày trên máy này" }).waitFor();
}

async function openPdf(page) {
  await page
    .getByRole("button", { name: /to-khai/ })
    .first()
    .click();
  await page.waitForSelector('[role="dialog"]');
}

export const scenes = [
  { name: "enrol", query: "stage=unenrolled", shots: ["m"], schemes: both },
  {
    name: "enrol-wrong",
    query: "stage=unenrolled",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.type("1234");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Quầy 3");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "signin", query: "stage=signedOut&demo&insecure", schemes: both, shots: ["s", "m"] },
  {
    name: "signin-wrong",
    query: "stage=signedOut",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.type("sai");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(200);
    },
  },
  {
    name: "signin-recovery",
    query: "stage=signedOut",
    schemes: both,
    shots: ["s", "m"],
    act: async (page) => {
      await page.keyboard.type("mất khóa");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Nhập mã khôi phục" }).click();
      await page.getByLabel("Mã khôi phục").waitFor();
    },
  },
  { name: "locked", query: "stage=locked", shots: ["m"] },
  { name: "broken", query: "stage=broken", shots: ["m"] },
  { name: "intake-empty", schemes: both, shots: ["s", "m"] },
  {
    name: "intake-search",
    shots: ["m"],
    act: async (page) => {
      await readCard(page);
      await page.locator("[data-procedure-search] input").fill("hoi");
      await page.waitForSelector("[role=option][data-key]");
    },
  },
  { name: "intake-full", schemes: both, act: fillAll },
  {
    name: "intake-orphans",
    shots: ["s", "m"],
    act: async (page) => {
      await fillAll(page);
      await page.getByRole("button", { name: "Đổi thủ tục" }).click();
      await choose(page, "ho kinh doanh");
    },
  },
  {
    name: "intake-ministry",
    shots: ["s"],
    act: async (page) => {
      await readCard(page, otherCard);
      await choose(page, "thuong tru");
    },
  },
  {
    name: "intake-typed",
    shots: ["s", "m"],
    act: async (page) => {
      await page.keyboard.type("037188004329");
      await page.keyboard.press("Enter");
      await page.keyboard.type("Bùi Thị Tuyết");
      await choose(page, "chung thuc ban sao");
    },
  },
  {
    name: "intake-errors",
    shots: ["s", "m"],
    schemes: both,
    act: async (page) => {
      await page.keyboard.type("03718800432");
      await page.keyboard.press("Enter");
      await choose(page, "1.013225");
      await page.keyboard.press("Control+Enter");
      await page.waitForTimeout(300);
    },
  },
  {
    name: "intake-catalogue-note",
    shots: ["s", "m"],
    schemes: both,
    act: async (page) => {
      await choose(page, "chung thuc ban sao");
      await page.getByRole("button", { name: "Ghi chú của danh mục" }).click();
      await page.getByRole("dialog", { name: "Ghi chú của danh mục" }).waitFor();
    },
  },
  {
    name: "intake-capacity",
    shots: ["s", "m"],
    act: async (page) => {
      await readCard(page);
      await page.getByRole("button", { name: /Chính chủ/ }).click();
      await page.getByRole("listbox").waitFor();
    },
  },
  {
    name: "intake-ward",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("combobox", { name: "Phường, xã" }).fill("hoa lu");
      await page.waitForSelector("[role=option][data-key]");
    },
  },
  {
    name: "strip-told",
    query: "numbering=moved&codes=0",
    shots: ["m"],
    schemes: both,
    act: async (page) => {
      await page.keyboard.press("F6");
      await page.getByRole("button", { name: /Không cấp mã/ }).focus();
      await page.getByRole("tooltip").waitFor();
    },
  },
  {
    name: "intake-note",
    shots: ["s", "m"],
    act: async (page) => {
      await page.keyboard.type("03718800432");
      await page.keyboard.press("Enter");
      await choose(page, "chung thuc ban sao");
      await page.getByText("Qua BCCI").click();
      await page.keyboard.press("Control+Enter");
      await page.waitForTimeout(300);
      await page
        .locator("[name=note]")
        .fill("Người nộp hẹn sáng thứ Hai mang bản chính giấy khai sinh đến đối chiếu");
    },
  },
  {
    name: "intake-marriage",
    shots: ["m"],
    act: async (page) => {
      await readCard(page);
      await choose(page, "ket hon");
      await page.locator("[data-first] input").focus();
      await readCard(page, otherCard);
    },
  },
  {
    name: "intake-organisation",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("radio", { name: "Tổ chức, doanh nghiệp" }).check({ force: true });
      await readCard(page);
      await choose(page, "ho kinh doanh");
    },
  },
  {
    name: "intake-second-card",
    shots: ["m"],
    act: async (page) => {
      await readCard(page);
      await readCard(page, otherCard);
    },
  },
  {
    name: "intake-unclear",
    shots: ["m"],
    act: async (page) => {
      await choose(page, "mai tang");
      await page.getByRole("button", { name: "Hẹn khác thời hạn quy định" }).click();
    },
  },
  {
    name: "intake-no-paper",
    shots: ["s", "m"],
    act: async (page) => {
      await readCard(page);
      await choose(page, "dang ky xe");
    },
  },
  {
    name: "intake-received",
    schemes: both,
    shots: ["s", "m", "l"],
    act: async (page) => {
      await readCard(page);
      await choose(page, "tro cap");
      await page.getByRole("button", { name: "Đủ các dòng còn lại" }).click();
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("[data-testid=last-received]");
    },
  },
  {
    name: "intake-received-saved",
    query: "print=saved",
    shots: ["s", "m"],
    act: async (page) => {
      await readCard(page, longCard);
      await choose(page, "chung thuc ban sao");
      await page.getByRole("button", { name: "Đủ các dòng còn lại" }).click();
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("[data-testid=last-received]");
    },
  },
  {
    name: "intake-no-printer",
    query: "print=no_printer",
    shots: ["m"],
    act: async (page) => {
      await readCard(page);
      await choose(page, "tro cap");
      await page.getByRole("button", { name: "Đủ các dòng còn lại" }).click();
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("[data-testid=last-received]");
    },
  },
  { name: "intake-scanning", query: "scan=running", shots: ["s", "m"], act: fillAll },
  { name: "intake-scan-stopped", query: "scan=scan.cancelled", shots: ["s", "m"], act: fillAll },
  { name: "intake-scan-jammed", query: "scan=scan.jammed", shots: ["m"], schemes: both, act: fillAll },
  { name: "intake-scan-hung", query: "scan=scan.hung", shots: ["s", "m"], schemes: both, act: fillAll },
  { name: "intake-scan-driver", query: "scan=scan.driver", shots: ["s", "m"], schemes: both, act: fillAll },
  {
    name: "intake-discard",
    shots: ["m"],
    act: async (page) => {
      await readCard(page);
      await page.getByRole("button", { name: "Bỏ, làm mới" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "closing",
    shots: ["m"],
    act: async (page) => {
      await readCard(page);
      await page.evaluate(() => window.dispatchEvent(new Event("closing")));
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "intake-long",
    shots: ["s", "m", "l"],
    act: async (page) => {
      await readCard(page, longCard);
      await choose(page, "chung thuc ban sao");
    },
  },
  { name: "intake-offline", query: "link=offline", shots: ["s", "m"] },
  { name: "strip-low", query: "codes=3&disk", shots: ["s", "m"], schemes: both },
  { name: "strip-no-codes", query: "codes=0&disk=full&clock=clock", shots: ["s", "m"], schemes: both },
  {
    name: "strip-crowded",
    query: "link=offline&numbering=frozen&wipe&disk&clock=clock&long&receiving",
    shots: ["s", "m", "l"],
    schemes: both,
  },
  {
    name: "find",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.press("F3");
      await page.keyboard.type("huong");
      await page.waitForSelector("[role=option][data-key]");
    },
  },
  {
    name: "keys",
    shots: ["m"],
    schemes: both,
    act: async (page) => {
      await page.keyboard.press("F1");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "palette",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.waitForSelector("[role=option][data-key]");
      await page.keyboard.type("ho so");
    },
  },
  {
    name: "dossiers",
    hash: "/dossiers/all",
    schemes: both,
    act: async (page) => {
      await page.waitForSelector("[data-list-row]");
    },
  },
  {
    name: "dossiers-forward",
    hash: "/dossiers/to_forward",
    shots: ["m"],
    act: async (page) => {
      await page.waitForSelector("[data-list-row]");
    },
  },
  { name: "dossiers-empty", hash: "/dossiers/all", query: "empty", shots: ["m"] },
  { name: "dossiers-nothing", hash: "/dossiers/all?q=khong-co", shots: ["m"] },
  {
    name: "dossier",
    hash: "/dossier/d160",
    schemes: both,
    act: async (page) => {
      await page.waitForSelector("li canvas:not([hidden])");
    },
  },
  {
    name: "dossier-pages",
    hash: "/dossier/d157",
    shots: ["s", "m"],
    act: async (page) => {
      await page.waitForSelector("li canvas:not([hidden])");
    },
  },
  { name: "dossier-long", hash: "/dossier/d159", shots: ["s", "m"] },
  {
    name: "dossier-acts",
    hash: "/dossier/d160",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Việc khác" }).click();
      await page.waitForSelector('[role="menu"]');
    },
  },
  { name: "dossier-gone", hash: "/dossier/d9999", shots: ["m"] },
  {
    name: "dossiers-marked",
    hash: "/dossiers/all",
    shots: ["m"],
    act: async (page) => {
      await page.waitForSelector("[data-list-row]");
      for (const key of ["Control+Space", "ArrowDown", "ArrowDown", "Control+Space"])
        await page.keyboard.press(key);
    },
  },
  {
    name: "viewer",
    hash: "/dossier/d160",
    schemes: both,
    act: async (page) => {
      await openPdf(page);
      await page.waitForSelector('[role="dialog"] canvas[aria-busy="false"]');
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(300);
    },
  },
  {
    name: "viewer-zoomed",
    hash: "/dossier/d160",
    shots: ["s", "m"],
    act: async (page) => {
      await openPdf(page);
      await page.waitForSelector('[role="dialog"] canvas[aria-busy="false"]');
      for (const key of ["+", "+", "ArrowDown"]) await page.keyboard.press(key);
      await page.waitForTimeout(300);
    },
  },
  {
    name: "viewer-broken",
    hash: "/dossier/d160",
    query: "pdf=broken",
    shots: ["s", "m"],
    act: async (page) => {
      await openPdf(page);
      await page.getByText("Không đọc được tệp PDF này").waitFor();
    },
  },
  {
    name: "forward",
    schemes: both,
    shots: ["s", "m"],
    act: async (page) => {
      await page.keyboard.press("F7");
      await page.waitForSelector('[role="dialog"]');
      await page.waitForTimeout(200);
    },
  },
  {
    name: "forward-empty",
    query: "empty",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.press("F7");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "reprint",
    hash: "/dossier/d160",
    shots: ["m"],
    act: async (page) => {
      await page.waitForSelector("h2");
      await page.keyboard.press("F9");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "printjobs",
    query: "link=offline",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /chờ in/ }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "printjobs-empty",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.waitForSelector("[role=option][data-key]");
      await page.keyboard.type("ban in");
      await page.waitForTimeout(200);
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Bản in đang chờ" }).waitFor();
    },
  },
  {
    name: "viewer-picture",
    hash: "/dossier/d160",
    shots: ["m"],
    act: async (page) => {
      await page
        .getByRole("button", { name: /quet-0001/ })
        .first()
        .click();
      await page.waitForSelector('[role="dialog"] img');
    },
  },
  {
    name: "forward-done",
    shots: ["m"],
    act: async (page) => {
      await page.keyboard.press("F7");
      await page.getByRole("radio", { name: "Phòng Văn hóa – Xã hội" }).check({ force: true });
      await page.getByRole("button", { name: /^Chuyển \d/ }).click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: "officer-menu",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Cán bộ/ }).click();
      await page.waitForSelector('[role="menu"]');
    },
  },
  { name: "parked", hash: "/parked", shots: ["s", "m"] },
  { name: "parked-empty", hash: "/parked", query: "empty", shots: ["m"] },
  { name: "audit", hash: "/audit", query: "role=auditor", schemes: both },
  {
    name: "audit-broken",
    hash: "/audit",
    query: "role=lead&broken&disk",
    shots: ["s", "m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Kiểm tra sổ" }).click();
      await page.waitForSelector("text=Sổ không khớp");
    },
  },
  { name: "audit-long", hash: "/audit", query: "role=auditor&long", schemes: both },
  { name: "audit-empty", hash: "/audit", query: "role=auditor&empty", shots: ["m", "l"], schemes: both },
  {
    name: "audit-nothing",
    hash: "/audit",
    query: "role=auditor&empty",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Xem mọi việc từ đầu" }).click();
      await page.getByText(/^Chưa có việc nào/).waitFor();
    },
  },
  { name: "day", query: "link=offline&clock=clock_after&numbering=clock_after", schemes: both, act: openDay },
  {
    name: "day-long",
    query: "link=offline&clock=clock&numbering=clock&long",
    schemes: both,
    act: async (page) => {
      await openDay(page);
      for (const key of ["Tab", "Tab"]) await page.keyboard.press(key);
      await page.keyboard.type("sai");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "day-empty",
    query: "link=offline&clock=clock_before&numbering=clock_before&empty",
    schemes: both,
    act: openDay,
  },
  {
    name: "day-code",
    hash: "/sync",
    query: "role=lead&lead",
    shots: ["s", "m"],
    act: async (page) => {
      await page.getByLabel("Dãy số cán bộ đọc").fill("4821 3377");
      await page.keyboard.press("Enter");
      await page.getByText("204 816").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "text200-audit",
    hash: "/audit",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200&role=auditor&long",
  },
  {
    name: "text200-day",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200&clock=clock_after&numbering=clock_after",
    act: openDay,
  },
  { name: "sync", hash: "/sync", query: "link=offline", schemes: both },
  { name: "sync-online", hash: "/sync", shots: ["m"] },
  { name: "sync-lead", hash: "/sync", query: "tasks&lead", shots: ["s", "m"] },
  {
    name: "sync-takeover",
    hash: "/sync",
    query: "lead",
    schemes: both,
    shots: ["s", "m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Chuyển hết về quầy này/ }).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  { name: "sync-long", hash: "/sync", query: "link=offline&lead&role=lead&long&thaws", schemes: both },
  {
    name: "sync-takeover-long",
    hash: "/sync",
    query: "lead&long",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Chuyển hết về quầy này/ }).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "sync-conflict-long",
    hash: "/sync",
    query: "tasks&long",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Xem, quyết định: H42.17-261123-0158/ }).click();
      await page.waitForSelector('[role="radio"], [type="radio"]');
    },
  },
  {
    name: "sync-conflict",
    hash: "/sync",
    query: "tasks",
    schemes: both,
    shots: ["s", "m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Xem, quyết định: H42.17-261123-0158/ }).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('[role="radio"], [type="radio"]');
      await page.keyboard.press(" ");
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(200);
    },
  },
  {
    name: "sync-held",
    hash: "/sync",
    query: "tasks",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Xem, quyết định: H42.17-261123-0157/ }).click();
      await page.waitForSelector('[role="radio"], [type="radio"]');
    },
  },
  {
    name: "sync-refused",
    hash: "/sync",
    query: "tasks",
    schemes: both,
    shots: ["s", "m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Xem, quyết định: H42.17-261123-0156/ }).click();
      await page.waitForSelector('[role="radio"], [type="radio"]');
    },
  },
  { name: "dossier-refused", hash: "/dossier/d156", query: "tasks", schemes: both, shots: ["s", "m"] },
  {
    name: "sync-exported",
    hash: "/sync",
    query: "tasks",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /^Xem, quyết định: H42.17-261123-0157/ }).click();
      await page.getByRole("radio", { name: "Lưu ra tệp cho quản trị" }).check({ force: true });
      await page.getByRole("button", { name: "Ghi quyết định" }).click();
      await page.getByText(/can-xem-lai-402/).waitFor();
    },
  },
  {
    name: "courier",
    hash: "/sync",
    query: "courier",
    schemes: both,
    act: async (page) => page.getByRole("heading", { name: "Chuyển bằng USB" }).scrollIntoViewIfNeeded(),
  },
  {
    name: "courier-copy",
    hash: "/sync",
    query: "courier",
    schemes: both,
    shots: ["s", "m", "l"],
    act: async (page) => {
      await page.getByRole("button", { name: "Chép ra USB…" }).focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "courier-nothing",
    hash: "/sync",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Chép ra USB…" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "courier-long",
    hash: "/sync",
    query: "courier&long",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Chép ra USB…" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "courier-copied",
    hash: "/sync",
    query: "courier",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Chép ra USB…" }).click();
      await page.getByRole("radio", { name: "Tối đa 100 MB" }).check({ force: true });
      await page.getByRole("button", { name: "Chép", exact: true }).click();
      await page.waitForSelector("text=Đã đọc lại");
    },
  },
  {
    name: "courier-full",
    hash: "/sync",
    query: "courier",
    shots: ["s", "m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Chép ra USB…" }).click();
      await page.getByRole("radio", { name: "Thư mục khác" }).check({ force: true });
      await page.locator("[name=folder]").fill("/mnt/full");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[role=alert]");
    },
  },
  {
    name: "courier-answer",
    hash: "/sync",
    query: "courier",
    schemes: both,
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Nhập phản hồi…" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "courier-answer-none",
    hash: "/sync",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Nhập phản hồi…" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "courier-answered",
    hash: "/sync",
    query: "courier",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: "Nhập phản hồi…" }).click();
      await page.getByRole("button", { name: "Nhập", exact: true }).click();
      await page.waitForSelector("text=Trung tâm đã nhận gói");
    },
  },
  {
    name: "courier-centre-restored",
    hash: "/sync",
    query: "link=offline&courier&answer=gap",
    shots: ["m"],
    schemes: both,
    act: async (page) => {
      await page.getByRole("button", { name: "Nhập phản hồi…" }).click();
      await page.getByRole("button", { name: "Nhập", exact: true }).click();
      await page.waitForSelector("text=Trung tâm thiếu");
    },
  },
  { name: "sync-revoked", hash: "/sync", query: "link=revoked", shots: ["m"] },
  { name: "sync-new", hash: "/sync", query: "empty", shots: ["m"] },
  {
    name: "sync-frozen",
    hash: "/sync",
    query: "numbering=frozen&role=lead",
    shots: ["s", "m"],
    schemes: both,
  },
  { name: "sync-twin", hash: "/sync", query: "numbering=twin&role=lead", shots: ["m"] },
  {
    name: "sync-restored",
    hash: "/sync",
    query: "link=offline&numbering=restored&codes=0&disk",
    shots: ["s", "m"],
    schemes: both,
  },
  { name: "sync-moved", hash: "/sync", query: "numbering=moved&codes=0&disk=full", shots: ["m"] },
  { name: "sync-password", hash: "/sync", query: "link=sign_in", shots: ["m"] },
  { name: "sync-frozen-counter", hash: "/sync", query: "numbering=frozen", shots: ["m"] },
  {
    name: "sync-thawed",
    hash: "/sync",
    query: "numbering=frozen&role=lead&thaws",
    shots: ["m"],
    schemes: both,
    act: async (page) => {
      await page.getByLabel("Đã kiểm tra những gì, vì sao làm tiếp được").focus();
      await page.keyboard.type("Máy cũ bật lại, đã tắt hẳn");
      await page.keyboard.press("Enter");
      await page.getByText("Máy này được cấp mã tiếp.").waitFor();
    },
  },
  { name: "wipe-ordered", hash: "/sync", query: "link=revoked&wipe", shots: ["s", "m"], schemes: both },
  { name: "wiped", query: "stage=unenrolled&wiped", shots: ["m"] },
  { name: "sync-receiving", hash: "/sync", query: "receiving", shots: ["s", "m"], schemes: both },
  {
    name: "dossier-claim",
    hash: "/dossier/d160",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /Việc khác/ }).click();
      await page.getByRole("menuitem", { name: "Nhận về quầy này" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "dossier-return",
    hash: "/dossier/d157",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /Việc khác/ }).click();
      await page.getByRole("menuitem", { name: "Trả kết quả" }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  { name: "settings", hash: "/settings", schemes: both },
  {
    name: "restore",
    hash: "/settings",
    query: "role=lead",
    shots: ["m"],
    act: async (page) => {
      await page.getByRole("button", { name: /Khôi phục từ/ }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "text200-intake",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200&theme=light",
    act: fillAll,
  },
  {
    name: "text150-intake",
    shots: ["m"],
    look: { theme: "light", textSize: 150, language: "vi" },
    query: "text=150&theme=light",
    act: fillAll,
  },
  {
    name: "text200-dossiers",
    hash: "/dossiers/all",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200",
  },
  {
    name: "text200-dossier",
    hash: "/dossier/d160",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200",
  },
  {
    name: "text200-sync",
    hash: "/sync",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200&link=offline",
    act: (page) => page.getByRole("heading", { name: "Đang chờ gửi" }).scrollIntoViewIfNeeded(),
  },
  {
    name: "text200-settings",
    hash: "/settings",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200",
  },
  {
    name: "text200-forward",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "text=200",
    act: async (page) => {
      await page.keyboard.press("F7");
      await page.waitForSelector('[role="dialog"]');
    },
  },
  {
    name: "text200-signin",
    shots: ["m"],
    look: { theme: "light", textSize: 200, language: "vi" },
    query: "stage=signedOut&demo",
  },
  {
    name: "en-intake",
    shots: ["m"],
    look: { theme: "light", textSize: 100, language: "en" },
    query: "lang=en",
    act: fillAll,
  },
  {
    name: "en-dossiers",
    hash: "/dossiers/all",
    shots: ["m"],
    look: { theme: "light", textSize: 100, language: "en" },
    query: "lang=en",
  },
];
