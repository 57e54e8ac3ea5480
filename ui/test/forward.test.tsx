import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "./desk";

const nothing = /Không có hồ sơ nào chờ chuyển/;

describe("the list of what can be forwarded", () => {
  it("does not say that nothing waits before it was read", async () => {
    const desk = open("#/intake", { dossier_ids: () => new Promise(() => undefined) });
    await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm");
    await desk.user.keyboard("{F7}");
    await screen.findByRole("dialog", { name: "Chuyển hồ sơ" });
    expect(screen.queryByText(nothing)).toBeNull();
  });

  it("says so when it was read and nothing does", async () => {
    const desk = open("#/intake", { dossier_ids: () => ({ ids: [], cut: false }) });
    await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm");
    await desk.user.keyboard("{F7}");
    expect(await screen.findByText(nothing)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Hủy" })).toBeNull();
  });
});
