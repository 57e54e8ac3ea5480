// Where each walk begins and what it presses. Whatever the focus rests on has to show it.
import { cardText } from "./scenes.mjs";

/** More presses of one key than any form has fields, or any screen stops. */
const pressesMax = 60;

const byCard = (page) => page.keyboard.type(cardText);
const byHand = async (page) => {
  await page.keyboard.type("037188004329");
  await page.keyboard.press("Enter");
  await page.waitForSelector("input[name=name]:focus");
  await page.keyboard.type("Bùi Thị Tuyết");
};

/** The key until the focus is on what is looked for; what was passed on the way says where it stuck. */
async function pressUntil(page, key, isThere) {
  const passed = [];
  for (let press = 0; press < pressesMax; press += 1) {
    if (await isThere()) return;
    passed.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
  throw new Error(`never there by ${key}; passed\n${[...new Set(passed)].join("\n")}`);
}

const enterUntil = (page, selector) =>
  pressUntil(page, "Enter", async () => (await page.locator(selector).count()) > 0);

/** What the focus is on, by the name a screen reader says, and whether an eye finds it. */
function focused(page) {
  return page.evaluate(() => {
    const on = document.activeElement;
    // A drawn choice: what is seen is its label, the field itself is not.
    const shown = (on.matches("[type=radio], [type=checkbox]") && on.closest("label")) || on;
    const parts = shown === on ? [on] : [shown, ...shown.querySelectorAll(":not(input)")];
    const { left, top, width, height } = shown.getBoundingClientRect();
    const at = document.elementFromPoint(left + width / 2, top + height / 2);
    return {
      name: (on.getAttribute("aria-label") || on.labels?.[0]?.textContent || on.textContent || "").trim(),
      isMarked: parts.some((part) => {
        const { outlineStyle, boxShadow } = getComputedStyle(part);
        return outlineStyle !== "none" || boxShadow !== "none";
      }),
      isInSight: at !== null && (shown.contains(at) || at.contains(shown)),
    };
  });
}

/** Fails unless the focus is there and is seen. */
async function isOn(page, name) {
  await page.waitForTimeout(150);
  const now = await focused(page);
  if (!name.test(now.name)) throw new Error(`the focus is on “${now.name}”, not on ${name}`);
  if (!now.isMarked) throw new Error(`nothing shows that the focus is on “${now.name}”`);
  if (!now.isInSight) throw new Error(`“${now.name}” has the focus and is out of sight`);
}

async function to(page, name, key = "Tab") {
  await pressUntil(page, key, async () => name.test((await focused(page)).name));
  await isOn(page, name);
}

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

const dialog = (page, name) => page.getByRole("dialog", { name }).waitFor();
const noDialog = (page) => page.waitForFunction(() => document.querySelector('[role="dialog"]') === null);

async function receive(page, who) {
  await page.waitForSelector("input[name=first]:focus");
  await who(page);
  await page.waitForTimeout(400);
  await enterUntil(page, "[data-procedure-search] input:focus");
  await page.keyboard.type("chung thuc");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-papers] :focus");
  await enterUntil(page, "[data-conclude]:focus");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-testid=last-received]", { timeout: 5_000 });
  await page.waitForSelector("input[name=first]:focus");
}

async function openDay(page) {
  await press(page, "Enter");
  await to(page, /^Xác nhận ngày…$/);
  await press(page, "Enter");
  await dialog(page, "Xác nhận ngày trên máy này");
}

/** By F6 to the strip, through the dialog both ways, and back to the clock each time. */
async function confirmDay(page) {
  const clock = /Giờ máy sai/;
  await page.waitForSelector("input[name=first]:focus");
  await page.getByRole("button", { name: clock }).waitFor();
  await to(page, /^Tình trạng$/, "F6");
  await to(page, clock);
  await openDay(page);
  await to(page, /^Mật khẩu của phụ trách$/);
  await page.keyboard.type("sai");
  await press(page, "Enter");
  await page.getByRole("alert").waitFor();
  await isOn(page, /^Mật khẩu của phụ trách$/);
  await press(page, "Escape");
  await noDialog(page);
  await isOn(page, clock);
  await openDay(page);
  await to(page, /^Mã phụ trách đọc$/);
  await page.keyboard.type("204816");
  await to(page, /^Xác nhận bằng mã$/);
  await press(page, "Enter");
  await noDialog(page);
  await isOn(page, clock);
}

/** By F6 to the rail, through every control and the older acts, into a dossier and back. */
async function readJournal(page) {
  await page.waitForSelector("input[name=first]:focus");
  await page.getByRole("link", { name: "Nhật ký" }).waitFor();
  await to(page, /^Mục chính$/, "F6");
  await to(page, /^Nhật ký$/);
  await press(page, "Enter");
  await page.waitForSelector("input[name=code]:focus");
  await page.getByRole("table").waitFor();
  await to(page, /Mọi cán bộ/);
  await press(page, "Enter");
  await page.getByRole("listbox").waitFor();
  await press(page, "Escape");
  await isOn(page, /Mọi cán bộ/);
  await to(page, /7 ngày/);
  await press(page, "Enter", "ArrowDown", "Enter");
  await isOn(page, /30 ngày/);
  await to(page, /^Kiểm tra sổ$/);
  await press(page, "Enter");
  await page.getByText(/^Sổ nguyên vẹn/).waitFor();
  await to(page, /^Xuất ra tệp$/);
  await press(page, "Enter");
  await page.getByText(/Đã lưu nhat-ky/).waitFor();
  await to(page, /^Xem việc cũ hơn$/);
  await press(page, "Enter");
  await page.getByText("60 việc").waitFor();
  await isOn(page, /^H42/);
  await press(page, "Enter");
  await page.getByRole("heading", { name: "Diễn biến" }).waitFor();
  await to(page, /^Quay lại$/);
  await press(page, "Enter");
  await page.getByRole("button", { name: /30 ngày/ }).waitFor();
  await isOn(page, /^H42/);
  await to(page, /^Mã hồ sơ$/, "Shift+Tab");
  await page.keyboard.type("khong-co");
  await to(page, /^Xem mọi việc từ đầu$/);
  await press(page, "Enter");
  await isOn(page, /^Mã hồ sơ$/);
}

async function takeOver(page) {
  const button = /^Chuyển hết về quầy này/;
  await page.getByRole("button", { name: button }).waitFor();
  await to(page, button);
  await press(page, "Enter");
  await dialog(page, /^Chuyển 12 hồ sơ/);
  await isOn(page, /^Quay lại$/);
  await press(page, "Escape");
  await noDialog(page);
  await isOn(page, button);
  await press(page, "Enter");
  await dialog(page, /^Chuyển 12 hồ sơ/);
  await isOn(page, /^Quay lại$/);
  await press(page, "Enter");
  await noDialog(page);
  await isOn(page, button);
}

/** Out to the stick and the answer back in, each dialog left by Esc once. */
async function carryByStick(page) {
  const copy = /^Chép ra USB…$/;
  await page.getByRole("button", { name: copy }).waitFor();
  await to(page, copy);
  await press(page, "Enter");
  await dialog(page, "Chép ra USB");
  await isOn(page, /^KINGSTON/);
  await press(page, "Escape");
  await noDialog(page);
  await isOn(page, copy);
  await press(page, "Enter");
  await dialog(page, "Chép ra USB");
  await press(page, "ArrowDown", "ArrowDown");
  await isOn(page, /^Thư mục khác$/);
  await to(page, /^Đường dẫn thư mục$/);
  await page.keyboard.type("/mnt/full");
  await press(page, "Enter");
  await page.getByRole("alert").waitFor();
  await isOn(page, /^Đường dẫn thư mục$/);
  await to(page, /^Thư mục khác$/, "Shift+Tab");
  await press(page, "ArrowUp", "ArrowUp");
  await isOn(page, /^KINGSTON/);
  await to(page, /^Nhiều nhất có thể$/);
  await press(page, "ArrowRight");
  await isOn(page, /^Tối đa 1 GB$/);
  await to(page, /^Chép$/);
  await press(page, "Enter");
  await page.getByText(/Đã đọc lại, đúng nguyên vẹn/).waitFor();
  await isOn(page, /^Đóng$/);
  await press(page, "Enter");
  await noDialog(page);
  await isOn(page, copy);
  const answer = /^Nhập phản hồi…$/;
  await to(page, answer);
  await press(page, "Enter");
  await dialog(page, "Nhập phản hồi của Trung tâm");
  await isOn(page, /goi-0002\.motcua-phanhoi$/);
  await press(page, "ArrowDown");
  await to(page, /^Đường dẫn tệp$/);
  await page.keyboard.type("/media/huong/khac.txt");
  await press(page, "Enter");
  await page.getByRole("alert").waitFor();
  await isOn(page, /^Đường dẫn tệp$/);
  await press(page, "Escape");
  await noDialog(page);
  await isOn(page, answer);
  await press(page, "Enter");
  await dialog(page, "Nhập phản hồi của Trung tâm");
  await to(page, /^Nhập$/);
  await press(page, "Enter");
  await page.getByText(/^Trung tâm đã nhận gói số 2/).waitFor();
  await isOn(page, /^Đóng$/);
  await press(page, "Enter");
  await noDialog(page);
  await isOn(page, answer);
}

/** A task opened by Enter, left by Esc with the focus where it was, and opened again. */
async function openedTwice(page, open, title, first) {
  await press(page, "Enter");
  await dialog(page, title);
  await isOn(page, first);
  await press(page, "Escape");
  await noDialog(page);
  await isOn(page, open);
  await press(page, "Enter");
  await dialog(page, title);
}

/** A conflict: left by Esc once, not decided without a reason, and the next one has the focus when it is decided. */
async function decideConflict(page) {
  const open = /^Xem, quyết định: H42.17-261123-0158/;
  const title = "Hai việc không khớp nhau";
  await page.getByRole("button", { name: open }).waitFor();
  await to(page, open);
  await openedTwice(page, open, title, /^Giữ việc đang có hiệu lực/);
  await press(page, "ArrowDown");
  await isOn(page, /^Việc bị vướng mới đúng$/);
  await to(page, /^Căn cứ, giải thích/);
  await press(page, "Enter");
  await isOn(page, /^Căn cứ, giải thích/);
  await page.keyboard.type("Ông An có giấy ủy quyền, đã ký nhận");
  await to(page, /^Ghi quyết định$/);
  await press(page, "Enter");
  await noDialog(page);
  await page.getByRole("button", { name: open }).waitFor({ state: "detached" });
  await isOn(page, /^Xem, quyết định: H42.17-261123-0157/);
}

/** An act the centre holds back: saved as a file for the administrator, and still in the list. */
async function exportHeld(page) {
  const open = /^Xem, quyết định: H42.17-261123-0157/;
  await page.getByRole("button", { name: open }).waitFor();
  await to(page, open);
  await press(page, "Enter");
  await dialog(page, "Trung tâm giữ lại một việc");
  await isOn(page, /^Tôi làm lại việc này/);
  await press(page, "ArrowDown", "ArrowDown");
  await isOn(page, /^Lưu ra tệp cho quản trị$/);
  await to(page, /^Ghi quyết định$/);
  await press(page, "Enter");
  await page.getByText(/^Đã lưu can-xem-lai/).waitFor();
  await isOn(page, /^Đóng$/);
  await press(page, "Enter");
  await noDialog(page);
  await isOn(page, open);
}

/** A refused act: from its dossier to the decision, back by Esc, once more to the dossier, then left as it is. */
async function readRefusal(page) {
  const open = /^Xem, quyết định: H42.17-261123-0156/;
  const title = "Trung tâm không nhận một việc";
  const way = /^Mở Đồng bộ$/;
  await page.getByRole("heading", { name: "Diễn biến" }).waitFor();
  await to(page, way);
  await press(page, "Enter");
  await page.getByRole("button", { name: open }).waitFor();
  await isOn(page, open);
  await openedTwice(page, open, title, /^Tôi làm lại việc này/);
  await to(page, /^Mở hồ sơ$/, "Shift+Tab");
  await press(page, "Enter");
  await page.getByRole("heading", { name: "Diễn biến" }).waitFor();
  await noDialog(page);
  await to(page, /^Quay lại$/);
  await press(page, "Enter");
  await page.getByRole("button", { name: open }).waitFor();
  await isOn(page, open);
  await press(page, "Enter");
  await dialog(page, title);
  await press(page, "ArrowDown");
  await isOn(page, /^Đã xem và đã xử lý xong/);
  await to(page, /^Ghi quyết định$/);
  await press(page, "Enter");
  await noDialog(page);
  await page.getByRole("button", { name: open }).waitFor({ state: "detached" });
  await isOn(page, /^Xem, quyết định: H42.17-261123-0158/);
}

/** Every kind of setting, and the restore, which is left by Esc. */
async function changeSettings(page) {
  await page.getByRole("button", { name: /HP LaserJet/ }).waitFor();
  await to(page, /HP LaserJet/);
  await press(page, "Enter", "ArrowDown", "Enter");
  await isOn(page, /Canon LBP/);
  await to(page, /^Theo máy$/);
  await press(page, "ArrowRight");
  await isOn(page, /^Sáng$/);
  await to(page, /^100/);
  await press(page, "ArrowRight");
  await isOn(page, /^115/);
  await to(page, /^Sao lưu ngay$/);
  await press(page, "Enter");
  await page.getByText(/Đã sao lưu vào/).waitFor();
  const restore = /^Khôi phục từ bản sao lưu…$/;
  await to(page, restore);
  await press(page, "Enter");
  await dialog(page, "Khôi phục từ bản sao lưu");
  await isOn(page, /^Thư mục của bản sao lưu$/);
  await page.keyboard.type("/media/huong/sao-luu");
  await to(page, /^Tôi hiểu/);
  await press(page, " ");
  await to(page, /^Khôi phục$/);
  await press(page, "Escape");
  await noDialog(page);
  await isOn(page, restore);
}

/** From the strip, which says that no code is given, to the reason and the end of the freeze. */
async function endFreeze(page) {
  await page.waitForSelector("input[name=first]:focus");
  await page.getByRole("button", { name: /Trung tâm đang giữ lại/ }).waitFor();
  await to(page, /^Tình trạng$/, "F6");
  await to(page, /Trung tâm đang giữ lại/);
  await press(page, "Enter");
  const why = /^Đã kiểm tra những gì/;
  await page.getByLabel(why).waitFor();
  await to(page, why);
  await page.keyboard.type("Máy cũ bật lại, đã tắt hẳn");
  await to(page, /^Cho máy này làm tiếp$/);
  await press(page, "Enter");
  await page.getByRole("table", { name: /cho làm tiếp/ }).waitFor();
  await isOn(page, /^Máy này được cấp mã tiếp/);
}

export const walks = [
  { name: "a reception by card", at: "#/intake", walk: (page) => receive(page, byCard) },
  { name: "a reception by hand", at: "#/intake", walk: (page) => receive(page, byHand) },
  { name: "the day", at: "?clock=clock_after&numbering=clock_after#/intake", walk: confirmDay },
  { name: "the journal", at: "?role=lead#/intake", walk: readJournal },
  { name: "the courier", at: "?courier#/sync", walk: carryByStick },
  { name: "a freeze", at: "?numbering=frozen&role=lead#/intake", walk: endFreeze },
  { name: "a conflict", at: "?tasks#/sync", walk: decideConflict },
  { name: "a held act", at: "?tasks#/sync", walk: exportHeld },
  { name: "a refused act", at: "?tasks#/dossier/d156", walk: readRefusal },
  { name: "settings", at: "?role=lead#/settings", walk: changeSettings },
  { name: "a dead desk", at: "?lead#/sync", walk: takeOver },
];
