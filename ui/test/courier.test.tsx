import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { CourierView, SyncView } from "../src/api/bindings";
import { open } from "./desk";

const copiedAt = Date.UTC(2026, 10, 23, 2, 22);

const waiting = {
  courier: async (_: null, asBefore: () => Promise<CourierView>) => ({
    ...(await asBefore()),
    events: 8,
    files: 11,
    answers: ["/media/huong/KINGSTON/goi-0002.motcua-phanhoi"],
  }),
  sync_overview: async (_: null, asBefore: () => Promise<SyncView>) => {
    const item = { dossier: "d160", code: "H42.17-261123-0160", kind: "received", since: copiedAt };
    return {
      ...(await asBefore()),
      items: [{ ...item, state: "waiting", reason: "", copiedAt }],
    };
  },
};

describe("the USB courier", () => {
  it("says of each thing that waits when it was copied, and that copied is not sent", async () => {
    open("#/sync", waiting);
    const table = await screen.findByRole("table", { name: "Đang chờ gửi" });
    expect(table.textContent).toContain("Đã chép ra USB lúc");
    expect(table.textContent).toContain("chờ phản hồi của Trung tâm");
  });

  it("offers nothing to choose when nothing waits", async () => {
    const desk = open("#/sync");
    await desk.user.click(await screen.findByRole("button", { name: "Chép ra USB…" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("Không có việc nào đang chờ");
    expect(within(dialog).queryByRole("radio")).toBeNull();
    expect(
      within(dialog)
        .getAllByRole("button")
        .map(({ textContent }) => textContent),
    ).toEqual(["Đóng"]);
  });

  it("copies by the keyboard alone and says that the file was read back and where to take it", async () => {
    const desk = open("#/sync", waiting);
    (await screen.findByRole("button", { name: "Chép ra USB…" })).focus();
    await desk.user.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("Đang chờ: 8 việc, 11 tệp");
    const copy = within(dialog).getByRole("button", { name: "Chép" });
    for (let presses = 0; document.activeElement !== copy && presses < 8; presses += 1) await desk.user.tab();
    expect(document.activeElement).toBe(copy);
    await desk.user.keyboard("{Enter}");
    const said = await within(dialog).findByRole("status");
    expect(said.textContent).toContain("Đã đọc lại, đúng nguyên vẹn");
    expect(said.textContent).toContain("goi-0003.motcua-chuyen");
    expect(desk.asked("courier_export")).toEqual([{ folder: "/media/huong/KINGSTON", bytesMax: 0 }]);
  });

  it("says in words that the stick is full, and keeps what was chosen", async () => {
    const desk = open("#/sync", waiting);
    await desk.user.click(await screen.findByRole("button", { name: "Chép ra USB…" }));
    const dialog = await screen.findByRole("dialog");
    await desk.user.click(within(dialog).getByRole("radio", { name: "Thư mục khác" }));
    await desk.user.type(within(dialog).getByLabelText("Đường dẫn thư mục"), "/mnt/full{Enter}");
    await waitFor(() => expect(dialog.textContent).toContain("không đủ chỗ trống"));
    const typed = within(dialog).getByLabelText<HTMLInputElement>("Đường dẫn thư mục");
    expect(typed.value).toBe("/mnt/full");
  });

  it("says what did not fit", async () => {
    const desk = open("#/sync", waiting);
    await desk.user.click(await screen.findByRole("button", { name: "Chép ra USB…" }));
    const dialog = await screen.findByRole("dialog");
    await desk.user.click(within(dialog).getByRole("radio", { name: "Tối đa 100 MB" }));
    await desk.user.click(within(dialog).getByRole("button", { name: "Chép" }));
    await waitFor(() => expect(dialog.textContent).toContain("Còn 2 tệp chưa vào gói này"));
  });

  it("takes in the answer found on the stick, and warns of what a person has to do", async () => {
    const desk = open("#/sync", {
      ...waiting,
      courier_answer: () => ({ number: 2, already: false, events: 6, files: 9, issues: 1, outcome: "gap" }),
    });
    await desk.user.click(await screen.findByRole("button", { name: "Nhập phản hồi…" }));
    const dialog = await screen.findByRole("dialog");
    await desk.user.click(within(dialog).getByRole("button", { name: "Nhập" }));
    await waitFor(() => expect(dialog.textContent).toContain("Trung tâm đã nhận gói số 2"));
    expect(dialog.textContent).toContain("1 việc cần người quyết định");
    expect(dialog.textContent).toContain("Trung tâm thiếu các việc trước đó");
    expect(desk.asked("courier_answer")).toEqual(["/media/huong/KINGSTON/goi-0002.motcua-phanhoi"]);
  });

  it("says that an answer was taken in before", async () => {
    const desk = open("#/sync", {
      ...waiting,
      courier_answer: () => ({ number: 2, already: true, events: 0, files: 0, issues: 0, outcome: "" }),
    });
    await desk.user.click(await screen.findByRole("button", { name: "Nhập phản hồi…" }));
    const dialog = await screen.findByRole("dialog");
    await desk.user.click(within(dialog).getByRole("button", { name: "Nhập" }));
    await waitFor(() => expect(dialog.textContent).toContain("không có gì thay đổi"));
  });
});
