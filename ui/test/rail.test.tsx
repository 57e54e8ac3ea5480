import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StripView, SyncView, TaskView } from "../src/api/bindings";
import { open } from "./desk";

const task = (id: number, state: string): TaskView => ({
  id,
  kind: "not_fitting",
  group: "conflict",
  dossier: "d158",
  code: "H42.17-261123-0158",
  event: "outcome_returned",
  since: 0,
  state,
});

function openRail(tasks: readonly TaskView[]) {
  const seen = { tasks };
  const desk = open("#/intake", {
    strip: async (_: null, asBefore: () => Promise<StripView>) => ({
      ...(await asBefore()),
      unsent: 4,
      unsentFiles: 11,
    }),
    sync_overview: async (_: null, asBefore: () => Promise<SyncView>) => ({
      ...(await asBefore()),
      tasks: [...seen.tasks],
    }),
  });
  const entry = async () => (await screen.findByRole("link", { name: /^Đồng bộ/ })).textContent;
  return { ...desk, seen, entry };
}

describe("the count beside Đồng bộ", () => {
  it("is what needs a person, not what is sent by itself", async () => {
    const desk = openRail([]);
    expect(await screen.findByText("4 hồ sơ chờ gửi"), "the strip says it").toBeDefined();
    expect(await desk.entry()).toBe("Đồng bộ");
  });

  it("grows and shrinks as tasks come and are decided, and leaves out what waits for the administrator", async () => {
    const desk = openRail([task(7, ""), task(8, "handed"), task(9, "exported")]);
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ1"));
    desk.seen.tasks = [task(7, ""), task(8, "handed"), task(10, "")];
    desk.changed("sync");
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ2"));
    desk.seen.tasks = [task(8, "handed")];
    desk.changed("sync");
    await waitFor(async () => expect(await desk.entry()).toBe("Đồng bộ"));
  });
});
