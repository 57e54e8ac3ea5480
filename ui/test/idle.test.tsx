import { act, fireEvent, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect, queryClient } from "../src/api/client";
import { fixtureDriver } from "../src/api/fixture";
import { beforeLeaving } from "../src/api/session";
import { useIdleLock } from "../src/app/useIdleLock";

const minute = 60_000;
let told: string[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  const driver = fixtureDriver();
  const hear = connect({
    ...driver,
    call: (name, request) => {
      told.push(name);
      return driver.call(name, request);
    },
  });
  const keep = beforeLeaving(async () => {
    told.push("saved");
    return true;
  });
  stops = [hear, keep];
});

afterEach(() => {
  for (const stop of stops) stop();
  queryClient.clear();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("a desk that nobody touches", () => {
  it("saves what was typed and locks after the office's minutes", async () => {
    renderHook(() => useIdleLock(10));
    await pass(9.5 * minute);
    expect(told, "not yet").toEqual([]);
    await pass(minute);
    expect(told).toEqual(["saved", "lock"]);
  });

  it("stays open while keys are pressed", async () => {
    renderHook(() => useIdleLock(10));
    for (let n = 0; n < 4; n += 1) {
      await pass(6 * minute);
      fireEvent.keyDown(document.body, { key: "a" });
    }
    expect(told).toEqual([]);
  });

  it("is locked when its timers stood still for minutes", async () => {
    renderHook(() => useIdleLock(30));
    await pass(minute);
    vi.setSystemTime(Date.now() + 5 * minute);
    await pass(10_000);
    expect(told).toEqual(["saved", "lock"]);
  });
});
