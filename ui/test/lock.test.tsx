import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { choose, open } from "./desk";

describe("Ctrl+L at work", () => {
  it("saves what was typed, has the desk lock, and leaves nothing of the work in sight", async () => {
    const desk = open("#/intake");
    await choose(desk, "tro cap xa hoi");
    await desk.user.type(await screen.findByLabelText(/Ghi chú/), "chờ bản sao");
    const isLeftAlone = fireEvent.keyDown(document.activeElement ?? document.body, {
      key: "l",
      ctrlKey: true,
    });
    expect(isLeftAlone, "the browser does not get it").toBe(false);
    expect(await screen.findByText("Màn hình đang khóa")).toBeDefined();
    expect(screen.queryByLabelText(/Ghi chú/)).toBeNull();
    expect(desk.asked("lock")).toHaveLength(1);
    expect(desk.asked("save_draft").at(-1)?.note).toBe("chờ bản sao");
  });
});
