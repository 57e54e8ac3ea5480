/** Acts of one line that have a dialog, in the order of the menu. */
export const dialogActs = [
  "claim",
  "recall",
  "start_processing",
  "request_supplement",
  "receive_supplement",
  "complete",
  "return_outcome",
] as const;

export type Act = (typeof dialogActs)[number];

/** Which ask for a text, and which do without one. */
export const withField: readonly Act[] = ["recall", "request_supplement", "complete", "return_outcome"];
export const optional: readonly Act[] = ["complete"];
