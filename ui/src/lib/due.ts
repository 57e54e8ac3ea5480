import type { DossierRow } from "../api/bindings";
import type { Tone } from "../components/Chip";
import type { Messages } from "../messages/vi";
import { promise, span } from "./time";

/** Nearer than this a promise is shown as near, in milliseconds. */
const soonMs = 24 * 60 * 60 * 1000;
const ended = ["completed", "returned", "withdrawn", "stopped", "refused"];

/** A due moment in words: the promise itself, or by how much it is late. */
export function dueWords(row: DossierRow, now: number, t: Messages): { tone: Tone; text: string } {
  if (row.dueAt === null) return { tone: "calm", text: t.dossiers.noDue };
  const text = promise(row.dueAt, now, t.weekdays);
  if (ended.includes(row.status)) return { tone: "calm", text };
  if (row.dueAt < now) {
    const { unit, count } = span(now - row.dueAt);
    return { tone: "late", text: t.dossiers.overdue(t.span[unit](count)) };
  }
  return { tone: row.dueAt - now < soonMs ? "soon" : "calm", text };
}

/** The state of a dossier as a chip. */
export function statusTone(status: string): Tone {
  if (status === "completed" || status === "returned") return "done";
  if (status === "supplement_requested" || status === "obligation_requested") return "soon";
  return status === "refused" || status === "stopped" ? "late" : "calm";
}
