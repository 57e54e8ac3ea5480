import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { refusal } from "../src/api/fixture/dossiers";
import { open } from "./desk";

const task = {
  id: 9,
  kind: "revoked_officer",
  group: "refused",
  dossier: "d156",
  code: "H42.17-261123-0156",
  event: "forwarded",
  since: refusal.at,
  state: "",
  refusal,
};

describe("an act that the centre refused", () => {
  it("says who, when, why and what to do, in the list and where it is decided", async () => {
    const settled: unknown[] = [];
    const desk = open("#/sync", {
      sync_overview: async (_request, asBefore) => ({ ...(await asBefore()), tasks: [task] }),
      settle: async (request) => {
        settled.push(request);
        return "";
      },
    });
    const list = await screen.findByRole("table", { name: "Cần người quyết định" });
    expect(within(list).getByText("Trung tâm không nhận")).toBeTruthy();
    expect(within(list).getByText(/Phạm Thị Lan .*không nhận việc này, .*Tài khoản đã thu hồi/)).toBeTruthy();
    await desk.user.click(within(list).getByRole("button", { name: /Xem, quyết định/ }));
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByText(/chọn làm lại/)).toBeTruthy();
    expect(within(dialog).getByText(/^Trước đó Trung tâm giữ lại vì: .* bị thu hồi$/)).toBeTruthy();
    await desk.user.click(within(dialog).getByText(/Đã xem và đã xử lý xong/));
    await desk.user.click(within(dialog).getByRole("button", { name: "Ghi quyết định" }));
    expect(settled).toEqual([{ task: 9, choice: "leave", note: "" }]);
  });

  it("says the same under the act in the dossier, with the way to decide", async () => {
    const desk = open("#/dossier/d156", {
      sync_overview: async (_request, asBefore) => ({ ...(await asBefore()), tasks: [task] }),
    });
    expect(await screen.findByText(/Phạm Thị Lan .*không nhận việc này/)).toBeTruthy();
    expect(screen.getByText(/không có hiệu lực ở Trung tâm/)).toBeTruthy();
    await desk.user.click(screen.getByRole("button", { name: "Mở Đồng bộ" }));
    const decide = await screen.findByRole("button", { name: /Xem, quyết định/ });
    await waitFor(() => expect(document.activeElement).toBe(decide));
  });
});
