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
    expect(await screen.findByText(/chương trình ở máy này chưa đọc được/)).toBeTruthy();
  });
});
