import { useEffect, useEffectEvent } from "react";

/**
 * The keys of the counter, one table. No bare letters, no digits, no Alt+letter, no Ctrl+Shift: those belong
 * to people who type Vietnamese. F6 (next region) is React Aria's own.
 */
export const hotkeys = {
  keys: "F1",
  intake: "F2",
  find: "F3",
  scan: "F4",
  region: "F6",
  forward: "F7",
  print: "F9",
  park: "F12",
  column1: "Ctrl+1",
  column2: "Ctrl+2",
  column3: "Ctrl+3",
  palette: "Ctrl+K",
  conclude: "Ctrl+Enter",
  lock: "Ctrl+L",
} as const;

export type HotkeyAction = keyof typeof hotkeys;

/** Keys of the browser under the window that must never act. */
const browserKeys = [
  "F5",
  "F11",
  "Ctrl+R",
  "Ctrl+P",
  "Ctrl+F",
  "Ctrl+G",
  "Ctrl+S",
  "Ctrl+U",
  "Ctrl+O",
  "Ctrl+N",
  "Ctrl+T",
];

type Entry = { action: HotkeyAction; run: () => void };
type Layer = { entries: Entry[] };

const layers: Layer[] = [{ entries: [] }];

/** The combination as the table writes it, or nothing while a word is being composed. */
export function combination(event: KeyboardEvent): string | undefined {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey || event.shiftKey)
    return undefined;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return event.ctrlKey ? `Ctrl+${key}` : key;
}

/** Runs what the key means; true when it meant something. */
function dispatchHotkey(event: KeyboardEvent): boolean {
  const pressed = combination(event);
  if (pressed === undefined) return false;
  if (browserKeys.includes(pressed)) event.preventDefault();
  const action = (Object.keys(hotkeys) as HotkeyAction[]).find((name) => hotkeys[name] === pressed);
  if (!action || action === "region") return false;
  event.preventDefault();
  // Whoever leaves the desk locks it, whatever is open.
  const heard = action === "lock" ? layers : layers.slice(-1);
  const entry = heard.flatMap(({ entries }) => entries).findLast((candidate) => candidate.action === action);
  if (!entry || event.repeat) return false;
  event.stopPropagation();
  entry.run();
  return true;
}

/** Gives an action its meaning while the component is shown; the latest one shown wins. */
export function useHotkey(action: HotkeyAction, run: () => void, enabled = true): void {
  const latest = useEffectEvent(run);
  useEffect(() => {
    const layer = layers.at(-1);
    if (!enabled || !layer) return;
    const entry: Entry = { action, run: () => latest() };
    layer.entries.push(entry);
    return () => void layer.entries.splice(layer.entries.indexOf(entry), 1);
  }, [action, enabled]);
}

/** While a dialog is open, the keys of what lies under it are silent. */
export function useHotkeyLayer(): void {
  useEffect(() => {
    const layer: Layer = { entries: [] };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, []);
}

/** Listens to the whole window. */
export function installHotkeys(): () => void {
  const listener = (event: KeyboardEvent) => void dispatchHotkey(event);
  window.addEventListener("keydown", listener, { capture: true });
  return () => window.removeEventListener("keydown", listener, { capture: true });
}
