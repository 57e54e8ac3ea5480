import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StripView } from "../src/api/bindings";
import { open } from "./desk";

const doubted = async (asBefore: () => Promise<StripView>) => ({
  ...(await asBefore()),
  clockOk: false,
  numberingProblem: "clock_after",
});

async function openDialog(answers: Parameters<typeof open>[1] = {}) {
  const desk = open("#/intake", {
    strip: (_request, asBefore) => doubted(asBefore),
    ...answers,
  });
  await desk.user.click(await screen.findByRole("button", { name: /Giờ máy sai/ }));
  await desk.user.click(await screen.findByRole("button", { name: "Xác nhận ngày…" }));
  return desk;
}

describe("a day that is not believed", () => {
  it("is said in the strip, and the lead confirms it with the password", async () => {
    const desk = await openDialog();
    expect(screen.getByText("Không cấp mã: cần xác nhận ngày")).toBeTruthy();
    await desk.user.type(await screen.findByLabelText("Mật khẩu của phụ trách"), "motcua-lan");
    await desk.user.click(screen.getByRole("button", { name: "Phụ trách xác nhận" }));
    expect(desk.asked("confirm_day")).toEqual([{ lead: "pt.lan", password: "motcua-lan", code: "" }]);
    expect(screen.queryByLabelText("Mật khẩu của phụ trách")).toBeNull();
  });

  it("is confirmed by the code told on the telephone; a wrong one says so and asks for new digits", async () => {
    const desk = await openDialog();
    expect(await screen.findByText("4821 3377")).toBeTruthy();
    const field = screen.getByLabelText("Mã phụ trách đọc");
    await desk.user.type(field, "111111{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("dãy số mới");
    expect(desk.asked("day").length).toBeGreaterThan(1);
    await desk.user.type(field, "204816{Enter}");
    expect(desk.asked("confirm_day").map(({ code }) => code)).toEqual(["111111", "204816"]);
  });
});
