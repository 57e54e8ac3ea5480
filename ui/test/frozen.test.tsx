import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppState, StripView, SyncView, ThawView } from "../src/api/bindings";
import { open } from "./desk";

const asRole = (role: string) => async (_: null, asBefore: () => Promise<AppState>) => {
  const state = await asBefore();
  return { ...state, session: state.session && { ...state.session, role } };
};

function frozenDesk(role: string, thaw: () => Promise<null> = async () => null, numberingProblem = "frozen") {
  return open("#/sync", {
    strip: async (_: null, asBefore: () => Promise<StripView>) => ({
      ...(await asBefore()),
      numberingProblem,
    }),
    app_state: asRole(role),
    thaw,
  });
}

describe("a desk whose journal forked", () => {
  it("is let go on by the lead, with a reason", async () => {
    const desk = frozenDesk("lead");
    const go = await screen.findByRole("button", { name: "Cho máy này làm tiếp" });
    expect(go.hasAttribute("disabled")).toBe(true);
    await desk.user.type(screen.getByLabelText(/Đã kiểm tra/), "Máy cũ bật lại, đã tắt hẳn");
    await desk.user.click(go);
    await waitFor(() => expect(desk.asked("thaw")).toEqual(["Máy cũ bật lại, đã tắt hẳn"]));
  });

  it("tells an officer of the counter whom to fetch, and offers nothing", async () => {
    frozenDesk("counter");
    expect(await screen.findByText(/Nhờ phụ trách hoặc quản trị/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Cho máy này làm tiếp" })).toBeNull();
  });

  it("keeps in sight who let it go on and why, and the focus when the field is gone", async () => {
    let problem = "frozen";
    const at = Date.UTC(2026, 10, 23, 2, 41);
    const thaws: ThawView[] = [];
    const desk = open("#/sync", {
      strip: async (_: null, asBefore: () => Promise<StripView>) => ({
        ...(await asBefore()),
        numberingProblem: problem,
      }),
      sync_overview: async (_: null, asBefore: () => Promise<SyncView>) => ({ ...(await asBefore()), thaws }),
      app_state: asRole("lead"),
      thaw: (reason) => {
        problem = "";
        thaws.push({ at, officer: "Phạm Thị Lan", reason, moved: 12 });
        return null;
      },
    });
    await desk.user.type(await screen.findByLabelText(/Đã kiểm tra/), "Đã tắt hẳn máy cũ{Enter}");
    const table = await screen.findByRole("table", { name: "Những lần tạm dừng đã cho làm tiếp" });
    expect(table.textContent).toContain("09:41");
    expect(table.textContent).toContain("Phạm Thị Lan12 việcĐã tắt hẳn máy cũ");
    await waitFor(() => expect(document.activeElement?.textContent).toContain("Máy này được cấp mã tiếp."));
  });

  it("is told of another machine with the same data, and let go on the same way", async () => {
    const desk = frozenDesk("lead", async () => null, "twin");
    expect(await screen.findByText(/Tìm và tắt hẳn máy kia/)).toBeDefined();
    await desk.user.type(screen.getByLabelText(/Đã kiểm tra/), "đã tắt máy kia{Enter}");
    await waitFor(() => expect(desk.asked("thaw")).toEqual(["đã tắt máy kia"]));
  });

  it("says what the desk answered when it cannot", async () => {
    const desk = frozenDesk("administrator", async () => {
      throw { code: "link.timeout", params: {}, fields: [], traceId: "x" };
    });
    await desk.user.type(await screen.findByLabelText(/Đã kiểm tra/), "đã xem{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("Trung tâm");
  });
});
