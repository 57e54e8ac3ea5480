import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { IntakeDraft } from "../src/api/bindings";
import { choose, duc, open, readCard } from "./desk";

const who = (place: string) => document.querySelector<HTMLElement>(`[data-who="${place}"]`);
const focused = () => document.activeElement?.getAttribute("name");

describe("several people", () => {
  it("a co-owner is added and taken out; a blank one is said to be optional", async () => {
    const desk = open("#/intake");
    await readCard(desk);
    await choose(desk, "giay chung nhan quyen su dung dat");
    expect(screen.getByText("Đồng chủ sử dụng – để trống nếu không có")).toBeDefined();
    await desk.user.click(screen.getByRole("button", { name: "Thêm đồng chủ" }));
    await waitFor(() => expect(who("2")?.contains(document.activeElement)).toBe(true));
    await desk.user.keyboard("Bùi Văn Ổn");
    await desk.user.click(screen.getByRole("button", { name: "Bỏ người này: Bùi Văn Ổn" }));
    expect(who("2"), "taken out").toBeNull();
    expect(who("1"), "the role of the procedure stays").not.toBeNull();
  });

  it("a person the new procedure has no place for stays until the officer takes them out", async () => {
    const desk = open("#/intake");
    await readCard(desk);
    await choose(desk, "ket hon");
    await desk.user.type(within(who("0") as HTMLElement).getByLabelText("Họ và tên"), "Bùi Văn Ổn");
    await desk.user.click(screen.getByRole("button", { name: "Đổi thủ tục" }));
    await choose(desk, "tro cap xa hoi");
    expect(within(who("1") as HTMLElement).getByText(/Thủ tục này không có bên này/)).toBeDefined();
    await desk.user.click(screen.getByRole("button", { name: "Bỏ người này: Nguyễn Thị Hường" }));
    expect(who("1")).toBeNull();
  });

  it("an organisation chosen after the card: its person hands in, with the ward still to choose", async () => {
    const desk = open("#/intake");
    await readCard(desk, duc);
    await desk.user.click(screen.getByRole("radio", { name: "Tổ chức, doanh nghiệp" }));
    expect(within(who("0") as HTMLElement).getByLabelText<HTMLInputElement>("Tên tổ chức").value).toBe("");
    const submitter = within(who("submitter") as HTMLElement);
    expect(submitter.getByText("Trần Văn Đức")).toBeDefined();
    expect(submitter.getByRole("button", { name: /Phường Hoa Lư/ }), "what the card left open").toBeDefined();
    await desk.user.click(screen.getByRole("radio", { name: "Cá nhân" }));
    expect(within(who("0") as HTMLElement).getByText("Trần Văn Đức"), "chosen by mistake").toBeDefined();
    expect(who("submitter")).toBeNull();
  });
});

describe("the address today", () => {
  it("a card that leaves a choice of wards asks first, without a ready answer", async () => {
    const desk = open("#/intake");
    await readCard(desk, duc);
    const question = await screen.findByRole("group", { name: /nay thuộc đơn vị nào/ });
    await waitFor(() => expect(document.activeElement).toBe(question));
    await desk.user.keyboard("{Enter}{ArrowDown}{Enter}");
    expect(await screen.findByText(/Phường Hoa Lư, Tỉnh Ninh Bình/), "the second one").toBeDefined();
    await waitFor(() => expect(focused(), "on to what no card has").toBe("phone"));
  });

  it("an address nothing is known of says so, and blocks nothing", async () => {
    const desk = open("#/intake", {
      read_card: async (_, asBefore) => ({ ...(await asBefore()), wards: [], wardCertain: false }),
    });
    await readCard(desk, duc);
    expect(await screen.findByPlaceholderText(/^Chưa quy đổi/)).toBeDefined();
    await waitFor(() => expect(focused()).toBe("phone"));
  });

  it("of a carded person is corrected in its place", async () => {
    const desk = open("#/intake");
    await readCard(desk);
    await desk.user.click(await screen.findByRole("button", { name: "Sửa Phường, xã" }));
    const line = screen.getByLabelText("Số nhà, thôn");
    await desk.user.clear(line);
    await desk.user.type(line, "Ngõ 5");
    await desk.user.tab();
    await waitFor(() => expect(saved(desk)?.parties[0]?.addressLine).toBe("Ngõ 5"));
    expect(screen.getByText("037 1 88 004321"), "the rest stays as the card said").toBeDefined();
  });
});

const saved = (desk: ReturnType<typeof open>): IntakeDraft | undefined => desk.asked("save_draft").at(-1);

describe("what Mẫu 01 prints besides", () => {
  it("Enter in the telephone opens the e-mail; the number of sets is typed", async () => {
    const desk = open("#/intake");
    await readCard(desk);
    await choose(desk, "tro cap xa hoi");
    expect(screen.queryByLabelText("Email"), "not in the way of those who have none").toBeNull();
    await desk.user.click(within(who("0") as HTMLElement).getByLabelText("Điện thoại"));
    await desk.user.keyboard("{Enter}");
    await waitFor(() => expect(focused()).toBe("email"));
    await desk.user.keyboard("huong@example.vn");
    const sets = screen.getByRole("textbox", { name: "Số bộ" });
    await desk.user.clear(sets);
    await desk.user.type(sets, "2");
    await desk.user.tab();
    await waitFor(() => expect(saved(desk)?.sets).toBe(2));
    expect(saved(desk)?.parties[0]?.email).toBe("huong@example.vn");
  });
});
