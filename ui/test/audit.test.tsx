import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppState } from "../src/api/bindings";
import { open } from "./desk";

const asRole = (role: string) => ({
  app_state: async (_: null, asBefore: () => Promise<AppState>) => {
    const state = await asBefore();
    return { ...state, session: state.session && { ...state.session, role } };
  },
});

describe("the journal", () => {
  it("is in the rail for who audits and for nobody else", async () => {
    open("#/intake", asRole("auditor"));
    expect(await screen.findByRole("link", { name: "Nhật ký" })).toBeDefined();
  });

  it("is not in the rail of an officer of the counter", async () => {
    open("#/intake");
    expect(await screen.findByRole("link", { name: /Đồng bộ/ })).toBeDefined();
    expect(screen.queryByRole("link", { name: "Nhật ký" })).toBeNull();
  });

  it.each([
    ["lead", 1],
    ["counter", 0],
  ])("is among the commands by name for who audits and for nobody else: %s", async (role, times) => {
    const desk = open("#/intake", asRole(role));
    await screen.findByRole("link", { name: /Đồng bộ/ });
    await desk.user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("option", { name: /Đồng bộ/ });
    expect(screen.queryAllByRole("option", { name: "Nhật ký" })).toHaveLength(times);
  });

  it("goes on with older acts, and is narrowed by a code", async () => {
    const desk = open("#/audit", asRole("lead"));
    const table = await screen.findByRole("table");
    const rows = () => within(table).getAllByRole("row").length - 1;
    expect(rows()).toBe(40);
    await desk.user.click(screen.getByRole("button", { name: "Xem việc cũ hơn" }));
    await waitFor(() => expect(rows()).toBe(60));
    await desk.user.type(screen.getByLabelText("Mã hồ sơ"), "0149");
    await waitFor(() => expect(desk.asked("audit_page").at(-1)?.code).toBe("0149"));
    await waitFor(() => expect(within(screen.getByRole("table")).getAllByRole("row").length - 1).toBe(12));
  });

  it("is as it was left when one comes back from a dossier", async () => {
    const desk = open("#/audit", asRole("lead"));
    await desk.user.type(await screen.findByLabelText("Mã hồ sơ"), "0149");
    await waitFor(() => expect(within(screen.getByRole("table")).getAllByRole("row").length - 1).toBe(12));
    await desk.user.click(screen.getAllByRole("link", { name: /0149$/ })[0] as HTMLElement);
    await desk.user.click(await screen.findByRole("button", { name: "Quay lại" }));
    expect(await screen.findByDisplayValue("0149")).toBeDefined();
    await waitFor(() => expect(within(screen.getByRole("table")).getAllByRole("row").length - 1).toBe(12));
  });

  it("puts the focus on the row one left by, also when it was among the older acts", async () => {
    const desk = open("#/audit", asRole("lead"));
    await desk.user.click(await screen.findByRole("button", { name: "Xem việc cũ hơn" }));
    const links = () => within(screen.getByRole("table")).getAllByRole("link");
    await waitFor(() => expect(links().length).toBe(60));
    await desk.user.click(links()[50] as HTMLElement);
    await desk.user.click(await screen.findByRole("button", { name: "Quay lại" }));
    await screen.findByRole("table");
    await waitFor(() => expect(document.activeElement).toBe(links()[50]));
    await desk.user.type(screen.getByLabelText("Mã hồ sơ"), "0149");
    await waitFor(() => expect(links().length).toBe(12));
    expect(document.activeElement).toBe(screen.getByLabelText("Mã hồ sơ"));
  });

  it("says what came of computing the chain again, and warns when it is broken", async () => {
    let brokenAt: number | null = null;
    const desk = open("#/audit", {
      ...asRole("lead"),
      audit_check: async () => ({ sound: 4211, brokenAt }),
    });
    await desk.user.click(await screen.findByRole("button", { name: "Kiểm tra sổ" }));
    expect((await screen.findByRole("status")).textContent).toContain("4.211 việc đều khớp");
    brokenAt = 1207;
    await desk.user.click(screen.getByRole("button", { name: "Kiểm tra sổ" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Sổ không khớp từ việc số 1207");
  });
});
