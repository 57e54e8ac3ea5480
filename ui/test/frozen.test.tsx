import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppState, StripView } from "../src/api/bindings";
import { open } from "./desk";

function frozenDesk(role: string, thaw: () => Promise<null> = async () => null, numberingProblem = "frozen") {
  return open("#/sync", {
    strip: async (_: null, asBefore: () => Promise<StripView>) => ({
      ...(await asBefore()),
      numberingProblem,
    }),
    app_state: async (_: null, asBefore: () => Promise<AppState>) => {
      const state = await asBefore();
      return { ...state, session: state.session && { ...state.session, role } };
    },
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
