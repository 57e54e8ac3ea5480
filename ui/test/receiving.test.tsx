import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StripView, SyncView } from "../src/api/bindings";
import { open } from "./desk";

const receiving = { taken: 1_240, total: 5_600 };

function arriving(hash: string) {
  return open(hash, {
    strip: async (_: null, asBefore: () => Promise<StripView>) => ({ ...(await asBefore()), receiving }),
    sync_overview: async (_: null, asBefore: () => Promise<SyncView>) => ({
      ...(await asBefore()),
      receiving,
    }),
  });
}

describe("a desk to which the dossiers of its office are coming", () => {
  it("says in the strip how far they are, and the part opens the synchronisation screen", async () => {
    const desk = arriving("#/intake");
    const part = await screen.findByRole("button", {
      name: "Đang nhận hồ sơ của bộ phận: 1.240 / 5.600 việc",
    });
    await desk.user.click(part);
    expect(await screen.findByRole("progressbar")).toBeDefined();
  });

  it("shows a bar with the count in words, and that work goes on", async () => {
    arriving("#/sync");
    const bar = await screen.findByRole("progressbar", { name: "Đang nhận hồ sơ của bộ phận" });
    expect(bar.getAttribute("aria-valuenow")).toBe("1240");
    expect(bar.getAttribute("aria-valuemax")).toBe("5600");
    expect(bar.getAttribute("aria-valuetext")).toBe("1.240 / 5.600 việc");
    expect(screen.getByText(/Vẫn tiếp nhận được/)).toBeDefined();
  });

  it("shows none when everything is here", async () => {
    open("#/sync");
    expect(await screen.findByText("Gửi ngay")).toBeDefined();
    expect(screen.queryByRole("progressbar")).toBeNull();
  });
});
