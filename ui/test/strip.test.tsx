import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "./desk";

describe("the strip", () => {
  it("says that the program needs an update while the link is up, and why", async () => {
    const desk = open("#/intake", {
      strip: async (_request, asBefore) => ({ ...(await asBefore()), link: "online", linkReason: "update" }),
      sync_overview: async (_request, asBefore) => ({
        ...(await asBefore()),
        link: "online",
        linkReason: "update",
      }),
    });
    await desk.user.click(await screen.findByRole("button", { name: /Cần cập nhật phần mềm/ }));
    expect(await screen.findByText(/phần mềm ở máy này chưa đọc được/)).toBeTruthy();
  });

  it("leads to words about why no code is given and how long the room lasts", async () => {
    const desk = open("#/intake", {
      strip: async (_request, asBefore) => ({
        ...(await asBefore()),
        numberingProblem: "restored",
        diskPercent: 87,
        diskDaysLeft: 4,
      }),
    });
    await desk.user.click(await screen.findByRole("button", { name: /dữ liệu vừa khôi phục/ }));
    expect(await screen.findByText(/Các số cấp trước hết hiệu lực/)).toBeTruthy();
    expect(screen.getByText(/Trang của hồ sơ đã chuyển tự rời khỏi máy/)).toBeTruthy();
  });

  it.each([
    ["còn 10 mã hồ sơ", 10, true],
    ["còn 11 mã hồ sơ", 11, false],
    ["Hết mã – sẽ cấp giấy biên nhận tạm", 0, true],
  ])("warns when the codes of the day run low: %s", async (words, codesLeft, isWarned) => {
    open("#/intake", {
      strip: async (_request, asBefore) => ({ ...(await asBefore()), codesLeft, codesLow: 10 }),
    });
    const part = await screen.findByRole("button", { name: words });
    expect(part.querySelector("svg") !== null, "a sign beside the colour").toBe(isWarned);
    expect(part.className.includes("soon"), "the colour").toBe(isWarned);
  });
});
