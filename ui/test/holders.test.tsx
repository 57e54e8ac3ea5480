import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { SyncView } from "../src/api/bindings";
import { open } from "./desk";

const holders = [
  { desk: "d3", label: "Quầy 3", held: 41, here: true },
  { desk: "d5", label: "Quầy 5", held: 12, here: false },
];

function openSync(answers: Parameters<typeof open>[1] = {}) {
  const seen = { holders };
  const desk = open("#/sync", {
    sync_overview: async (_: null, asBefore: () => Promise<SyncView>) => ({
      ...(await asBefore()),
      holders: seen.holders,
    }),
    ...answers,
  });
  const press = async () => {
    // the screen takes the focus when it opens
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Nơi làm việc"));
    (await screen.findByRole("button", { name: "Chuyển hết về quầy này: Quầy 5" })).focus();
    await desk.user.keyboard("{Enter}");
  };
  return { ...desk, seen, press };
}

describe("what a dead desk holds", () => {
  it("is not moved before it was said how many, from where, and what is safe", async () => {
    const desk = openSync();
    await desk.press();
    const dialog = await screen.findByRole("dialog", { name: "Chuyển 12 hồ sơ của Quầy 5 về quầy này?" });
    expect(dialog.textContent).toContain("Quầy 3 giữ các hồ sơ này từ bây giờ");
    expect(dialog.textContent).toContain("Mã hồ sơ, hẹn trả, giấy tờ không thay đổi");
    await desk.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(desk.asked("take_over")).toEqual([]);
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toBe("Chuyển hết về quầy này: Quầy 5"),
    );
  });

  it("is moved once for two presses, and the screen says so", async () => {
    let done: (moved: number) => void = () => undefined;
    const desk = openSync({ take_over: () => new Promise((resolve) => (done = resolve)) });
    await desk.press();
    await desk.user.dblClick(await screen.findByRole("button", { name: "Chuyển 12 hồ sơ" }));
    expect(desk.asked("take_over")).toEqual(["d5"]);
    desk.seen.holders = holders.slice(0, 1);
    done(12);
    expect((await screen.findByText(/^Đã chuyển 12 hồ sơ của Quầy 5/)).getAttribute("role")).toBe("status");
    const table = screen.getByRole("table", { name: "Quầy đang giữ hồ sơ" });
    await waitFor(() => expect(within(table).getAllByRole("row").length).toBe(1));
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Quầy đang giữ hồ sơ"));
  });

  it("stays where it is when the centre does not agree, and the dialog says why", async () => {
    const desk = openSync({
      take_over: () => Promise.reject({ code: "claim.offline", params: {}, fields: [], traceId: "" }),
    });
    await desk.press();
    const dialog = await screen.findByRole("dialog");
    await desk.user.click(within(dialog).getByRole("button", { name: "Chuyển 12 hồ sơ" }));
    expect(await within(dialog).findByRole("alert")).toBeDefined();
  });
});
