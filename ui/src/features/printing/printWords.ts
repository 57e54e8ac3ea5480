import type { PrintJobView } from "../../api/bindings";
import type { Messages } from "../../messages/vi";

/** "máy in đang giữ lại – kẹt giấy": how far a receipt's printing has come, and what holds it. */
export function printWords({ state, reason }: PrintJobView, t: Messages): string {
  const why = reason === "" ? "" : (t.strip.trouble[reason] ?? t.strip.trouble.unknown);
  return [t.dossier.printState[state] ?? t.dossier.printState.waiting, why].filter(Boolean).join(" – ");
}

/** The print that counts is the last one asked for. */
export function newest(jobs: readonly PrintJobView[]): PrintJobView | undefined {
  return [...jobs].sort((one, other) => one.at - other.at).at(-1);
}
