import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { choose, open, readCard, refusal } from "./desk";

const tray = () => document.querySelector<HTMLElement>("[data-orphans]");

describe("pages whose paper went away", () => {
  it("are seen, named when the desk refuses them, and can be taken out", async () => {
    const desk = open("#/intake", {
      receive: () => Promise.reject(refusal(["attachments.0.component", "attachment_unbound"])),
    });
    await readCard(desk);
    await choose(desk, "tro cap xa hoi");
    await desk.user.keyboard("{F4}");
    await screen.findByRole("button", { name: "quet-3.jpg, 1 trang" });
    expect(tray(), "they have their paper").toBeNull();
    await desk.user.click(screen.getByRole("button", { name: "Đổi thủ tục" }));
    await choose(desk, "ho kinh doanh");
    expect(tray()?.textContent).toContain("3 trang chưa thuộc giấy tờ nào");
    await desk.user.keyboard("{Control>}{Enter}{/Control}");
    const words = await screen.findByText("Trang này không thuộc giấy tờ nào của hồ sơ.");
    expect(tray()?.contains(words)).toBe(true);
    await waitFor(() => expect(tray()?.contains(document.activeElement), "the focus is there").toBe(true));
    await desk.user.keyboard("{Enter}");
    for (const left of [2, 1, 0]) {
      const viewer = await screen.findByRole("dialog", { name: /^quet-/ });
      await desk.user.click(within(viewer).getByRole("button", { name: "Bỏ trang này" }));
      await waitFor(() => expect(tray()?.querySelectorAll("li").length ?? 0).toBe(left));
    }
    await waitFor(() => expect(tray()).toBeNull());
  });

  it("are back with their paper when the former procedure is chosen again", async () => {
    const desk = open("#/intake");
    await choose(desk, "tro cap xa hoi");
    await desk.user.keyboard("{F4}");
    await screen.findByRole("button", { name: "quet-3.jpg, 1 trang" });
    await desk.user.click(screen.getByRole("button", { name: "Đổi thủ tục" }));
    expect(tray()).not.toBeNull();
    await choose(desk, "tro cap xa hoi");
    expect(tray()).toBeNull();
  });
});

describe("a refused paper", () => {
  it("has the focus, and its words beside it", async () => {
    const desk = open("#/intake", {
      receive: () => Promise.reject(refusal(["papers.1.state", "paper_state_unknown"])),
    });
    await readCard(desk);
    const grid = await choose(desk, "ho kinh doanh");
    await desk.user.keyboard("{Control>}{Enter}{/Control}");
    const row = grid.querySelector('[data-row="1"]');
    await waitFor(() => expect(row?.contains(document.activeElement)).toBe(true));
    expect(row?.textContent).toContain("Chọn trạng thái của giấy tờ.");
  });
});

describe("a procedure without paper", () => {
  const answering = (problem: string) =>
    open("#/intake", {
      procedure: async (_, asBefore) => {
        const view = await asBefore();
        return { ...view, hit: { ...view.hit, problem } };
      },
    });

  it("is taken with a reason", async () => {
    await choose(answering("no_paper"), "ho kinh doanh");
    expect(await screen.findByRole("button", { name: /Lý do nhận trực tiếp/ })).toBeDefined();
  });

  it("that nobody may hand in here asks for no reason: it would lead nowhere", async () => {
    await choose(answering("no_direct"), "ho kinh doanh");
    expect(await screen.findByText("Không nhận trực tiếp")).toBeDefined();
    expect(screen.queryByRole("button", { name: /Lý do nhận trực tiếp/ })).toBeNull();
  });
});

describe("a ministry's system that is down", () => {
  it("is said on the form: its code cannot be asked for now", async () => {
    const desk = open("#/intake");
    await readCard(desk);
    await choose(desk, "thuong tru");
    await desk.user.click(await screen.findByRole("checkbox", { name: /đang gián đoạn/ }));
    await desk.user.click(screen.getByRole("button", { name: "Đủ các dòng còn lại" }));
    await desk.user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByTestId("last-received");
    expect(desk.asked("receive")[0]?.foreignSystemDown).toBe(true);
  });

  it("gives its code later: the dossier takes it, and says what is no code", async () => {
    const desk = open("#/dossier/d160", {
      dossier: async (_, asBefore) => ({ ...(await asBefore()), acts: ["set_foreign_code"] }),
      set_foreign_code: ({ code }) =>
        code.length < 5 ? Promise.reject(refusal(["code", "foreign_code_wrong"])) : null,
    });
    await desk.user.click(await screen.findByRole("button", { name: "Việc khác" }));
    await desk.user.click(await screen.findByRole("menuitem", { name: "Ghi mã hệ thống Bộ" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Ghi mã hệ thống Bộ" }));
    const put = async (code: string) => {
      fireEvent.change(dialog.getByRole("textbox"), { target: { value: code } });
      await desk.user.click(dialog.getByRole("button", { name: "Ghi mã" }));
    };
    await put("12");
    expect(await screen.findByText("Không phải mã hồ sơ.")).toBeDefined();
    await put("123456");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(desk.asked("set_foreign_code").at(-1)).toEqual({ dossier: "d160", code: "123456" });
  });
});

describe("files for a paper", () => {
  it("dropped on the tray are taken in", async () => {
    const desk = open("#/intake");
    await choose(desk, "ho kinh doanh");
    drop(new File(["x"], "to-khai.jpg", { type: "image/jpeg" }));
    expect(await screen.findByRole("button", { name: "to-khai.jpg, 1 trang" })).toBeDefined();
  });

  it("of 300 MB are refused in words, in the tray", async () => {
    const desk = open("#/intake");
    await choose(desk, "ho kinh doanh");
    const file = new File(["x"], "ban-ve.pdf", { type: "application/pdf" });
    Object.defineProperty(file, "size", { value: 300 * 1024 * 1024 });
    const pick = document.querySelector<HTMLInputElement>('input[type="file"]');
    await desk.user.upload(pick as HTMLInputElement, file);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("“ban-ve.pdf” lớn hơn 64 MB. Chia nhỏ hoặc quét lại ở chế độ thường.");
    expect(screen.queryByRole("button", { name: /ban-ve/ })).toBeNull();
  });
});

/** A file let go over the tray, as the window's own drag and drop hands it over. */
function drop(file: File): void {
  const webkitGetAsEntry = () => ({ isFile: true });
  const item = { kind: "file", type: file.type, getAsFile: () => file, webkitGetAsEntry };
  const dataTransfer = {
    types: ["Files"],
    files: [file],
    items: [item],
    effectAllowed: "all",
    dropEffect: "copy",
    getData: () => "",
  };
  const zone = screen.getByText("Thả PDF, JPEG, PNG vào đây");
  for (const event of ["dragEnter", "dragOver", "drop"] as const) fireEvent[event](zone, { dataTransfer });
}

describe("a date that cannot be promised", () => {
  it.each([
    ["due_in_past", /phải sau giờ nhận hồ sơ/],
    ["due_outside_hours", /ngoài giờ làm việc/],
    ["due_without_ground", /cần có căn cứ và người duyệt/],
    ["due_not_computed", /Chưa tính được ngày hẹn/],
    ["due_anything_else", /Chưa tính được ngày hẹn/],
  ])("%s says why", async (dueProblem, words) => {
    const desk = open("#/intake", {
      quote: async (_, asBefore) => ({ ...(await asBefore()), dueText: "", dueWorking: "", dueProblem }),
    });
    await choose(desk, "ho kinh doanh");
    expect(await screen.findByText(words)).toBeDefined();
  });
});
