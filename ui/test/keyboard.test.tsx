import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connect, queryClient } from "../src/api/client";
import type { Driver } from "../src/api/driver";
import { fixtureDriver } from "../src/api/fixture";
import { App } from "../src/app/App";
import { installHotkeys } from "../src/lib/hotkeys";

let stops: (() => void)[] = [];

function open(hash: string, change: (driver: Driver) => Driver = (driver) => driver) {
  window.location.hash = hash;
  stops = [connect(change(fixtureDriver())), installHotkeys()];
  render(<App language="vi" />);
  return userEvent.setup();
}

/** A scan that ends with a problem. */
const scanningEndsWith =
  (code: string) =>
  (driver: Driver): Driver => ({
    ...driver,
    call: async (name, request) => {
      const reply = await driver.call(name, request);
      const problem = { code, params: {}, fields: [], traceId: "3f9a12" };
      return name === "scan" ? ({ ...(reply as object), problem } as unknown as typeof reply) : reply;
    },
  });

afterEach(() => {
  for (const stop of stops) stop();
  queryClient.clear();
});

async function chooseProcedure(user: ReturnType<typeof userEvent.setup>, words: string) {
  await user.type(await screen.findByRole("combobox", { name: "Thủ tục" }), `${words}{Enter}`);
  return await screen.findByRole("grid", { name: "Giấy tờ" });
}

describe("keys of the intake", () => {
  it("Ctrl+2 goes to the paper at hand, Ctrl+3 to a field, neither to a button that changes something", async () => {
    const user = open("#/intake");
    const papers = await chooseProcedure(user, "tro cap xa hoi");
    await user.keyboard("{Control>}1{/Control}");
    expect(document.activeElement?.getAttribute("name")).toBe("first");
    await user.keyboard("{Control>}2{/Control}");
    expect(papers.contains(document.activeElement), "in the papers").toBe(true);
    await user.keyboard("{Control>}3{/Control}");
    expect(document.activeElement?.tagName).toBe("INPUT");
  });

  it("Enter alone goes from the card to the conclusion and receives", async () => {
    const user = open("#/intake");
    const at = () => document.activeElement as HTMLElement;
    await user.click(await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm"));
    await user.paste("037188004321||Nguyễn Thị Hường|12051988|Nữ|Xóm 4, Nam Bình|10052021");
    await waitFor(() => expect(at().getAttribute("name"), "the card leads to the telephone").toBe("phone"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(at().getAttribute("name"), "where an email may be added").toBe("email"));
    await user.keyboard("{Enter}");
    expect(at().getAttribute("aria-haspopup"), "the capacity, which is right as it stands").toBe("listbox");
    await user.keyboard("{Enter}");
    expect(at().getAttribute("role"), "the procedure").toBe("combobox");
    await user.type(at(), "chung thuc{Enter}");
    await waitFor(() => expect(at().closest("[data-papers]"), "its first paper").not.toBeNull());
    for (let press = 0; press < 20 && !at().matches("[data-conclude]"); press += 1)
      await user.keyboard("{Enter}");
    expect(at().matches("[data-conclude]"), "no field keeps Enter for itself").toBe(true);
    await user.keyboard("{Enter}");
    expect(await screen.findByTestId("last-received")).toBeDefined();
  });

  it("Enter alone also goes past the empty fields of a person typed by hand", async () => {
    const user = open("#/intake");
    const at = () => document.activeElement as HTMLElement;
    await user.type(
      await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm"),
      "037188004329{Enter}",
    );
    await waitFor(() => expect(at().getAttribute("name")).toBe("name"));
    await user.keyboard("Bùi Thị Tuyết");
    const isProcedure = () => at().closest("[data-procedure-search]") !== null;
    for (let press = 0; press < 12 && !isProcedure(); press += 1) await user.keyboard("{Enter}");
    expect(isProcedure(), "the ward that nobody knows yet holds nobody up").toBe(true);
  });

  it("F7 starts at where to, so that the list need not be walked through", async () => {
    const user = open("#/intake");
    await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm");
    await user.keyboard("{F7}");
    const dialog = await screen.findByRole("dialog", { name: "Chuyển hồ sơ" });
    const first = await within(dialog).findByRole("radio", { name: "Phòng Văn hóa – Xã hội" });
    await waitFor(() => expect(document.activeElement).toBe(first));
    expect((first as HTMLInputElement).checked, "nothing is chosen by looking").toBe(false);
  });

  it("the focus goes along to the screen that a command opened", async () => {
    const user = open("#/intake");
    await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm");
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: /Gõ tên việc/ }), "cai dat{Enter}");
    await screen.findByText("Thiết bị");
    await waitFor(() => expect(screen.getByRole("main").contains(document.activeElement)).toBe(true));
  });
});

describe("a scan that ended early", () => {
  it("is a quiet note when the officer stopped it", async () => {
    const user = open("#/intake", scanningEndsWith("scan.cancelled"));
    await chooseProcedure(user, "tro cap xa hoi");
    await user.keyboard("{F4}");
    const note = await screen.findByText("Đã dừng quét. Các trang đã quét vẫn còn.");
    expect(note.closest("[role=alert]"), "not an alarm").toBeNull();
    expect(note.textContent, "no code to read out").not.toContain("3f9a12");
  });

  it("is an alarm when the paper jammed, still without a code: the remedy is at the counter", async () => {
    const user = open("#/intake", scanningEndsWith("scan.jammed"));
    await chooseProcedure(user, "tro cap xa hoi");
    await user.keyboard("{F4}");
    const words = await screen.findByText(/Máy quét kẹt giấy/);
    expect(words.closest("[role=alert]")).not.toBeNull();
    expect(words.textContent).not.toContain("3f9a12");
  });

  it("carries the code when only an administrator can help", async () => {
    const user = open("#/intake", scanningEndsWith("app.internal"));
    await chooseProcedure(user, "tro cap xa hoi");
    await user.keyboard("{F4}");
    expect((await screen.findByText(/Phần mềm gặp lỗi/)).textContent).toContain("Mã lỗi: 3f9a12");
  });
});

describe("a scan while another one still runs", () => {
  it("says so and offers to stop it: the form it began in may be gone", async () => {
    const asked: string[] = [];
    const user = open("#/intake", (driver) => ({
      ...driver,
      call: (name, request) => {
        asked.push(name);
        const refusal = { code: "scan.running", params: {}, fields: [], traceId: "" };
        return name === "scan" ? Promise.reject(refusal) : driver.call(name, request);
      },
    }));
    await chooseProcedure(user, "tro cap xa hoi");
    await user.keyboard("{F4}");
    await screen.findByText(/Đang quét dở/);
    await user.click(screen.getByRole("button", { name: "Dừng quét" }));
    expect(asked).toContain("cancel_scan");
    await waitFor(() => expect(screen.queryByText(/Đang quét dở/), "it was heard").toBeNull());
  });
});

describe("pages of a dossier", () => {
  it("arrows turn through the pages of a PDF and on to the next file, from anywhere in the viewer", async () => {
    const user = open("#/dossier/d160");
    const thumbnail = await screen.findByRole("button", { name: "to-khai.pdf, 3 trang" });
    expect(thumbnail.textContent).toContain("PDF");
    await user.click(thumbnail);
    const viewer = await screen.findByRole("dialog", { name: "to-khai.pdf" });
    within(viewer).getByRole("button", { name: "Đóng" }).focus();
    for (const place of ["2/4", "3/4"]) {
      await user.keyboard("{ArrowRight}");
      expect(await within(viewer).findByText(place)).toBeDefined();
      expect(screen.getByRole("dialog", { name: "to-khai.pdf" }), "still the same file").toBeDefined();
    }
    await user.keyboard("{ArrowRight}");
    expect(await screen.findByRole("dialog", { name: "quet-0001.jpg" })).toBeDefined();
    expect(screen.getByRole("img", { name: "quet-0001.jpg" })).toBeDefined();
    await user.keyboard("{ArrowLeft}");
    expect(await within(viewer).findByText("3/4"), "back to its last page").toBeDefined();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("plus and minus zoom, and stop where there is no more", async () => {
    const user = open("#/dossier/d160");
    await user.click(await screen.findByRole("button", { name: "quet-0001.jpg, 1 trang" }));
    const viewer = within(await screen.findByRole("dialog", { name: "quet-0001.jpg" }));
    const [smaller, larger] = [/^Thu nhỏ/, /^Phóng to/].map((name) => viewer.getByRole("button", { name }));
    const areOff = () => [smaller, larger].map((button) => button?.hasAttribute("disabled"));
    expect(areOff(), "the whole page is seen").toEqual([true, false]);
    viewer.getByRole("button", { name: "Đóng" }).focus();
    await user.keyboard("+");
    await waitFor(() => expect(areOff()).toEqual([false, false]));
    await user.keyboard("-");
    await waitFor(() => expect(areOff(), "back at the whole page").toEqual([true, false]));
    for (let press = 0; press < 4; press += 1) if (larger) await user.click(larger);
    expect(areOff(), "no more than four times").toEqual([false, true]);
  });

  it("a PDF that cannot be drawn says so in words, and that it is safe", async () => {
    const user = open("#/dossier/d160");
    await user.click(await screen.findByRole("button", { name: "to-khai.pdf, 3 trang" }));
    const viewer = within(await screen.findByRole("dialog", { name: "to-khai.pdf" }));
    expect((await viewer.findByText(/Không đọc được tệp PDF này/)).textContent).toContain("giữ nguyên");
    expect(viewer.getByRole("button", { name: "Bỏ tệp này" }), "all its pages go together").toBeDefined();
  });

  it("a PDF that lies at the centre says what is missing: the link", async () => {
    const offline = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 503 }));
    const user = open("#/dossier/d160");
    await user.click(await screen.findByRole("button", { name: "to-khai.pdf, 3 trang" }));
    expect(await screen.findByText(/Tệp đang ở Trung tâm/)).toBeDefined();
    offline.mockRestore();
  });

  it("a receipt that could not be saved is told as a failure, not as something done", async () => {
    const user = open("#/dossier/d160", (driver) => ({
      ...driver,
      call: async (name, request) => {
        if (name === "save_receipt")
          throw { code: "print.folder", params: {}, fields: [], traceId: "3f9a12" };
        return driver.call(name, request);
      },
    }));
    await user.click(await screen.findByRole("button", { name: "Việc khác" }));
    await user.click(await screen.findByRole("menuitem", { name: "Lưu PDF giấy tiếp nhận" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Không ghi được PDF");
  });
});
