import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { choose, type Opened, open, readCard } from "./desk";

async function receive(desk: Opened) {
  await readCard(desk);
  await choose(desk, "ho kinh doanh");
  await desk.user.click(screen.getByRole("button", { name: "Đủ các dòng còn lại" }));
  await desk.user.keyboard("{Control>}{Enter}{/Control}");
  return await screen.findByTestId("last-received");
}

describe("Vừa tiếp nhận", () => {
  it("says how far the printing is, also after a jam", async () => {
    let state = "waiting";
    const desk = open("#/intake", {
      dossier: async (_, asBefore) => {
        const view = await asBefore();
        const reason = state === "held" ? "jam" : "";
        return { ...view, printJobs: view.printJobs.map((job) => ({ ...job, state, reason })) };
      },
    });
    const strip = await receive(desk);
    expect(strip.textContent).toContain("đang in 2 liên");
    state = "held";
    desk.changed("printJobs");
    await waitFor(() => expect(strip.textContent).toContain("máy in đang giữ lại – kẹt giấy"));
    state = "done";
    desk.changed("printJobs");
    await waitFor(() => expect(strip.textContent).toContain("đã in"));
  });

  it("another procedure for this person parks the next one who was being typed", async () => {
    const desk = open("#/intake");
    const strip = await receive(desk);
    await desk.user.type(await screen.findByLabelText("Họ và tên"), "Bùi Thị Tuyết");
    await desk.user.click(within(strip).getByRole("button", { name: "Thêm thủ tục cho người này" }));
    expect(await screen.findByText("037 1 88 004321"), "the same person again").toBeDefined();
    await waitFor(() =>
      expect(desk.asked("park").map(({ parties }) => parties[0]?.name)).toEqual(["Bùi Thị Tuyết"]),
    );
    await desk.user.click(screen.getByRole("button", { name: "Thêm thủ tục cho người này" }));
    expect(desk.asked("park").length, "a second press keeps nobody twice").toBe(1);
  });
});

describe("a dossier", () => {
  it("says what became of its receipt's printing", async () => {
    open("#/dossier/d160", {
      dossier: async (_, asBefore) => {
        const view = await asBefore();
        const [first] = view.printJobs;
        const again = first && { ...first, id: "j2", reprintNo: 1, state: "held", reason: "paper_out" };
        return { ...view, printJobs: first && again ? [first, again] : [] };
      },
    });
    expect(await screen.findByText(/^Giấy tiếp nhận: đã in/)).toBeDefined();
    expect(screen.getByText(/^Bản in lại số 1: máy in đang giữ lại – hết giấy/)).toBeDefined();
  });
});

describe("what waits to be sent", () => {
  const item = { dossier: "d160", code: "H42.17-261123-0160", since: 0, copiedAt: null };
  const kinds = ["received", "file", "", "something_new"];
  const reasons = ["no_longer_applies", "journal_mismatch", "code_clash", "stale_owner", "something_new"];

  it("has no raw tag in any row", async () => {
    open("#/sync", {
      sync_overview: async (_, asBefore) => ({
        ...(await asBefore()),
        items: [
          ...kinds.map((kind, since) => ({ ...item, since, kind, state: "sending", reason: "" })),
          ...reasons.map((reason, since) => ({ ...item, since, kind: "", state: "refused", reason })),
        ],
      }),
    });
    const table = await screen.findByRole("table", { name: "Đang chờ gửi" });
    const rows = within(table).getAllByRole("row").slice(1);
    expect(rows.length).toBe(kinds.length + reasons.length);
    for (const row of rows) {
      const cells = within(row).getAllByRole("cell").slice(1);
      for (const cell of cells) {
        expect(cell.textContent, row.textContent).not.toBe("");
        expect(cell.textContent).not.toMatch(/_|received|file/);
      }
    }
    expect(screen.getByText(/không còn áp dụng/)).toBeDefined();
  });
});
