import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppState } from "../src/api/bindings";
import { open } from "./desk";

const asRole = (role: string) => ({
  app_state: async (_: null, asBefore: () => Promise<AppState>) => {
    const state = await asBefore();
    return { ...state, session: state.session && { ...state.session, role } };
  },
});

const backup = "Sao lưu ngay";
const restore = "Khôi phục từ bản sao lưu…";
const rebuild = "Dựng lại danh sách và tìm kiếm";

describe("the settings", () => {
  it.each([
    ["counter", [backup]],
    ["lead", [backup, restore, rebuild]],
    ["administrator", [backup, restore, rebuild]],
    ["auditor", []],
  ])("offer what the role may: %s", async (role, offered) => {
    open("#/settings", asRole(role));
    await screen.findByText("Nơi lưu trên máy này");
    const names = [backup, restore, rebuild].filter(
      (name) => screen.queryByRole("button", { name }) !== null,
    );
    expect(names).toEqual(offered);
    expect(screen.queryByText(/nhờ phụ trách hoặc quản trị/) === null, "or whom to ask").toBe(
      offered.includes(restore),
    );
    expect(screen.queryByText("Máy in giấy tiếp nhận") === null, "devices").toBe(role === "auditor");
  });
});
