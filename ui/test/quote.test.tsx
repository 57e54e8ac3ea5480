import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { choose, open } from "./desk";

describe("a desk that can receive nothing", () => {
  it("says so where the fee would stand, and names neither fee nor date", async () => {
    const desk = open("#/intake", {
      quote: () => {
        throw { code: "intake.disk", params: {}, fields: [], traceId: "3f9a12" };
      },
    });
    await choose(desk, "tro cap xa hoi");
    expect(await screen.findByText(/Đĩa sắp đầy, không nhận thêm hồ sơ/)).toBeDefined();
    expect(screen.queryByTestId("due-text")).toBeNull();
    expect(screen.queryByText(/\d đ$/)).toBeNull();
  });
});
