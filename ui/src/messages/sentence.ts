import type { TimelineEntry } from "../api/bindings";
import type { Messages } from "./vi";

/** What happened, in words: what follows "09:41 Quầy 3". */
export function sentence({ kind, params }: TimelineEntry, t: Messages): string {
  const whole = params.code ? { ...params, code: unbroken(params.code) } : params;
  return t.events[kind]?.(whole) ?? t.eventNames[kind] ?? kind;
}

/** A code with word joiners: no line ends inside it. */
function unbroken(code: string): string {
  return code.replaceAll("-", "\u2060-\u2060");
}
