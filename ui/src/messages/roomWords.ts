import type { StripView } from "../api/bindings";
import { count } from "../lib/number";
import type { Messages } from "./vi";

const tightPercent = 80;
const fullPercent = 100;

/** How long the room for pages lasts, said only when it is getting tight. */
export function roomWords({ diskPercent, diskDaysLeft }: StripView, t: Messages) {
  if (diskPercent < tightPercent) return null;
  if (diskPercent >= fullPercent) return { tone: "late", words: t.strip.diskFull } as const;
  const words = diskDaysLeft === null ? t.strip.diskTight : t.strip.disk(count(diskDaysLeft));
  return { tone: "soon", words } as const;
}
