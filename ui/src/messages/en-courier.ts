/** What is carried to the centre on a stick. In English. */

import { s } from "./en-plural";

export const enCourier = {
  title: "By USB",
  lead: "When there is no link for days: copy what waits to a stick, take it to the centre, and take in the answer that comes back. The file is encrypted; only the centre can open it. The link may come back at any time: each act still arrives once.",
  copyOpen: "Copy to USB…",
  answerOpen: "Take in an answer…",
  copyTitle: "Copy to USB",
  answerTitle: "Take in the centre's answer",
  copied: (at: string) => `Copied to USB ${at}, waiting for the centre's answer`,
  bundle: "Bundle",
  madeAt: "Copied",
  content: "Content",
  contentOf: (events: string, files: string) => `${events} act${s(events)}, ${files} file${s(files)}`,
  place: "Where, file",
  state: "State",
  states: {
    waiting: "Waiting for the answer",
    answered: "At the centre",
    partly: "Taken in part",
    arrived: "Sent over the link",
    unfinished: "Broken off, not usable",
  },
  waiting: (events: string, files: string, size: string) =>
    `Waiting: ${events} act${s(events)}, ${files} file${s(files)}, about ${size}.`,
  nothing: "Nothing waits: everything is at the centre.",
  waitingCopied: (files: string) =>
    `${files} file${s(files)} lie in a bundle that waits for its answer; a new bundle takes others first.`,
  unsealed: (events: string) =>
    `${events} act${s(events)} recorded after a restore must wait for the link and cannot be copied.`,
  to: "Copy to",
  stick: (name: string, free: string) => `${name}, ${free} free`,
  documents: "The documents folder of this machine",
  otherFolder: "Another folder",
  folder: "Path of the folder",
  size: "Size of the file",
  sizes: { all: "As much as fits", gigabyte: "1 GB at most", small: "100 MB at most" },
  copy: "Copy",
  copying: "Copying and reading back…",
  keepIn: "Leave the stick in. The whole file is read back before it counts.",
  done: (number: string, events: string, files: string) =>
    `Bundle ${number} is copied: ${events} act${s(events)}, ${files} file${s(files)}. Read back, and right.`,
  doneNext: "Remove the stick safely and take this file to the centre:",
  leftEvents: (n: string) => `${n} act${s(n)}`,
  leftFiles: (n: string) => `${n} file${s(n)}`,
  left: (what: string) => `Not fitting: ${what}. Make another bundle, on this stick or another.`,
  answer: "The answer",
  answerNone: "No answer on a stick yet. Plug in the stick from the centre, or type the path.",
  otherFile: "Another file",
  path: "Path of the file",
  take: "Take in",
  taking: "Taking in…",
  taken: (number: string, events: string, files: string) =>
    `The centre has bundle ${number}: ${events} more act${s(events)} and ${files} more file${s(files)} confirmed.`,
  already: (number: string) => `The answer to bundle ${number} was taken in before; nothing changed.`,
  issues: (n: string) => `${n} act${s(n)} need a person, at the top of the Sync screen.`,
  outcomes: {
    set_aside: "This machine was revoked: the centre set the acts aside. Tell the administrator.",
    gap: "The centre misses acts before these (it may have been restored). Make another bundle and take it there.",
    fork: "The centre's journal differs from this machine's. No codes are given; tell the administrator.",
  },
};
