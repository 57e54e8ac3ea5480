import type { WipeView } from "../api/bindings";
import { count } from "../lib/number";
import type { Messages } from "./vi";

/** What must be safe elsewhere before the centre's order is carried out; empty when nothing is. */
export function wipeLeft(wipe: WipeView, t: Messages): string {
  const left = [
    wipe.events > 0 && t.strip.wipeEvents(count(wipe.events)),
    wipe.files > 0 && t.strip.wipeFiles(count(wipe.files)),
    wipe.prints > 0 && t.strip.printWaiting(count(wipe.prints)),
    wipe.parked > 0 && t.strip.wipeParked(count(wipe.parked)),
    wipe.typed > 0 && t.strip.wipeTyped(count(wipe.typed)),
  ];
  return left.filter(Boolean).join(", ");
}
