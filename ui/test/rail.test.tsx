import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StripView } from "../src/api/bindings";
import { open } from "./desk";

function openRail(tasks: number) {
  const seen = { tasks };
  const desk = open("#/intake", {
    strip: async (_: null, asBefore: () => Promise<StripView>) => ({
      ...(await asBefore()),
      unsent: 4,
      unsentFiles: 11,
      tasks: seen.tasks,
    }),
  });
  const entry = async () => (await screen.findByRole("link", { name: /^Đồng bộ/ })).textContent;
  return { ...desk, seen, entry };
}

describe("the count beside Đồng bộ", () => {
  it("is what needs a person, not what is sent by itself", async () => {
    const desk = openRail(0);
    expect(await screen.findByText("4 hồ sơ chờ gửi"), "the strip says it").toBeDefined();
    expect(await desk.entry()).toBe("Đồng bộ");
  });

  it("grows and shrinks as tasks come and are decided", async () => {
    const desk = openRail(1);
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ1"));
    desk.seen.tasks = 2;
    desk.changed("strip");
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ2"));
    desk.seen.tasks = 0;
    desk.changed("strip");
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ"));
  });

  it("is in the strip's answer: the rail asks for nothing more", async () => {
    const desk = openRail(1);
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ1"));
    expect(desk.asked("sync_overview")).toEqual([]);
  });
});
