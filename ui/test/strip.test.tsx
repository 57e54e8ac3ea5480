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
});
