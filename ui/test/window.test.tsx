import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { IntakeDraft } from "../src/api/bindings";
import { connect, queryClient } from "../src/api/client";
import type { Driver } from "../src/api/driver";
import { fixtureDriver } from "../src/api/fixture";
import { App } from "../src/app/App";
import { installHotkeys } from "../src/lib/hotkeys";

const card = "037188004321|164234567|Nguyễn Thị Hường|12051988|Nữ|Xóm 4, Nam Bình|10052021";
let called: { name: string; request: unknown }[];
let stops: (() => void)[];

function spied(driver: Driver): Driver {
  return {
    ...driver,
    call: (name, request) => {
      called.push({ name, request });
      return driver.call(name, request);
    },
  };
}

beforeEach(() => {
  called = [];
  window.location.hash = "#/intake";
  stops = [connect(spied(fixtureDriver())), installHotkeys()];
  render(<App language="vi" />);
});
afterEach(() => {
  for (const stop of stops) stop();
  queryClient.clear();
});

const requests = (name: string) => called.filter((one) => one.name === name).map(({ request }) => request);

async function readCard(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm"));
  await user.paste(card);
  await screen.findByText("Nguyễn Thị Hường");
}

async function chooseProcedure(user: ReturnType<typeof userEvent.setup>, words: string) {
  await user.type(screen.getByRole("combobox", { name: "Thủ tục" }), `${words}{Enter}`);
  return await screen.findByRole("grid", { name: "Giấy tờ" });
}

describe("the main job", () => {
  it("a card fills the person, and the focus goes to the telephone", async () => {
    const user = userEvent.setup();
    await readCard(user);
    expect(requests("read_card")).toEqual([card]);
    await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("phone"));
    expect(screen.getByText("037 1 88 004321"), "the number in groups").toBeDefined();
    await waitFor(() =>
      expect((document.activeElement as HTMLInputElement).value, "a known telephone").toBe("0912 345 678"),
    );
  });

  it("a card cut short and a phone's VNeID reach the reading of cards, not the search", async () => {
    const user = userEvent.setup();
    const field = await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm");
    for (const typed of ["037188004321|164234567|Nguyễn", "https://vneid.gov.vn/xac-thuc?t=1"]) {
      await user.click(field);
      await user.paste(typed);
      await user.keyboard("{Enter}");
      await waitFor(() => expect(requests("read_card").at(-1)).toBe(typed));
    }
  });

  it("another date is asked about with its ground as it is typed", async () => {
    const user = userEvent.setup();
    await readCard(user);
    await chooseProcedure(user, "tro cap xa hoi");
    await user.click(await screen.findByRole("button", { name: "Hẹn khác thời hạn quy định" }));
    await user.type(screen.getByLabelText("Ngày giờ hẹn"), "071220260945");
    const asked = () => requests("quote").at(-1) as IntakeDraft;
    await waitFor(() => expect(asked().dueOverride, "before the field is left").toBe("2026-12-07T09:45"));
    await user.type(screen.getByLabelText("Căn cứ"), "Điều 19");
    await waitFor(() => expect(asked().dueGround).toBe("Điều 19"));
  });

  it("Enter pressed before the search has answered takes the first one found", async () => {
    const user = userEvent.setup();
    await readCard(user);
    await chooseProcedure(user, "tro cap xa hoi");
    expect(screen.getByText(/Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội/)).toBeDefined();
  });

  it("Enter down the papers and Ctrl+Enter receives, once for two presses", async () => {
    const user = userEvent.setup();
    await readCard(user);
    const grid = await chooseProcedure(user, "ho kinh doanh");
    const first = within(grid).getByRole("button", { name: /Giấy đề nghị đăng ký hộ kinh doanh/ });
    first.focus();
    await user.keyboard("{Enter}{Enter}");
    expect(within(grid).queryByRole("button", { name: /Chưa xem/ }), "all judged").toBeNull();
    await user.keyboard("{Control>}{Enter}{Enter}{/Control}");
    const strip = await screen.findByTestId("last-received");
    expect(strip.textContent).toContain("H42.17-261123-0155");
    expect(requests("receive").length, "a double Enter is one reception").toBe(1);
    const sent = requests("receive")[0] as IntakeDraft;
    expect(sent.papers.every(({ state }) => state === "complete")).toBe(true);
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("name"), "ready for the next one").toBe("first"),
    );
  });

  it("all errors at once, and the focus on the first", async () => {
    const user = userEvent.setup();
    await user.type(
      await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm"),
      "03718800432{Enter}",
    );
    await chooseProcedure(user, "1.013225");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("Chưa có tên.");
    expect(screen.getByText(/Có 11 chữ số/)).toBeDefined();
    expect(screen.getByText("Chưa xem giấy tờ nào.")).toBeDefined();
    await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("name"));
  });

  it("parking empties the form, and resuming brings everything back", async () => {
    const user = userEvent.setup();
    await readCard(user);
    await chooseProcedure(user, "tro cap");
    await user.keyboard("{F12}");
    await waitFor(() => expect(screen.queryByText("Nguyễn Thị Hường")).toBeNull());
    window.location.hash = "#/parked";
    await user.click(await screen.findByRole("button", { name: "Làm tiếp: Nguyễn Thị Hường" }));
    await screen.findByText("037 1 88 004321");
    expect(await screen.findByRole("grid", { name: "Giấy tờ" })).toBeDefined();
  });

  it("typing is saved when the field is left, and comes back to the screen", async () => {
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Họ và tên"), "Bùi Thị Tuyết");
    await user.tab();
    await waitFor(() => expect(requests("save_draft").length).toBeGreaterThan(0));
    window.location.hash = "#/settings";
    await screen.findByText("Thiết bị");
    window.location.hash = "#/intake";
    expect((await screen.findByLabelText<HTMLInputElement>("Họ và tên")).value).toBe("Bùi Thị Tuyết");
  });

  it("F7 opens the list and forwards nothing by itself", async () => {
    const user = userEvent.setup();
    await screen.findByPlaceholderText("Quét thẻ, gõ số hoặc việc cần làm");
    await user.keyboard("{F7}");
    const dialog = await screen.findByRole("dialog", { name: "Chuyển hồ sơ" });
    await within(dialog).findByRole("checkbox", { name: /0160/ });
    expect(requests("forward")).toEqual([]);
    await user.click(within(dialog).getByRole("radio", { name: "Phòng Văn hóa – Xã hội" }));
    await user.click(within(dialog).getByRole("button", { name: /^Chuyển \d+ hồ sơ$/ }));
    await screen.findByText(/^Đã chuyển \d+ hồ sơ đến Phòng Văn hóa/);
    expect(requests("forward").length).toBe(1);
  });
});

describe("a file", () => {
  it("above 64 MB is refused before it is read", async () => {
    const { attach } = await import("../src/api/client");
    const file = new File(["x"], "to.pdf");
    Object.defineProperty(file, "size", { value: 300 * 1024 * 1024 });
    const read = vi.spyOn(file, "arrayBuffer");
    await expect(attach("draft:x", "C1", file)).rejects.toMatchObject({ view: { code: "file.too_large" } });
    expect(read).not.toHaveBeenCalled();
  });
});
