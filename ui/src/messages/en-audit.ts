import { s } from "./en-plural";
import type { viAudit } from "./vi-audit";

export const enAudit: typeof viAudit = {
  code: "Dossier code",
  officer: "Officer",
  everybody: "Every officer",
  span: "Time",
  spans: { today: "Today", week: "7 days", month: "30 days", all: "From the beginning" },
  at: "At",
  desk: "Desk",
  act: "Act",
  dossier: "Dossier",
  noCode: "no code yet",
  place: "Place in the journal",
  shown: (n: string) => `${n} act${s(n)}`,
  more: "– older ones at the end of the list",
  empty: "Nothing fits. It may be from before this time, or of another officer or dossier.",
  emptyEver: "Nothing was recorded here yet. Each reception, handing over, reprint, return… appears here.",
  all: "Show everything from the beginning",
  older: "Show older ones",
  check: "Check the journal",
  checking: "Checking…",
  sound: (n: string) => `The journal is whole: all ${n} acts fit the chain.`,
  broken: (n: string) =>
    `The journal does not fit from act ${n} on. Give no codes at this desk and tell the administrator; what the centre has is safe.`,
  export: "Save as a file",
  exported: (file: string) => `Saved ${file} in the documents folder. It names no citizen.`,
};
