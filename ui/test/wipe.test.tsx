import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppState, StripView } from "../src/api/bindings";
import { open } from "./desk";

function ordered(wipe: StripView["wipe"], at = "#/intake") {
  return open(at, {
    strip: async (_: null, asBefore: () => Promise<StripView>) => ({ ...(await asBefore()), wipe }),
  });
}

describe("a desk that is to be wiped", () => {
  it("says in the strip what is still only here", async () => {
    ordered({ events: 3, files: 2, prints: 0, parked: 1, typed: 1 });
    const words =
      /còn: 3 việc Trung tâm chưa sao lưu, 2 tệp Trung tâm chưa nhận, 1 hồ sơ đang gác, 1 hồ sơ đang nhập dở$/;
    expect(await screen.findByRole("button", { name: words })).toBeDefined();
  });

  it("says so when nothing is", async () => {
    ordered({ events: 0, files: 0, prints: 0, parked: 0, typed: 0 });
    expect(await screen.findByRole("button", { name: /sắp bị xóa$/ })).toBeDefined();
  });

  it("says in Đồng bộ, which the strip opens, what is left and when it is carried out", async () => {
    ordered({ events: 0, files: 2, prints: 1, parked: 0, typed: 0 }, "#/sync");
    const title = await screen.findByRole("heading", { name: /yêu cầu xóa dữ liệu/ });
    const said = title.parentElement?.textContent;
    expect(said).toContain("Còn ở máy này: 2 tệp Trung tâm chưa nhận, 1 bản chờ in");
    expect(said).toContain("Dữ liệu chỉ bị xóa khi");
  });

  it("says when it was wiped, and can be enrolled again", async () => {
    open("", {
      app_state: async (_: null, asBefore: () => Promise<AppState>) => ({
        ...(await asBefore()),
        stage: "unenrolled",
        session: null,
        wiped: Date.UTC(2026, 10, 23, 2, 38),
      }),
    });
    expect((await screen.findByRole("status")).textContent).toContain("đã được xóa lúc 09:38");
    expect(screen.getByLabelText("Mã ghi danh")).toBeDefined();
  });
});
