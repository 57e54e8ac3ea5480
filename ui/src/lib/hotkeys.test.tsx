import { fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  combination,
  type HotkeyAction,
  hotkeys,
  installHotkeys,
  useHotkey,
  useHotkeyLayer,
} from "./hotkeys";

let stop: () => void;
beforeEach(() => {
  stop = installHotkeys();
});
afterEach(() => stop());

function Act({ action, run, enabled = true }: { action: HotkeyAction; run: () => void; enabled?: boolean }) {
  useHotkey(action, run, enabled);
  return null;
}

function Layer() {
  useHotkeyLayer();
  return null;
}

function press(keys: string, more: KeyboardEventInit = {}): boolean {
  const [key = "", control] = keys.split("+").reverse();
  return fireEvent.keyDown(document.body, {
    key: key.length === 1 ? key.toLowerCase() : key,
    ctrlKey: control === "Ctrl",
    ...more,
  });
}

describe("hotkeys", () => {
  for (const action of (Object.keys(hotkeys) as HotkeyAction[]).filter((name) => name !== "region")) {
    it(`${hotkeys[action]} is ${action}`, () => {
      const run = vi.fn();
      render(<Act action={action} run={run} />);
      expect(press(hotkeys[action]), "the browser does not get it").toBe(false);
      expect(run).toHaveBeenCalledOnce();
    });
  }

  it("has no key that people need to type Vietnamese", () => {
    for (const keys of Object.values(hotkeys)) {
      expect(keys, "a function key or Ctrl with one key").toMatch(/^(F\d{1,2}|Ctrl\+(\d|[A-Z]|Enter))$/);
    }
    expect(new Set(Object.values(hotkeys)).size, "no key twice").toBe(Object.keys(hotkeys).length);
  });

  it("does nothing while a word is being composed", () => {
    const run = vi.fn();
    render(<Act action="intake" run={run} />);
    press("F2", { isComposing: true });
    press("F2", { keyCode: 229 });
    expect(run).not.toHaveBeenCalled();
  });

  it("leaves Ctrl+Shift, Alt and AltGr to the keyboard of the officer", () => {
    for (const more of [{ shiftKey: true }, { altKey: true }]) {
      expect(combination(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, ...more }))).toBeUndefined();
    }
  });

  it("keeps the keys of the browser from acting", () => {
    for (const keys of ["F5", "Ctrl+R", "Ctrl+P", "Ctrl+F"])
      expect(press(keys), `${keys} is prevented`).toBe(false);
  });

  it("holding a key down acts once", () => {
    const run = vi.fn();
    render(<Act action="conclude" run={run} />);
    press("Ctrl+Enter");
    press("Ctrl+Enter", { repeat: true });
    expect(run).toHaveBeenCalledOnce();
  });

  it("locks from within a dialog too", () => {
    const lock = vi.fn();
    render(
      <>
        <Act action="lock" run={lock} />
        <Layer />
      </>,
    );
    press("Ctrl+L");
    expect(lock).toHaveBeenCalledOnce();
  });

  it("gives the key to what was shown last, and to nothing under a dialog", () => {
    const under = vi.fn();
    const over = vi.fn();
    const { rerender } = render(
      <>
        <Act action="scan" run={under} />
        <Act action="scan" run={over} />
      </>,
    );
    press("F4");
    expect([under.mock.calls.length, over.mock.calls.length]).toEqual([0, 1]);
    rerender(
      <>
        <Act action="scan" run={under} />
        <Act action="scan" run={over} />
        <Layer />
      </>,
    );
    press("F4");
    expect(over, "the dialog keeps it").toHaveBeenCalledOnce();
  });
});
